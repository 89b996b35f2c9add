import type { Review } from '../collections/reviews.ts'
import type { Link } from '../custody-chain.ts'
import { type Decision, decisionsOf, effectsIn, ends } from './decision.ts'
import { LEDGER } from './ledger-entry.ts'

/** Ids of the ledger entries that decisions on this review made and that were undone since, and of those that undid them. */
export function undoneEntries(review: Pick<Review, 'decisions' | 'effects'>): ReadonlySet<string> {
  const undone = new Set<string>()
  let standing: Decision | undefined
  for (const decision of decisionsOf(review)) {
    if (decision.outcome !== 'applied') continue
    if (ends(decision.action)) standing = decision
    if (decision.action !== 'undo') continue
    for (const made of [standing, decision]) {
      for (const effect of made ? effectsIn(review, made) : [])
        if (effect.collection === LEDGER && effect.kind === 'create') undone.add(effect.documentId)
    }
    standing = undefined
  }
  return undone
}

/** Ids of the ledger entries that the decision which ended a review made, as long as it stands. */
export function standingEntries(review: Pick<Review, 'decisions' | 'effects'>): readonly string[] {
  let standing: Decision | undefined
  for (const decision of decisionsOf(review)) {
    if (decision.outcome !== 'applied') continue
    if (ends(decision.action)) standing = decision
    if (decision.action === 'undo') standing = undefined
  }
  const made = standing ? effectsIn(review, standing) : []
  return made.flatMap(({ collection, kind, documentId }) =>
    collection === LEDGER && kind === 'create' ? [documentId] : [],
  )
}

/** A chain as it parts when what was undone joins nothing any more; the ledger keeps the entries. */
export function withoutUndone(chain: readonly Link[], undone: ReadonlySet<string>): readonly Link[] {
  return chain.filter((link) => !(undone.has(link.id) && (link.previousIds?.length ?? 0) > 0))
}
