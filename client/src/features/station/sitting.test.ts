import { expect, test } from 'vitest'
import type { Line, LineState } from './line.ts'
import { byVisit, changed, chosen, cleared, emptySitting, isIdle, left, withLine } from './sitting.ts'

const jordan = { kind: 'person', id: 'jordan' } as const
const line = (key: string, visit: string, state: LineState = { kind: 'saved', deed: 'issued' }): Line => ({
  key,
  visit,
  at: 0,
  code: key,
  state,
  quantity: 1,
  bulk: false,
})
const unsaved: LineState = { kind: 'unsaved', deed: 'issued', problem: 'quota' }

test('whoever was chosen is forgotten after a minute without a touch, and no line with them', () => {
  const sitting = withLine(chosen(emptySitting(0), jordan, 'first', 1_000), line('a', 'first'))
  expect(isIdle(sitting, 60_999)).toBe(false)
  expect(isIdle(sitting, 61_000)).toBe(true)
  const after = left(sitting, 'next')
  expect(after.holder).toBeUndefined()
  expect(after.lines.map(({ key }) => key)).toEqual(['a'])
})

test('with nobody chosen there is nobody to forget', () => {
  expect(isIdle(emptySitting(0), 1_000_000)).toBe(false)
})

test('[D9] what is not saved stays on the list, however long it grows and when it is cleared', () => {
  let sitting = withLine(emptySitting(0), line('lost?', 'first', unsaved))
  for (let index = 0; index < 300; index += 1) sitting = withLine(sitting, line(`line ${index}`, 'later'))
  expect(sitting.lines.some(({ key }) => key === 'lost?')).toBe(true)
  expect(sitting.lines.length).toBe(201)
  expect(cleared(sitting).lines.map(({ key }) => key)).toEqual(['lost?'])
})

test('a scan that counts one more brings its line to the top', () => {
  const sitting = withLine(withLine(emptySitting(0), line('bottles', 'v')), line('helmet', 'v'))
  const after = changed(sitting, 'bottles', { quantity: 2 }, true)
  expect(after.lines.map(({ key, quantity }) => [key, quantity])).toEqual([
    ['bottles', 2],
    ['helmet', 1],
  ])
})

test('a change of a line that is gone changes nothing', () => {
  const sitting = withLine(emptySitting(0), line('a', 'v'))
  expect(changed(sitting, 'b', { quantity: 2 })).toBe(sitting)
})

test('lines of one visit stand together', () => {
  const visits = byVisit([line('c', 'second'), line('b', 'first'), line('a', 'first')])
  expect(visits.map(({ visit, lines }) => [visit, lines.map(({ key }) => key)])).toEqual([
    ['second', ['c']],
    ['first', ['b', 'a']],
  ])
})
