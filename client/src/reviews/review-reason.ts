import type { Review } from '../../../shared/collections/reviews.ts'
import { isJsonObject, type Json } from '../../../shared/json.ts'

/** Why there is a review, read from its `reason`, whose form nobody checked. */
export interface ReviewReason {
  readonly code: string
  /** Why nothing was left to decide, where it was settled by itself later. */
  readonly settled: string
  /** Whose value lost: of an `overwritten` review. */
  readonly lostSide: 'device' | 'server'
  readonly lostFields: readonly string[]
  readonly issues: readonly { readonly field: string; readonly code: string; readonly limit?: number }[]
}

export function reviewReason({ reason }: Pick<Review, 'reason'>): ReviewReason {
  const given = isJsonObject(reason) ? reason : {}
  const lost = listOf(given.lost)
  return {
    code: typeof given.code === 'string' ? given.code : '',
    settled: typeof given.settled === 'string' ? given.settled : '',
    lostSide: lost.some(({ side }) => side === 'server') ? 'server' : 'device',
    lostFields: lost.flatMap(({ fields }) =>
      Array.isArray(fields) ? fields.filter((field) => typeof field === 'string') : [],
    ),
    issues: listOf(given.issues).flatMap(({ field, code, limit }) =>
      typeof field === 'string' && typeof code === 'string'
        ? [{ field, code, ...(typeof limit === 'number' ? { limit } : {}) }]
        : [],
    ),
  }
}

function listOf(value: Json | undefined): readonly { readonly [key: string]: Json }[] {
  return Array.isArray(value) ? value.filter((one) => isJsonObject(one)) : []
}
