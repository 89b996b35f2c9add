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

/** A chain as it parts when what was undone joins nothing any more; the ledger keeps the entries. */
export function withoutUndone(chain: readonly Link[], undone: ReadonlySet<string>): readonly Link[] {
  return chain.filter((link) => !(undone.has(link.id) && (link.previousIds?.length ?? 0) > 0))
}
