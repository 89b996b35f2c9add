import { transactions } from '../../shared/collections/transactions.ts'
import { sameJson } from '../../shared/json.ts'
import { fieldsOf } from '../../shared/merge.ts'
import { derivedId } from '../../sync-server/sync/file-review.ts'
import type { Evidence } from './evidence.ts'
import type { SavedWrite } from './saved-write.ts'
import { says, type Trace } from './trace.ts'

/** A decision that entered it by the thing's half of the move, which came alone, knew what happened and not what was before, nor when. */
const WHEN = ['id', 'stamp', 'occurredAt', 'previousId', 'previousIds']

/** Whether an entry that a device saved stands in the ledger as it was written, or in a review. */
export function isEntryKept({ after, id }: SavedWrite, evidence: Evidence): boolean {
  const stored = evidence.find('transactions', id)
  if (!stored || stored.deleted) return isRefused(id, after.stamp, evidence)
  const things = evidence.names('equipment', String(after.equipmentId))
  const isDecided = String(stored.document.stamp).endsWith('-server')
  const isAsWritten = fieldsOf(transactions, 'entry').every((field) => {
    if (field === 'equipmentId') return things.includes(String(stored.document.equipmentId))
    return (isDecided && WHEN.includes(field)) || sameJson(stored.document[field], after[field])
  })
  // One that was refused is entered after what is stored by then, or as a manager corrected it: its review holds its words.
  return isAsWritten || isRefused(id, after.stamp, evidence)
}

function isRefused(id: string, stamp: string, evidence: Evidence): boolean {
  return evidence
    .reviewsOf('transactions', id)
    .some(({ kind, device }) => kind === 'rejected' && says(stampIs(stamp), device))
}

const stampIs = (stamp: string): Trace => ({
  what: 'stamp',
  group: 'plain',
  in: (version) => version.stamp === stamp,
})

/** The entry that a move or a stated condition belongs to, or the one that the server wrote in its place [S1]. */
export function isInLedger(write: SavedWrite, { group }: Trace, evidence: Evidence): boolean {
  return group === 'condition' ? isConditionStated(write, evidence) : isMoveEntered(write, evidence)
}

function isConditionStated({ after }: SavedWrite, evidence: Evidence): boolean {
  const stamps = evidence.storedAs(String(after.conditionStamp))
  return evidence
    .of('transactions')
    .some(({ document }) => stamps.includes(document.stamp) && document.condition === after.condition)
}

function isMoveEntered({ collection, id, after }: SavedWrite, evidence: Evidence): boolean {
  const named = String(after.custodyId ?? '')
  const entry = evidence.find('transactions', named)
  if (entry && entry.document.type !== 'status_set') return true
  if (isRefused(named, String(after.statusStamp), evidence)) return true
  const things = evidence.names(collection, id)
  const stamps = evidence.storedAs(String(after.statusStamp))
  return evidence.of('transactions').some(({ document: { type, equipmentId, stamp, note } }) => {
    if (type !== 'status_set' || !things.includes(String(equipmentId))) return false
    return stamps.includes(String(stamp)) && String(note).endsWith(`> ${after.status}`)
  })
}

/** What was counted when a bulk thing was made is the first entry of its ledger. */
export function isCountKept(
  { collection, id, stamp, before, after }: SavedWrite,
  evidence: Evidence,
): boolean {
  const { quantity } = after
  if (collection !== 'equipment' || before || after.kind !== 'bulk' || !quantity) return true
  const counted = (document: Readonly<Record<string, unknown>>) => document.quantity === quantity
  // The row leaves with the stamp of the last edit before it was sent.
  const entries = evidence.of('transactions').filter(({ document }) => document.equipmentId === id)
  return (
    entries.some(({ document }) => document.id === derivedId('opening', id, stamp) && counted(document)) ||
    entries.some(({ document }) => document.type === 'adjust' && counted(document)) ||
    evidence.reviewsOf(collection, id).length > 0
  )
}
