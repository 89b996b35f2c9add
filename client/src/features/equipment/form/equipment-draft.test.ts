import { describe, expect, test } from 'vitest'
import type { Equipment } from '../../../../../shared/collections/equipment.ts'
import { another, blankDraft, changesBetween, draftOf, fieldsOf } from './equipment-draft.ts'

const helmet: Equipment = {
  id: '0190a1b2-0000-7000-8000-000000000001',
  stamp: '0000000000001-0000-d',
  kind: 'serialized',
  name: 'Helmet',
  tagCode: 'H-42',
  serial: 'SN 1',
  size: 'L',
  status: 'available',
  purchasePriceCents: 12995,
  purchaseDate: '2026-03-01',
  condition: 'good',
}

describe('a form and its document', () => {
  test('a document that was opened and not touched has no changes', () => {
    expect(changesBetween(draftOf(helmet), draftOf(helmet))).toEqual({})
  })

  test('what was typed is stored without surrounding blanks, nothing else of it is changed', () => {
    const { fields, issues } = fieldsOf({ ...blankDraft, name: '  Größe “L”  ', tagCode: ' h-42 ' })
    expect(issues).toEqual([])
    expect(fields).toMatchObject({ name: 'Größe “L”', tagCode: 'h-42' })
  })

  test('only what was changed is named, an emptied field as removed', () => {
    const start = draftOf(helmet)
    const now = { ...start, name: 'Helmet 2', size: '', price: '130' }
    const changes = changesBetween(start, now)
    expect(changes).toEqual({ name: 'Helmet 2', size: undefined, purchasePriceCents: 13000 })
    expect(Object.hasOwn(changes, 'size')).toBe(true)
  })

  test('the same amount written in another way is no change', () => {
    const start = draftOf(helmet)
    expect(changesBetween(start, { ...start, price: '$129.95' })).toEqual({})
  })
})

describe('what cannot be stored is said per field', () => {
  test('a name is needed', () => {
    expect(fieldsOf({ ...blankDraft, name: '   ' }).issues).toEqual([{ field: 'name', code: 'required' }])
  })

  test('lengths, days and amounts', () => {
    const { issues } = fieldsOf({
      ...blankDraft,
      name: 'x'.repeat(201),
      size: 'x'.repeat(51),
      purchaseDate: '2026-02-30',
      price: 'twelve',
    })
    expect(issues).toEqual([
      { field: 'name', code: 'too-long', limit: 200 },
      { field: 'size', code: 'too-long', limit: 50 },
      { field: 'purchaseDate', code: 'malformed' },
      { field: 'price', code: 'not-money' },
    ])
  })

  test('an amount beyond the limit names the limit in dollars', () => {
    const { issues } = fieldsOf({ ...blankDraft, name: 'x', price: '10000001' })
    expect(issues).toEqual([{ field: 'price', code: 'out-of-range', limit: 10_000_000 }])
  })

  test('a character that no device can store', () => {
    expect(fieldsOf({ ...blankDraft, name: 'a\u0000b' }).issues).toEqual([
      { field: 'name', code: 'not-text' },
    ])
  })
})

describe('counted things', () => {
  test('have a number, and neither serial nor jersey', () => {
    const { fields, quantity, issues } = fieldsOf({
      ...blankDraft,
      kind: 'bulk',
      name: 'Balls',
      serial: 'left over',
      jerseyNumber: '7',
      quantity: '1,200',
    })
    expect(issues).toEqual([])
    expect(quantity).toBe(1200)
    expect(fields).toMatchObject({ serial: undefined, jerseyNumber: undefined })
  })

  test('a number that is none is not taken for zero', () => {
    expect(fieldsOf({ ...blankDraft, kind: 'bulk', name: 'Balls', quantity: 'some' }).issues).toEqual([
      { field: 'quantity', code: 'not-a-number' },
    ])
    expect(fieldsOf({ ...blankDraft, kind: 'bulk', name: 'Balls', quantity: '-1' }).issues).toEqual([
      { field: 'quantity', code: 'out-of-range', limit: 0 },
    ])
  })
})

test('another of its kind has a tag and a serial of its own', () => {
  expect(another(draftOf(helmet))).toMatchObject({ name: 'Helmet', size: 'L', tagCode: '', serial: '' })
})
