import { isDeleted } from './account-deletion.ts'
import { isEntryKept, isInLedger } from './account-ledger.ts'
import type { Evidence } from './evidence.ts'
import type { SavedWrite } from './saved-write.ts'
import { says, type Trace, tracesOf } from './trace.ts'

export interface ContentAccounts {
  /** Whether what a write changed is found again. */
  isKept(write: SavedWrite, trace: Trace): boolean
}

export function createContentAccounts(writes: readonly SavedWrite[], evidence: Evidence): ContentAccounts {
  function isKept(write: SavedWrite, trace: Trace): boolean {
    // Of moves the ledger holds every one, whoever has the thing now.
    if (trace.group === 'status')
      return isInLedger(write, trace, evidence) || isInReview(write, trace) || isReplacedUnsent(write, trace)
    return tookEffect(write, trace) || isInReview(write, trace) || wasReplacedByDecision(write, trace)
  }

  /** Whether the stored state says it, or was changed by somebody who had read it. */
  function tookEffect(write: SavedWrite, trace: Trace): boolean {
    if (says(trace, evidence.survivor(write.collection, write.id)?.document)) return true
    if (trace.group !== 'plain' && isInLedger(write, trace, evidence)) return true
    if (trace.group === 'condition' && isStated(write)) return true
    if (wasPurgedAsDecided(write)) return true
    return writes.some((later) => later.n > write.n && gaveWayTo(later, write, trace))
  }

  /** What was stored, and was deleted since by a manager's decision, leaves with its tombstone when that is purged. */
  function wasPurgedAsDecided({ collection, id, stamp }: SavedWrite): boolean {
    if (evidence.survivor(collection, id)) return false
    const audit = evidence.auditOf(collection, id)
    const stored = audit.find(({ detail }) => detail.stamp === stamp)
    const wasDeletedSince = audit.some(
      ({ action, n }) => action === 'delete' && stored !== undefined && n > stored.n,
    )
    const names = evidence.names(collection, id)
    return (
      wasDeletedSince &&
      evidence.decided.some(({ applied }) =>
        applied.some(({ effects }) =>
          effects.some(({ kind, documentId }) => kind === 'delete' && names.includes(documentId)),
        ),
      )
    )
  }

  function gaveWayTo(later: SavedWrite, write: SavedWrite, trace: Trace): boolean {
    if (later.collection === 'transactions') return statedAnew(later, write, trace)
    if (!isOfSame(later, write) || !says(trace, later.before)) return false
    if (later.after._deleted) return isDeleted(later, evidence)
    if (says(trace, later.after)) return false
    // Unsent edits of one document leave a device as one: what it wrote last stands for all before.
    return (later.device === write.device && later.shown) || replacementTookEffect(later, trace)
  }

  function isReplacedUnsent(write: SavedWrite, trace: Trace): boolean {
    return writes.some(
      (later) => later.device === write.device && later.n > write.n && gaveWayTo(later, write, trace),
    )
  }

  function replacementTookEffect(later: SavedWrite, { what }: Trace): boolean {
    const replacements = tracesOf(later, evidence.storedAs).filter((trace) => trace.what === what)
    // A tag that was taken off leaves nothing of its own.
    return (
      replacements.length === 0 ||
      replacements.some((trace) => tookEffect(later, trace) || wasStored(later, trace))
    )
  }

  /** Every review shows what was stored when it was filed, and what decisions on it put something else in the place of. */
  function wasStored(write: SavedWrite, trace: Trace): boolean {
    const { collection, id } = write
    return (
      evidence.reviewsOf(collection, id).some(({ server }) => says(trace, server)) ||
      wasReplacedByDecision(write, trace)
    )
  }

  /** The manager's review keeps what the decision replaced. */
  function wasReplacedByDecision({ collection, id, after }: SavedWrite, trace: Trace): boolean {
    return evidence
      .replaced(collection, id)
      .some((before) =>
        trace.group === 'condition'
          ? before.condition === after.condition
          : says(trace, before) || tookOff(trace, before),
      )
  }

  /** What was taken off is null among what a decision replaced. */
  function tookOff(trace: Trace, before: Readonly<Record<string, unknown>>): boolean {
    return before[trace.what] === null && trace.in({})
  }

  /** A ledger's entry that states a condition takes the place of the one that its device showed. */
  function statedAnew(later: SavedWrite, write: SavedWrite, trace: Trace): boolean {
    const { after, thing } = later
    if (trace.group !== 'condition' || after.condition === undefined) return false
    if (!says(trace, thing)) return false
    const names = evidence.names(write.collection, write.id)
    return names.includes(String(after.equipmentId)) && evidence.find('transactions', after.id) !== undefined
  }

  /** Whether the same condition is stated later, by a write or by a manager's decision. */
  function isStated(write: SavedWrite): boolean {
    const { collection, id, after } = write
    const stored = evidence.survivor(collection, id)?.document
    const isStored = stored?.condition === after.condition && isLater(stored?.conditionStamp, write)
    return isStored || writes.some((other) => saysTheSame(other, write))
  }

  function isLater(stamp: unknown, { after }: SavedWrite): boolean {
    return evidence.clamped(String(stamp)) > evidence.clamped(String(after.conditionStamp))
  }

  /** Whoever states the condition that is stated already, later, leaves nothing of the earlier statement to lose, if it is kept. */
  function saysTheSame(other: SavedWrite, write: SavedWrite): boolean {
    const isEntry = other.collection === 'transactions'
    const isOfThing = isEntry
      ? evidence.names(write.collection, write.id).includes(String(other.after.equipmentId))
      : isOfSame(other, write)
    if (!isOfThing || other.after.condition !== write.after.condition) return false
    if (!isLater(isEntry ? other.stamp : other.after.conditionStamp, write)) return false
    return isEntry ? isEntryKept(other, evidence) : isConditionKept(other)
  }

  function isConditionKept(write: SavedWrite): boolean {
    return tracesOf(write, evidence.storedAs).some(
      (trace) => trace.group === 'condition' && isKept(write, trace),
    )
  }

  function isOfSame(one: SavedWrite, other: SavedWrite): boolean {
    if (one.collection !== other.collection) return false
    const names = evidence.names(other.collection, other.id)
    return evidence.names(one.collection, one.id).some((name) => names.includes(name))
  }

  function isInReview({ collection, id }: SavedWrite, trace: Trace): boolean {
    return evidence
      .reviewsOf(collection, id)
      .some(
        ({ kind, device, server }) => says(trace, device) || (kind === 'overwritten' && says(trace, server)),
      )
  }

  return { isKept }
}
