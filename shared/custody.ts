import type { Equipment, EquipmentStatus } from './collections/equipment.ts'
import type { Transaction, TransactionType } from './collections/transactions.ts'

/** What a transaction of a type does to a serialized thing's status; types that are not named move no custody. */
const statusAfter: Partial<Record<TransactionType, EquipmentStatus>> = {
  check_out: 'checked_out',
  transfer: 'checked_out',
  check_in: 'available',
  report_found: 'available',
  maintenance_in: 'available',
  maintenance_out: 'in_maintenance',
  report_lost: 'lost',
  retire: 'retired',
}

/** The status group as a transaction leaves it. A field that is absent is absent in the document afterwards. */
export interface CustodyState {
  readonly status: EquipmentStatus
  readonly holderId?: string
  readonly locationId?: string
  readonly dueAt?: string
  readonly custodyId: string
  readonly statusStamp: string
}

export type CustodyTransaction = Pick<
  Transaction,
  'id' | 'type' | 'fromHolderId' | 'toHolderId' | 'locationId' | 'dueAt' | 'stamp'
>

/** Whether transactions of this type are links of a custody chain [S2]. */
export function movesCustody(type: TransactionType): boolean {
  return statusAfter[type] !== undefined
}

/** The types by which a thing comes to a status; by the right to one of them a bare status change is judged [S1]. */
export function typesLeadingTo(status: EquipmentStatus): readonly TransactionType[] {
  const types: TransactionType[] = []
  for (const [type, after] of Object.entries(statusAfter))
    if (after === status && isMovingType(type)) types.push(type)
  return types
}

function isMovingType(type: string): type is TransactionType {
  return Object.hasOwn(statusAfter, type)
}

/**
 * Where a transaction leaves a serialized thing, by the transaction alone, so that every device and the server come to the
 * same group whatever else they know [S1]. Undefined where it moves no custody.
 */
export function custodyAfter(transaction: CustodyTransaction): CustodyState | undefined {
  const status = statusAfter[transaction.type]
  if (status === undefined) return undefined
  const holderId = holderAfter(status, transaction)
  return {
    status,
    ...(holderId === undefined ? {} : { holderId }),
    ...(transaction.locationId === undefined ? {} : { locationId: transaction.locationId }),
    ...(transaction.dueAt === undefined || status !== 'checked_out' ? {} : { dueAt: transaction.dueAt }),
    custodyId: transaction.id,
    statusStamp: transaction.stamp,
  }
}

/** Who lost a thing goes on being named; what is in the room or retired is with nobody. */
function holderAfter(
  status: EquipmentStatus,
  { fromHolderId, toHolderId }: CustodyTransaction,
): string | undefined {
  if (status === 'lost') return fromHolderId
  return status === 'checked_out' || status === 'in_maintenance' ? toHolderId : undefined
}

/** The fields of the status group that a document without custody lacks. */
export const STATUS_FIELDS = [
  'status',
  'holderId',
  'locationId',
  'dueAt',
  'custodyId',
  'statusStamp',
] as const

/** The document with its status group replaced as a whole. */
export function withCustody(equipment: Equipment, state: CustodyState): Equipment {
  const { holderId: _h, locationId: _l, dueAt: _d, ...rest } = equipment
  return { ...rest, ...state }
}

/** How a bulk thing's counts change: `owned` of the school, `out` of the room. */
export function bulkChange(
  type: TransactionType,
  quantity: number,
): { readonly owned: number; readonly out: number } {
  switch (type) {
    case 'check_out':
    case 'maintenance_out':
      return { owned: 0, out: quantity }
    case 'check_in':
    case 'maintenance_in':
      return { owned: 0, out: -quantity }
    case 'report_found':
      return { owned: quantity, out: 0 }
    case 'report_lost':
      return { owned: -quantity, out: -quantity }
    case 'retire':
      return { owned: -quantity, out: 0 }
    case 'adjust':
      return { owned: quantity, out: 0 }
    default:
      return { owned: 0, out: 0 }
  }
}
