import { describe, expect, test } from 'vitest'
import type { EquipmentStatus } from './collections/equipment.ts'
import type { Transaction, TransactionType } from './collections/transactions.ts'
import { custodyAfter } from './custody.ts'
import { deniedClaim, deniedTransaction } from './custody-rights.ts'
import type { Role } from './roles.ts'

const ANN = '01900000-0000-7000-8000-00000000000a'
const BEN = '01900000-0000-7000-8000-00000000000b'
const subject = (role: Role) => ({
  role,
  userId: ANN,
  teamIds: [],
  ...(role === 'USER' ? { personId: ANN } : {}),
})

function entry(type: TransactionType, fields: Partial<Transaction>): Transaction {
  const occurredAt = '2026-06-01T12:00:00.000Z'
  return {
    id: BEN,
    stamp: '',
    equipmentId: BEN,
    type,
    occurredAt,
    actorId: ANN,
    deviceId: 'phone',
    ...fields,
  }
}

const refused = (role: Role, transaction: Transaction, stored: EquipmentStatus) =>
  deniedTransaction(subject(role), transaction, custodyAfter(transaction)?.status, stored) !== undefined

/** By hand: what is said, of a thing in which status, and whether a USER whose person is Ann may say it. */
const table: readonly [string, TransactionType, Partial<Transaction>, EquipmentStatus, 'may' | 'may not'][] =
  [
    ['lost what Ann has', 'report_lost', { fromHolderId: ANN }, 'checked_out', 'may'],
    ['lost, naming nobody', 'report_lost', {}, 'checked_out', 'may'],
    ['lost by somebody else', 'report_lost', { fromHolderId: BEN }, 'checked_out', 'may not'],
    ['lost, and given to somebody', 'report_lost', { toHolderId: BEN }, 'checked_out', 'may not'],
    ['found what is lost', 'report_found', { fromHolderId: ANN }, 'lost', 'may'],
    [
      'found what Ann has, which would be a return',
      'report_found',
      { fromHolderId: ANN },
      'checked_out',
      'may not',
    ],
    ['found what is being mended', 'report_found', {}, 'in_maintenance', 'may not'],
    ['found what is retired', 'report_found', {}, 'retired', 'may not'],
    ['found by somebody else', 'report_found', { fromHolderId: BEN }, 'lost', 'may not'],
    ['damaged', 'report_damaged', {}, 'checked_out', 'may'],
    ['damaged by Ann', 'report_damaged', { fromHolderId: ANN }, 'checked_out', 'may'],
    ['damaged by somebody else', 'report_damaged', { fromHolderId: BEN }, 'checked_out', 'may not'],
    ['lost, which settles a fork', 'report_lost', { previousIds: [ANN, BEN] }, 'checked_out', 'may not'],
  ]

describe('a USER speaks of the own person alone', () => {
  test.each(table)('%s', (_, type, fields, stored, expected) => {
    expect(refused('USER', entry(type, fields), stored)).toBe(expected === 'may not')
  })

  test.each(['COACH', 'EQUIPMENT_MANAGER', 'SCHOOL_ADMIN', 'SUPER_ADMIN'] as const)(
    '%s of everybody; a fork is settled by those who decide on reviews',
    (role) => {
      for (const [, type, fields, stored] of table) {
        const settlesFork = fields.previousIds !== undefined
        expect(refused(role, entry(type, fields), stored)).toBe(settlesFork && role === 'COACH')
      }
    },
  )

  test('and a USER without a person names nobody', () => {
    const nobody = { role: 'USER', userId: ANN, teamIds: [] } as const
    expect(deniedClaim(nobody, { holders: [undefined], status: 'lost' }, 'checked_out')).toBeUndefined()
    expect(deniedClaim(nobody, { holders: [ANN], status: 'lost' }, 'checked_out')).toBeDefined()
  })
})
