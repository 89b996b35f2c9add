import { type Accessor, createMemo } from 'solid-js'
import { createQuery } from '../db/query.ts'
import { session } from '../sync/session.ts'
import { isUnseen, type News, newsOf } from './news.ts'
import { seen } from './seen-news.ts'

/** What the reviews on this device say to whoever is signed in, the latest first; live. Undefined while they are read. */
export function createNews(): Accessor<readonly News[] | undefined> {
  const reviews = createQuery('reviews', () => ({}))
  return createMemo(() => {
    const who = session()
    if (typeof who !== 'object') return undefined
    return reviews()
      ?.flatMap((review) => newsOf(review, who.userId) ?? [])
      .toSorted((a, b) => b.at.localeCompare(a.at) || a.review.id.localeCompare(b.review.id))
  })
}

/** How many of them nobody has looked at here; live. */
export function createUnseenCount(): Accessor<number> {
  const news = createNews()
  return createMemo(() => {
    const known = seen()
    return known ? (news() ?? []).filter((one) => isUnseen(one, known)).length : 0
  })
}
