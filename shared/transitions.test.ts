import { expect, test } from 'vitest'
import { EQUIPMENT_STATUSES, type Equipment, type EquipmentStatus } from './collections/equipment.ts'
import { TRANSACTION_TYPES, type Transaction, type TransactionType } from './collections/transactions.ts'
import type { Role } from './roles.ts'
import { checkTransaction, followsLawfully } from './transitions.ts'

const thing = (status: EquipmentStatus): Equipment => ({
  id: 'helmet',
  stamp: '1',
  kind: 'serialized',
  name: 'Helmet',
  status,
  custodyId: 'before',
})
const entry = (type: TransactionType, fields: Partial<Transaction> = {}): Transaction => ({
  id: 'entry',
  stamp: '2',
  equipmentId: 'helmet',
  type,
  toHolderId: 'ann',
  previousId: 'before',
  occurredAt: '2026-06-01T12:00:00.000Z',
  actorId: 'coach',
  deviceId: 'phone',
  ...fields,
})

/** By hand: what may follow on each status, for who knew it. */
const lawful: Record<EquipmentStatus, readonly TransactionType[]> = {
  available: [
    'check_out',
    'transfer',
    'report_damaged',
    'report_lost',
    'maintenance_out',
    'inspect',
    'retire',
  ],
  checked_out: [
    'check_in',
    'transfer',
    'report_damaged',
    'report_lost',
    'report_found',
    'maintenance_out',
    'inspect',
    'retire',
  ],
  in_maintenance: ['check_in', 'report_damaged', 'report_lost', 'maintenance_in', 'inspect', 'retire'],
  lost: ['check_in', 'report_damaged', 'report_found', 'inspect', 'retire'],
  retired: ['report_damaged', 'inspect'],
}

test.each(EQUIPMENT_STATUSES)('[S2] what may follow on %s', (status) => {
  expect(TRANSACTION_TYPES.filter((type) => followsLawfully(entry(type), thing(status), 'COACH'))).toEqual(
    lawful[status],
  )
})

test('[S2] who may retire a thing takes a retired one back into use, by a return and nothing else', () => {
  const follows = (role: Role) =>
    TRANSACTION_TYPES.filter((type) => followsLawfully(entry(type), thing('retired'), role))
  expect(follows('EQUIPMENT_MANAGER')).toEqual(['check_in', 'report_damaged', 'inspect'])
  expect(follows('SCHOOL_ADMIN')).toEqual(['check_in', 'report_damaged', 'inspect'])
  expect(follows('USER')).toEqual(['report_damaged', 'inspect'])
})

test('[S2] who did not know the status is never refused for it', () => {
  expect(followsLawfully(entry('check_out', { previousId: 'another' }), thing('checked_out'), 'COACH')).toBe(
    true,
  )
})

test('a due time that is over is no fault: an undone return is overdue as before', () => {
  expect(checkTransaction(entry('check_out', { dueAt: '2020-01-01T00:00:00.000Z' }), 'serialized')).toEqual(
    [],
  )
})

test('a transaction that contradicts itself', () => {
  const { toHolderId: _, ...toNobody } = entry('check_out')
  expect(checkTransaction(toNobody, 'serialized')).toEqual([{ field: 'toHolderId', code: 'required' }])
  expect(checkTransaction(entry('check_out', { quantity: 2 }), 'serialized')).toEqual([
    { field: 'quantity', code: 'out-of-range', limit: 1 },
  ])
  expect(checkTransaction(entry('adjust', { quantity: 0 }), 'bulk')).toEqual([
    { field: 'quantity', code: 'required' },
  ])
})

test('[S2] an entry that follows itself contradicts itself: no chain has an end there', () => {
  expect(checkTransaction(entry('check_in', { previousId: 'entry' }), 'serialized')).toEqual([
    { field: 'previousId', code: 'not-a-choice' },
  ])
  expect(checkTransaction(entry('check_in', { previousIds: ['before', 'entry'] }), 'serialized')).toEqual([
    { field: 'previousIds', code: 'not-a-choice' },
  ])
})
