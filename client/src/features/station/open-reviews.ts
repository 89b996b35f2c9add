import { createMemo } from 'solid-js'
import type { ReviewKind } from '../../../../shared/collections/reviews.ts'
import { standsInTheWay } from '../../custody/blocked-by.ts'
import { createQuery } from '../../db/query.ts'

/**
 * The open review of a thing that forbids to issue it, as far as this role sees reviews. Held in memory, so that a scan
 * waits for no query.
 */
export function createOpenReviews(): (thingId: string) => ReviewKind | undefined {
  const open = createQuery('reviews', () => ({ selector: { state: 'open' } }))
  const byThing = createMemo(
    () =>
      new Map(
        (open() ?? [])
          .filter(({ kind }) => standsInTheWay.includes(kind))
          .map(({ documentId, kind }) => [documentId, kind] as const),
      ),
  )
  return (thingId) => byThing().get(thingId)
}
