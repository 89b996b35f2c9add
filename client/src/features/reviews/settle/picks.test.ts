import { expect, test } from 'vitest'
import { allFrom, choiceOf } from './picks.ts'

const fields = ['name', 'size']

test('what is taken whole from one side is said so', () => {
  expect(choiceOf(fields, allFrom('device', fields))).toEqual({ action: 'take-device' })
  expect(choiceOf(fields, allFrom('server', fields))).toEqual({ action: 'take-server' })
})

test('nothing is decided while a field has no pick', () => {
  expect(choiceOf(fields, { size: { side: 'device' } })).toBeUndefined()
  expect(choiceOf([], {})).toBeUndefined()
})

test('fields from several sides are named, each with its side', () => {
  expect(choiceOf(fields, { name: { side: 'base' }, size: { side: 'device' } })).toEqual({
    action: 'pick',
    fields: { name: 'base', size: 'device' },
  })
})

test('one value that was entered makes it an edit, which names the sides of the other fields', () => {
  expect(choiceOf(fields, { name: { side: 'server' }, size: { value: '2XL' } })).toEqual({
    action: 'edit',
    fields: { name: 'server' },
    value: { size: '2XL' },
  })
})

test('what was entered on top of what stood there says what that was', () => {
  const pick = { value: 'Strap torn. Ordered.', seen: 'Strap torn.' }
  expect(choiceOf(['notes'], { notes: pick })).toEqual({
    action: 'edit',
    value: { notes: 'Strap torn. Ordered.' },
    seen: { notes: 'Strap torn.' },
  })
})
