import type { Condition, Equipment } from '../../../shared/collections/equipment.ts'
import type { Transaction, TransactionType } from '../../../shared/collections/transactions.ts'

/** One thing of an action; `quantity` for bulk things, 1 where it is left out. */
export interface Line {
  readonly equipmentId: string
  readonly quantity?: number | undefined
}

/** Who or what has custody. */
export type Holder =
  | { readonly personId: string }
  | { readonly teamId: string }
  | { readonly locationId: string }

/** What an action says beside its things. */
export interface Details {
  readonly to?: Holder | undefined
  /** Who gives back, or lost, pieces of a bulk thing; who has a serialized thing stands in the thing. */
  readonly fromHolderId?: string | undefined
  /** ISO 8601 instant. */
  readonly dueAt?: string | undefined
  readonly locationId?: string | undefined
  readonly condition?: Condition | undefined
  readonly note?: string | undefined
}

export interface Writer {
  readonly actorId: string
  readonly deviceId: string
}

export function holderId(holder: Holder): string {
  if ('personId' in holder) return holder.personId
  return 'teamId' in holder ? holder.teamId : holder.locationId
}

/** Types after which a thing lies somewhere: in its place unless another is named. */
const comesBack: readonly TransactionType[] = ['check_in', 'report_found', 'maintenance_in']

/** The ledger's entry for one thing. A serialized thing's entry continues its chain of custody [S2]. */
export function makeTransaction(
  type: TransactionType,
  id: string,
  equipment: Equipment,
  line: Line,
  details: Details,
  writer: Writer,
  stamp: string,
  now: number,
): Transaction {
  const bulk = equipment.kind === 'bulk'
  const fromHolderId = bulk ? details.fromHolderId : equipment.holderId
  const toLocation = details.to && 'locationId' in details.to ? details.to.locationId : undefined
  const locationId =
    details.locationId ?? toLocation ?? (comesBack.includes(type) ? equipment.homeLocationId : undefined)
  return {
    id,
    equipmentId: equipment.id,
    type,
    ...(bulk ? { quantity: line.quantity ?? 1 } : {}),
    ...(fromHolderId === undefined ? {} : { fromHolderId }),
    ...(details.to ? { toHolderId: holderId(details.to) } : {}),
    ...(locationId === undefined ? {} : { locationId }),
    ...(details.dueAt === undefined ? {} : { dueAt: details.dueAt }),
    ...(details.condition === undefined ? {} : { condition: details.condition }),
    ...(details.note === undefined || details.note === '' ? {} : { note: details.note }),
    ...(bulk || equipment.custodyId === undefined ? {} : { previousId: equipment.custodyId }),
    occurredAt: new Date(now).toISOString(),
    ...writer,
    stamp,
  }
}
