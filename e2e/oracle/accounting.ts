import { createContentAccounts } from './account-contents.ts'
import { lostDecisions } from './account-decisions.ts'
import { isDeletionKept } from './account-deletion.ts'
import { isCountKept, isEntryKept } from './account-ledger.ts'
import type { Evidence } from './evidence.ts'
import { historyOf } from './history-of.ts'
import { isInFile, type SavedFile } from './saved-file.ts'
import type { SavedWrite } from './saved-write.ts'
import { tracesOf } from './trace.ts'

/**
 * The heart of the oracle: every write that a device showed as saved is found again, in one of these places,
 * - in the stored state, unless it gave way there to a later write that had seen it;
 * - in the ledger;
 * - in a review, with its payload; a decision on one in that review;
 * - in the file that its writer took along at a sign-out.
 * Returns a line for each thing that somebody saved and that is nowhere.
 */
export function lostWrites(
  writes: readonly SavedWrite[],
  evidence: Evidence,
  files: readonly SavedFile[],
): readonly string[] {
  const contents = createContentAccounts(writes, evidence)
  return writes.flatMap((write) => {
    const lost = write.shown && !isInFile(write, files) ? lostOf(write) : []
    if (lost.length === 0) return []
    const saved = `  saved: ${JSON.stringify(write.after)} after ${JSON.stringify(write.before ?? write.thing)}`
    return [
      `${nameOf(write)}: ${lost.join(', ')}`,
      saved,
      ...writtenOf(write),
      ...historyOf(write.collection, write.id, evidence),
    ]
  })

  /** All that the devices wrote of the same document, in the order of the run. */
  function writtenOf({ collection, id }: SavedWrite): readonly string[] {
    return writes
      .filter((other) => other.collection === collection && other.id === id)
      .map(
        (other) =>
          `  ${nameOf(other)}${other.shown ? '' : ', not shown'}: ${JSON.stringify(other.after)} after ${JSON.stringify(other.before)}`,
      )
  }

  function lostOf(write: SavedWrite): readonly string[] {
    if (write.collection === 'transactions')
      return isEntryKept(write, evidence) ? [] : ['the entry is in no ledger and no review']
    if (write.collection === 'reviews') return lostDecisions(write, evidence)
    if (write.after._deleted)
      return isDeletionKept(write, evidence) ? [] : ['the deletion was not applied and is in no review']
    const lost = tracesOf(write, evidence.storedAs).filter((trace) => !contents.isKept(write, trace))
    const isCounted = isCountKept(write, evidence) || wasGivenUp(write)
    return [
      ...lost.map(({ what }) => `${what} is nowhere`),
      ...(isCounted ? [] : ['what was counted is in no ledger']),
    ]
  }

  /** What a device made and deleted before it was sent is nothing. */
  function wasGivenUp({ n, device, collection, id }: SavedWrite): boolean {
    if (evidence.find(collection, id)) return false
    return writes.some(
      (later) => later.n > n && later.device === device && later.id === id && later.after._deleted === true,
    )
  }
}

function nameOf({ n, device, collection, id, stamp }: SavedWrite): string {
  return `#${n} ${device} ${collection} ${id} ${stamp}`
}
