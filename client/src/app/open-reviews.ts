import { type Accessor, createMemo } from 'solid-js'
import { createQuery } from '../db/query.ts'
import { isDeferred, standingOf } from '../reviews/standing.ts'
import { now } from '../things/now.ts'

/**
 * How many reviews wait for a decision, live; 0 while nobody is signed in. What is put off to a later day does not wait
 * now, and what was decided here is on its way.
 */
export function createOpenReviewCount(): Accessor<number> {
  const open = createQuery('reviews', () => ({ selector: { state: 'open' } }))
  return createMemo(
    () =>
      (open() ?? []).filter((review) => {
        const standing = standingOf(review)
        return standing.state === 'open' && !isDeferred(standing, now())
      }).length,
  )
}
