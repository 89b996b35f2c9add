import { describe, expect, test } from 'vitest'
import type { Equipment } from './collections/equipment.ts'
import { TRANSACTION_TYPES, type TransactionType } from './collections/transactions.ts'
import { bulkChange, custodyAfter, movesCustody, typesLeadingTo, withCustody } from './custody.ts'

const entry = (type: TransactionType) => ({
  id: 'T',
  type,
  stamp: 'S',
  fromHolderId: 'from',
  toHolderId: 'to',
  locationId: 'room',
  dueAt: 'due',
})

/** By hand: where each type leaves a thing. */
const expected: Record<TransactionType, object | undefined> = {
  check_out: { status: 'checked_out', holderId: 'to', locationId: 'room', dueAt: 'due' },
  transfer: { status: 'checked_out', holderId: 'to', locationId: 'room', dueAt: 'due' },
  check_in: { status: 'available', locationId: 'room' },
  report_found: { status: 'available', locationId: 'room' },
  maintenance_in: { status: 'available', locationId: 'room' },
  maintenance_out: { status: 'in_maintenance', holderId: 'to', locationId: 'room' },
  report_lost: { status: 'lost', holderId: 'from', locationId: 'room' },
  retire: { status: 'retired', locationId: 'room' },
  report_damaged: undefined,
  inspect: undefined,
  adjust: undefined,
  status_set: undefined,
}

test.each(TRANSACTION_TYPES)('[S1] %s', (type) => {
  const after = expected[type]
  expect(custodyAfter(entry(type))).toEqual(after && { ...after, custodyId: 'T', statusStamp: 'S' })
  expect(movesCustody(type)).toBe(after !== undefined)
})

test('a transaction that says little leaves little', () => {
  expect(custodyAfter({ id: 'T', type: 'check_in', stamp: 'S' })).toEqual({
    status: 'available',
    custodyId: 'T',
    statusStamp: 'S',
  })
})

test('the status group is replaced as a whole', () => {
  const out: Equipment = {
    id: 'E',
    stamp: 's',
    kind: 'serialized',
    name: 'Helmet',
    status: 'checked_out',
    holderId: 'x',
    dueAt: 'd',
    locationId: 'l',
  }
  expect(withCustody(out, { status: 'available', custodyId: 'T', statusStamp: 'S' })).toEqual({
    id: 'E',
    stamp: 's',
    kind: 'serialized',
    name: 'Helmet',
    status: 'available',
    custodyId: 'T',
    statusStamp: 'S',
  })
})

test('a bare status is judged by the types that lead to it', () => {
  expect(typesLeadingTo('retired')).toEqual(['retire'])
  expect(typesLeadingTo('available')).toEqual(['check_in', 'report_found', 'maintenance_in'])
})

describe('counts of a bulk thing', () => {
  test.each([
    ['check_out', 0, 5],
    ['maintenance_out', 0, 5],
    ['check_in', 0, -5],
    ['report_found', 5, 0],
    ['report_lost', -5, -5],
    ['retire', -5, 0],
    ['adjust', 5, 0],
    ['transfer', 0, 0],
    ['inspect', 0, 0],
  ] as const)('%s', (type, owned, out) => {
    expect(bulkChange(type, 5)).toEqual({ owned, out })
  })
})
