import { expect, test } from 'vitest'
import { collectionNames, registry } from '../../../shared/registry.ts'
import { fieldLabel, isShownField } from './field-labels.ts'

/** Of reviews only their own page shows anything, with words of its own. */
const shown = collectionNames.filter((name) => name !== 'reviews')

test.each(shown)('every field of %s that people see has a name in words', (collection) => {
  const fields = Object.keys(registry[collection].fields).filter(isShownField)
  expect(fields.filter((field) => fieldLabel(collection, field) === field)).toEqual([])
})

test('a field that nobody foresaw is shown by its own key', () => {
  expect(isShownField('lockerColour')).toBe(true)
  expect(fieldLabel('equipment', 'lockerColour')).toBe('lockerColour')
})

test('a count of a transaction is called otherwise than what a school owns', () => {
  expect(fieldLabel('transactions', 'quantity')).toBe('Count')
  expect(fieldLabel('equipment', 'quantity')).toBe('Owned')
})
