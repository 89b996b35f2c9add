import type { Review } from '../../../../shared/collections/reviews.ts'
import { isCollectionName, registry } from '../../../../shared/registry.ts'
import { takesWrites } from '../../../../shared/reviews/plan-fields.ts'

/**
 * Whether a refused write can be made after all. One of an account can't: that is changed by the users' own page; nor one of a
 * review: that is decided anew [R4].
 */
export function canBeMade({ collection }: Pick<Review, 'collection'>): boolean {
  return isCollectionName(collection) && takesWrites(registry[collection])
}
