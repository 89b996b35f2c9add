import type { Review } from '../../../../shared/collections/reviews.ts'
import { isJsonObject } from '../../../../shared/json.ts'
import { createLookup } from '../../db/query.ts'
import { useCatalogue } from '../../db/use-catalogue.ts'
import { sentEntry } from './sent-entry.ts'

/** The teams that a review concerns: the thing's own and its holder's, the person's, or the team itself. Live. */
export function createReviewTeams(): (review: Review) => readonly string[] {
  const catalogue = useCatalogue()
  const person = createLookup('people')
  const team = createLookup('teams')

  function ofHolder(id: string | undefined): readonly string[] {
    if (id === undefined) return []
    return team(id) ? [id] : (person(id)?.teamIds ?? [])
  }

  return (review) => {
    const { collection, documentId } = review
    if (collection === 'teams') return [documentId]
    if (collection === 'people') return ofHolder(documentId)
    const entry = sentEntry(review)
    const thing = catalogue.get(collection === 'equipment' ? documentId : (entry?.equipmentId ?? ''))
    const kept = isJsonObject(review.server) ? review.server : {}
    const teams = [
      thing?.teamId ?? textOf(kept.teamId),
      ...ofHolder(thing?.holderId),
      ...ofHolder(textOf(entry?.document.toHolderId)),
      ...ofHolder(textOf(entry?.document.fromHolderId)),
    ]
    return [...new Set(teams.filter((id) => id !== undefined))]
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
