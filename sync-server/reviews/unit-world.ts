import type { Link } from '../../shared/custody-chain.ts'
import type { World } from '../../shared/reviews/world.ts'
import { openReviewsOf } from '../sync/open-reviews.ts'
import type { PushContext } from '../sync/push-context.ts'
import { rejectionsOf } from '../sync/rejections.ts'
import type { Unit } from '../sync/unit.ts'

/** What decisions look up beside documents; given by the composition root. */
export interface Lookups {
  ledger(unit: Unit, equipmentId: string): readonly Link[]
  withTag(unit: Unit, tagCode: string): readonly string[]
}

/** The world of a commit: what it looks up and was not read is read, and all is decided again. */
export function unitWorld(unit: Unit, context: PushContext, lookups: Lookups): World {
  return {
    definition: (collection) => context.definition(collection),
    document(collection, id) {
      const definition = context.definition(collection)
      return definition && unit.get(definition, id)
    },
    ledger: (equipmentId) => lookups.ledger(unit, equipmentId),
    openDeletions: (documentId) =>
      openReviewsOf(unit, context.reviews, documentId, 'deletion').map(({ id }) => id),
    rejections: (documentId) => rejectionsOf(unit, context.reviews, documentId),
    withTag: (tagCode) => lookups.withTag(unit, tagCode),
  }
}
