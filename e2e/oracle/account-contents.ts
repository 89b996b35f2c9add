import type { AnyDocument } from '../../shared/collections/definition.ts'
import { isDeleted } from './account-deletion.ts'
import { isInLedger } from './account-ledger.ts'
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
    return tookEffect(write, trace) || isInReview(write, trace)
  }

  /** Whether the stored state says it, or was changed by somebody who had read it. */
  function tookEffect(write: SavedWrite, trace: Trace): boolean {
    if (says(trace, evidence.survivor(write.collection, write.id)?.document)) return true
    if (trace.group !== 'plain' && isInLedger(write, trace, evidence)) return true
    if (trace.group === 'condition' && writes.some((other) => saysTheSame(other, write))) return true
    return writes.some((later) => later.n > write.n && gaveWayTo(later, write, trace))
  }

  function gaveWayTo(later: SavedWrite, write: SavedWrite, trace: Trace): boolean {
    if (later.collection === 'transactions') return statedAnew(later, write, trace)
    if (!isOfSame(later, write) || !knew(later, later.before, write, trace)) return false
    if (later.after._deleted) return isDeleted(later, evidence)
    if (says(trace, later.after)) return false
    // Unsent edits of one document leave a device as one: what it wrote last stands for all before.
    return (later.device === write.device && later.shown) || replacementTookEffect(later, trace)
  }

  /**
   * Whether the later write was made on what the earlier one said. A server that was put back clamps stamps anew: a device
   * may go on showing its own statement by the stamp that was lost.
   */
  function knew(later: SavedWrite, shown: AnyDocument | undefined, write: SavedWrite, trace: Trace): boolean {
    if (says(trace, shown)) return true
    return (
      trace.group === 'condition' &&
      later.device === write.device &&
      shown?.condition === write.after.condition
    )
  }

  function isReplacedUnsent(write: SavedWrite, trace: Trace): boolean {
    return writes.some(
      (later) => later.device === write.device && later.n > write.n && gaveWayTo(later, write, trace),
    )
  }

  function replacementTookEffect(later: SavedWrite, { what }: Trace): boolean {
    const replacements = tracesOf(later, evidence.clamped).filter((trace) => trace.what === what)
    // A tag that was taken off leaves nothing of its own.
    return (
      replacements.length === 0 ||
      replacements.some((trace) => tookEffect(later, trace) || wasStored(later, trace))
    )
  }

  /** Every review shows what was stored when it was filed. */
  function wasStored({ collection, id }: SavedWrite, trace: Trace): boolean {
    return evidence.reviewsOf(collection, id).some(({ server }) => says(trace, server))
  }

  /** A ledger's entry that states a condition takes the place of the one that its device showed. */
  function statedAnew(later: SavedWrite, write: SavedWrite, trace: Trace): boolean {
    const { after, thing } = later
    if (trace.group !== 'condition' || after.condition === undefined) return false
    if (!knew(later, thing, write, trace)) return false
    const names = evidence.names(write.collection, write.id)
    return names.includes(String(after.equipmentId)) && evidence.find('transactions', after.id) !== undefined
  }

  /** Whoever states the condition that is stated already, later, leaves nothing of the earlier statement to lose. */
  function saysTheSame(other: SavedWrite, write: SavedWrite): boolean {
    const isEntry = other.collection === 'transactions'
    const isOfThing = isEntry
      ? evidence.names(write.collection, write.id).includes(String(other.after.equipmentId))
      : isOfSame(other, write)
    if (!isOfThing || other.after.condition !== write.after.condition) return false
    const stated = String(isEntry ? other.stamp : other.after.conditionStamp)
    return evidence.clamped(stated) > evidence.clamped(String(write.after.conditionStamp))
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
