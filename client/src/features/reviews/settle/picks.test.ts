import { expect, test } from 'vitest'
import { allFrom, choiceOf } from './picks.ts'

const versions = {
  base: { size: 'M', name: 'Pads' },
  device: { size: 'L', name: 'Pads, youth' },
  server: { size: 'XL' },
}
const fields = ['name', 'size']

test('what is taken whole from one side is said so', () => {
  expect(choiceOf(fields, allFrom('device', fields), versions)).toEqual({ action: 'take-device' })
  expect(choiceOf(fields, allFrom('server', fields), versions)).toEqual({ action: 'take-server' })
})

test('nothing is decided while a field has no pick', () => {
  expect(choiceOf(fields, { size: { side: 'device' } }, versions)).toBeUndefined()
  expect(choiceOf([], {}, versions)).toBeUndefined()
})

test('fields from several sides are named, each with its side', () => {
  expect(choiceOf(fields, { name: { side: 'base' }, size: { side: 'device' } }, versions)).toEqual({
    action: 'pick',
    fields: { name: 'base', size: 'device' },
  })
})

test('one value that was entered makes it an edit of every field; what a version lacks is emptied', () => {
  expect(choiceOf(fields, { name: { side: 'server' }, size: { value: '2XL' } }, versions)).toEqual({
    action: 'edit',
    value: { name: null, size: '2XL' },
  })
})
