import type { Accessor } from 'solid-js'
import { scopeOf } from '../../../../../shared/access.ts'
import { type Review, reviews } from '../../../../../shared/collections/reviews.ts'
import { who } from '../../../app/who.ts'
import { createQuery } from '../../../db/query.ts'

const none: readonly Review[] = []

/** The open reviews of a document, the oldest first, as far as the role sees reviews. */
export function createOpenReviews(documentId: Accessor<string>): Accessor<readonly Review[]> {
  const open = createQuery('reviews', () => {
    const role = who()?.role
    return role !== undefined && scopeOf(reviews, role) !== undefined
      ? { selector: { state: 'open', documentId: documentId() }, sort: [{ receivedAt: 'asc' }] }
      : undefined
  })
  return () => open() ?? none
}
