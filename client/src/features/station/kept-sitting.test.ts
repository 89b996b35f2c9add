import { expect, test } from 'vitest'
import { readSitting, sittingText } from './kept-sitting.ts'
import type { Line, LineState } from './line.ts'
import { chosen, emptySitting, type Sitting, withLine } from './sitting.ts'

const now = 1_786_000_000_000
const jordan = { kind: 'person', id: 'jordan' } as const
const line = (key: string, state: LineState, at = now): Line => ({
  key,
  visit: 'visit',
  at,
  code: 'FB-042',
  equipmentId: 'helmet',
  state,
  to: jordan,
  before: { holder: undefined, dueAt: undefined, locationId: 'room' },
  dueAt: '2026-08-28T04:59:00.000Z',
  quantity: 1,
  bulk: false,
  damage: undefined,
  savingSince: now,
})
const kept = (...lines: Line[]): Sitting =>
  lines.reduce(withLine, chosen(emptySitting(now), jordan, 'visit', now))

test('the list and whoever is chosen survive a reload', () => {
  const sitting = kept(line('a', { kind: 'saved', deed: 'issued' }))
  expect(readSitting(sittingText(sitting), now + 1_000)).toEqual(sitting)
})

test('a line that was being saved is not shown as saved after a reload', () => {
  const [first] = readSitting(sittingText(kept(line('a', { kind: 'saving', deed: 'issued' }))), now).lines
  expect(first?.state).toEqual({ kind: 'unsaved', deed: 'issued', problem: 'interrupted' })
})

test('whoever was chosen more than a minute ago is forgotten, the list is not', () => {
  const sitting = readSitting(sittingText(kept(line('a', { kind: 'saved', deed: 'issued' }))), now + 60_000)
  expect(sitting.holder).toBeUndefined()
  expect(sitting.lines).toHaveLength(1)
})

test('[D9] yesterday’s lines go, yesterday’s unsaved ones stay', () => {
  const yesterday = now - 24 * 3_600_000
  const sitting = kept(
    line('saved', { kind: 'saved', deed: 'issued' }, yesterday),
    line('unsaved', { kind: 'unsaved', deed: 'issued', problem: 'quota' }, yesterday),
  )
  expect(readSitting(sittingText(sitting), now).lines.map(({ key }) => key)).toEqual(['unsaved'])
})

test.each([
  ['nothing', null],
  ['no JSON', '{"version":1'],
  ['another version', '{"version":7,"lines":[]}'],
  ['a list', '[]'],
  ['no lines', '{"version":1,"lines":"none"}'],
])('%s that was kept is an empty list', (_what, text) => {
  expect(readSitting(text, now)).toEqual(emptySitting(now))
})

test('one damaged line does not take the others with it', () => {
  const good = line('a', { kind: 'saved', deed: 'returned' })
  const text = JSON.stringify({
    version: 1,
    visit: 'visit',
    touchedAt: now,
    lines: [{ key: 7 }, null, good, { ...good, key: 'b', state: { kind: 'saved', deed: 'sold' } }],
  })
  expect(readSitting(text, now).lines.map(({ key }) => key)).toEqual(['a'])
})

test('no name is kept: ids and codes only', () => {
  expect(
    Object.keys(JSON.parse(sittingText(kept(line('a', { kind: 'saved', deed: 'issued' }))))).toSorted(),
  ).toEqual(['holder', 'lines', 'touchedAt', 'version', 'visit'])
})
