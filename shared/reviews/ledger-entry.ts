import type { Equipment, EquipmentStatus } from '../collections/equipment.ts'
import type { Transaction, TransactionType } from '../collections/transactions.ts'
import { bulkChange, type CustodyState } from '../custody.ts'
import type { Json, JsonObject } from '../json.ts'
import type { Decision } from './decision.ts'
import type { PlannedWrite } from './planned.ts'
import type { Decider } from './world.ts'

/** The collection of the ledger: what a decision writes there moves things. */
export const LEDGER = 'transactions'
export const THINGS = 'equipment'

/** Where a thing is, without the entry that brought it there. */
export type Whereabouts = Pick<CustodyState, 'status' | 'holderId' | 'locationId' | 'dueAt'>

const TYPE_FOR: Readonly<Record<EquipmentStatus, TransactionType>> = {
  available: 'check_in',
  checked_out: 'check_out',
  in_maintenance: 'maintenance_out',
  lost: 'report_lost',
  retired: 'retire',
}

export interface EntryContext {
  readonly decision: Decision
  readonly by: Decider
}

/**
 * The id of the n-th document that a decision makes: it follows from the decision's own, so that the preview, the act and
 * its repetition name the same one.
 */
export function madeId({ id }: Pick<Decision, 'id'>, index: number): string {
  const tail = (Number.parseInt(id.slice(24), 16) + index) % 2 ** 48
  return id.slice(0, 24) + tail.toString(16).padStart(12, '0')
}

/** The entry that leaves a serialized thing in `state`, whatever it was before. */
export function entryTo(
  context: EntryContext,
  index: number,
  thing: Pick<Equipment, 'id' | 'status' | 'holderId' | 'custodyId'>,
  state: Whereabouts,
  ends?: readonly string[],
): PlannedWrite {
  const { status, holderId, locationId, dueAt } = state
  const handed = status === 'checked_out' && thing.status === status && thing.holderId !== holderId
  const type = handed ? 'transfer' : TYPE_FOR[status]
  // Who lost a thing goes on being named: a report of loss names its holder where the others name who had it before.
  const before = thing.holderId === holderId ? undefined : thing.holderId
  const from = status === 'lost' ? holderId : before
  const to = status === 'checked_out' || status === 'in_maintenance' ? holderId : undefined
  return entry(context, index, thing.id, type, {
    fromHolderId: from,
    toHolderId: to,
    locationId,
    dueAt: status === 'checked_out' ? dueAt : undefined,
    ...(ends ? { previousIds: ends } : { previousId: thing.custodyId }),
  })
}

/** The entries that take back what an entry did to a counted thing, the first of them under `index`. */
export function inverseOfCount(
  context: EntryContext,
  index: number,
  undone: Pick<Transaction, 'equipmentId' | 'type' | 'quantity' | 'fromHolderId' | 'toHolderId'>,
): readonly PlannedWrite[] {
  const { owned, out } = bulkChange(undone.type, undone.quantity ?? 1)
  return countEntries(context, index, undone.equipmentId, { owned: -owned, out: -out }, undone)
}

/** The entries by which counts change: what goes out or comes back, and what is owned. */
export function countEntries(
  context: EntryContext,
  index: number,
  equipmentId: string,
  change: { readonly owned: number; readonly out: number },
  holders: Pick<Transaction, 'fromHolderId' | 'toHolderId'> = {},
): readonly PlannedWrite[] {
  const entries: PlannedWrite[] = []
  const holder = holders.toHolderId ?? holders.fromHolderId
  if (change.out > 0)
    entries.push(
      entry(context, index, equipmentId, 'check_out', { quantity: change.out, toHolderId: holder }),
    )
  if (change.out < 0)
    entries.push(
      entry(context, index, equipmentId, 'check_in', { quantity: -change.out, fromHolderId: holder }),
    )
  if (change.owned !== 0)
    entries.push(entry(context, index + entries.length, equipmentId, 'adjust', { quantity: change.owned }))
  return entries
}

/** A manager's ledger entry, with the reason as its note. */
export function entry(
  { decision, by }: EntryContext,
  index: number,
  equipmentId: string,
  type: TransactionType,
  fields: Readonly<Record<string, Json | undefined>>,
): PlannedWrite {
  return {
    collection: LEDGER,
    documentId: madeId(decision, index),
    kind: 'create',
    fields: withoutAbsent({
      equipmentId,
      type,
      ...fields,
      note: decision.reason === '' ? undefined : decision.reason,
      occurredAt: new Date(decision.at).toISOString(),
      actorId: by.userId,
      deviceId: by.deviceId,
    }),
  }
}

export function withoutAbsent(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  const present: Record<string, Json> = {}
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) present[name] = value
  return present
}
