import type { Review } from '../../../../shared/collections/reviews.ts'
import { lostSide, reviewReason } from '../../reviews/review-reason.ts'
import { t } from './messages.ts'

const REFUSALS = [
  'forbidden',
  'invalid',
  'not-found',
  'too-large',
  'gone',
  'handed-over',
  'handed-in',
  'not-at-station',
  'perhaps-taken',
] as const
const SETTLED = ['document-deleted', 'codes-differ', 'decided-elsewhere', 'decision-taken'] as const
const DELETIONS = [
  'asked',
  'in-custody',
  'holds-things',
  'undecided',
  'stale',
  'transaction-of-deleted',
] as const

export type Happened =
  | 'overwritten'
  | 'fork'
  | 'overdraw'
  | 'same-serial'
  | 'same-tag'
  | (typeof DELETIONS)[number]
  | 'given-to-deleted'
  | (typeof REFUSALS)[number]
  | 'waits'
  | 'other'

/** What a review is of. */
export function whatHappened(review: Review): Happened {
  const { code } = reviewReason(review)
  switch (review.kind) {
    case 'overwritten':
      return 'overwritten'
    case 'custody-fork':
      return 'fork'
    case 'overdraw':
      return 'overdraw'
    case 'duplicate-tag':
      return code === 'same-serial' ? 'same-serial' : 'same-tag'
    case 'deletion':
      if (code === 'transaction-of-deleted' && review.collection !== 'equipment') return 'given-to-deleted'
      return DELETIONS.find((one) => one === code) ?? 'stale'
    case 'rejected':
      if (code === 'not-found' && review.collection === 'reviews') return 'waits'
      return REFUSALS.find((one) => one === code) ?? 'other'
  }
}

/** What happened, in one sentence. Reactive. */
export function happened(review: Review, words: { name: string; fields: string }): string {
  return t(`happened.${whatHappened(review)}`, words)
}

/** What the server did about it by itself, in one sentence or two. Reactive. */
export function whatWasDone(review: Review, name: string): string {
  const given = reviewReason(review)
  const { code, settled } = given
  const reason = SETTLED.find((one) => one === settled)
  if (review.state === 'settled' && reason) return t(`did.settled.${reason}`)
  switch (review.kind) {
    case 'overwritten':
      return t(`did.overwritten.${lostSide(given)}`, { name })
    case 'custody-fork':
      return t(`did.fork.${review.state}`)
    case 'overdraw':
      return t('did.overdraw')
    case 'duplicate-tag':
      return t('did.duplicate-tag')
    case 'deletion':
      // Things alone carry a mark.
      if (review.collection === 'equipment')
        return code === 'transaction-of-deleted' ? t('did.revived') : t('did.deletion')
      return code === 'transaction-of-deleted' ? t('did.holderRevived') : t('did.kept')
    case 'rejected':
      return t('did.rejected')
  }
}
