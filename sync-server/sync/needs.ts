import type { Definition } from '../../shared/collections/definition.ts'
import type { MergeLimits } from '../../shared/merge-document/limits.ts'
import type { MergeTask } from '../../shared/merge-document/merge-task.ts'
import type { Problem } from '../../shared/reviews/planned.ts'

/** A merge of documents that a decision waits for. */
export interface WantedMerge {
  readonly limits: MergeLimits
  readonly task: MergeTask
  /** The merge, by its name, that leaves what is stored before this one. */
  readonly after: string | undefined
}

/**
 * What is read before a commit decides, as far as what was sent tells it. What turns out to be missing is read then, and
 * the whole is decided again: what is rarely needed is left out here.
 */
export interface Needs {
  readonly documents: Map<Definition, Set<string>>
  /** Things whose custody chain is wanted. */
  readonly chains: Set<string>
  /** Holders of which it is wanted whether they have anything. */
  readonly held: Set<string>
  /** Values, each with its field, by which two documents may be one and the same [S5]. */
  readonly codes: Map<string, Set<string>>
  /** Documents whose open reviews are wanted. */
  readonly openReviews: Set<string>
  /** Documents whose refused writes are wanted, by the reviews that hold them. */
  readonly rejections: Set<string>
  /** Authors of whom it is wanted how much of theirs waits refused. */
  readonly refusedOf: Set<string>
  /** Stamps as sent that may have been clamped before [C3]. */
  readonly stamps: Set<string>
  /** Decisions, by id, that turned out not to be possible as a whole: all is decided again, and these are refused. */
  readonly givenUp: Map<string, Problem>
  /** Merges by a name of all that their result depends on; one that follows another stands behind it. */
  readonly merges: Map<string, WantedMerge>
}

export function createNeeds(): Needs {
  return {
    documents: new Map(),
    chains: new Set(),
    held: new Set(),
    codes: new Map(),
    openReviews: new Set(),
    rejections: new Set(),
    refusedOf: new Set(),
    stamps: new Set(),
    givenUp: new Map(),
    merges: new Map(),
  }
}

export function needDocument(needs: Needs, definition: Definition, id: string) {
  addTo(needs.documents, definition, id)
}

export function needCode(needs: Needs, field: string, code: string) {
  addTo(needs.codes, field, code)
}

/** Whether all that is wanted was read. */
export function covers(read: Needs, wanted: Needs): boolean {
  return (
    isWithin(wanted.chains, read.chains) &&
    isWithin(wanted.held, read.held) &&
    isWithin(wanted.stamps, read.stamps) &&
    isWithin(wanted.openReviews, read.openReviews) &&
    isWithin(wanted.rejections, read.rejections) &&
    isWithin(wanted.refusedOf, read.refusedOf) &&
    [...wanted.documents].every(([definition, ids]) => isWithin(ids, read.documents.get(definition))) &&
    [...wanted.codes].every(([field, codes]) => isWithin(codes, read.codes.get(field))) &&
    [...wanted.merges.keys()].every((name) => read.merges.has(name))
  )
}

function isWithin(some: ReadonlySet<string>, all: ReadonlySet<string> = new Set()): boolean {
  for (const one of some) if (!all.has(one)) return false
  return true
}

function addTo<K>(sets: Map<K, Set<string>>, key: K, value: string) {
  const values = sets.get(key)
  if (values) values.add(value)
  else sets.set(key, new Set([value]))
}
