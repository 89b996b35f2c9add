import { expect, test } from 'vitest'
import type { Equipment } from '../../../../shared/collections/equipment.ts'
import { lendableCount, linesOf } from './chosen-things.ts'

const thing = (id: string, extra: Partial<Equipment>): Equipment => ({
  id,
  stamp: '',
  kind: 'serialized',
  name: id,
  status: 'available',
  ...extra,
})

test('what is out, lent, borrowed or about to be deleted is not lent', () => {
  expect(lendableCount(thing('a', {}))).toBe(1)
  expect(lendableCount(thing('a', { status: 'checked_out' }))).toBe(0)
  expect(lendableCount(thing('a', { pendingDeletion: true }))).toBe(0)
  const loan = { id: 'l', side: 'borrowed', school: 'Lakeview', until: '2026-12-01' }
  expect(lendableCount(thing('a', { loan }))).toBe(0)
  expect(lendableCount(thing('a', { kind: 'bulk', quantity: 12, quantityOut: 5 }))).toBe(7)
})

test('of a counted thing no more than there are, and nothing of a count that is none', () => {
  const cones = thing('cones', { kind: 'bulk', quantity: 12, quantityOut: 5 })
  expect(linesOf([cones], { cones: '4' })).toEqual([{ equipmentId: 'cones', quantity: 4 }])
  expect(linesOf([cones], { cones: '40' })).toEqual([{ equipmentId: 'cones', quantity: 7 }])
  expect(linesOf([cones], { cones: 'x' })).toEqual([])
  expect(linesOf([thing('out', { status: 'lost' })], {})).toEqual([])
})
