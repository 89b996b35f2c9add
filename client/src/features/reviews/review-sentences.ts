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
  'perhaps-taken',
] as const
const SETTLED = ['document-deleted', 'codes-differ', 'decided-elsewhere', 'decision-taken'] as const
const DELETIONS = ['asked', 'in-custody', 'stale', 'transaction-of-deleted'] as const

/** What happened, in one sentence. Reactive. */
export function happened(review: Review, { name, fields }: { name: string; fields: string }): string {
  const { code } = reviewReason(review)
  switch (review.kind) {
    case 'overwritten':
      return t('happened.overwritten', { name, fields })
    case 'custody-fork':
      return t('happened.fork')
    case 'overdraw':
      return t('happened.overdraw', { name })
    case 'duplicate-tag':
      return t(code === 'same-serial' ? 'happened.same-serial' : 'happened.same-tag', { name })
    case 'deletion':
      return t(`happened.${DELETIONS.find((one) => one === code) ?? 'stale'}`, { name })
    case 'rejected':
      if (code === 'not-found' && review.collection === 'reviews') return t('happened.waits', { name })
      return t(`happened.${REFUSALS.find((one) => one === code) ?? 'other'}`, { name })
  }
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
      return code === 'transaction-of-deleted' ? t('did.revived') : t('did.deletion')
    case 'rejected':
      return t('did.rejected')
  }
}
