import type { Review } from '../../../shared/collections/reviews.ts'
import { isJsonObject, type Json } from '../../../shared/json.ts'

/** Why there is a review, read from its `reason`, whose form nobody checked. */
export interface ReviewReason {
  readonly code: string
  /** Why nothing was left to decide, where it was settled by itself later. */
  readonly settled: string
  /** How many entries a fork has, where they are too many to be named; 0: all are. */
  readonly entries: number
  /** How far the device's own clock was off when it sent this, in ms: ahead above 0, behind below; 0: no more than a minute. */
  readonly clockOff: number
  /** The same of each entry of a fork that a device sent whose clock was off. */
  readonly clocks: ReadonlyMap<string, number>
  /** Of an `overwritten` review: which values lost, and whose they were. One review may name both sides. */
  readonly lost: readonly LostValues[]
  readonly issues: readonly { readonly field: string; readonly code: string; readonly limit?: number }[]
}

export interface LostValues {
  readonly side: LosingSide
  readonly fields: readonly string[]
}

/** The author's device, or what was stored before. */
export type LosingSide = 'device' | 'server'

/** The fields of which a value lost: of one side, or of either; each once. */
export function lostFields({ lost }: Pick<ReviewReason, 'lost'>, side?: LosingSide): readonly string[] {
  const named = lost.filter((one) => side === undefined || one.side === side)
  return [...new Set(named.flatMap(({ fields }) => fields))]
}

/** Whose value lost of the two of whom a review tells; where it does not say, the author's. */
export function lostSide({ lost }: Pick<ReviewReason, 'lost'>): LosingSide | 'both' {
  const server = lost.some(({ side }) => side === 'server')
  if (!server) return 'device'
  return lost.some(({ side }) => side === 'device') ? 'both' : 'server'
}

export function reviewReason({ reason }: Pick<Review, 'reason'>): ReviewReason {
  const given = isJsonObject(reason) ? reason : {}
  return {
    code: typeof given.code === 'string' ? given.code : '',
    settled: typeof given.settled === 'string' ? given.settled : '',
    entries: typeof given.entries === 'number' ? given.entries : 0,
    clockOff: typeof given.clockOff === 'number' ? given.clockOff : 0,
    clocks: new Map(
      Object.entries(isJsonObject(given.clocks) ? given.clocks : {}).flatMap(([id, off]) =>
        typeof off === 'number' ? [[id, off]] : [],
      ),
    ),
    lost: listOf(given.lost).map(({ fields, side }) => ({
      side: side === 'server' ? 'server' : 'device',
      fields: Array.isArray(fields) ? fields.filter((field) => typeof field === 'string') : [],
    })),
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
