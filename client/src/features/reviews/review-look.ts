import type { Review, ReviewKind } from '../../../../shared/collections/reviews.ts'
import type { IconName } from '../../ui/icon-paths.ts'
import type { Tone } from '../../ui/status-badge.tsx'

interface Look {
  readonly icon: IconName
  readonly tone: Tone
}

/** A kind's shape and colour; shown with its word. */
export const kindLooks: Record<ReviewKind, Look> = {
  overwritten: { icon: 'edit', tone: 'info' },
  'custody-fork': { icon: 'transfer', tone: 'warning' },
  overdraw: { icon: 'overdue', tone: 'danger' },
  'duplicate-tag': { icon: 'tag', tone: 'warning' },
  deletion: { icon: 'trash', tone: 'warning' },
  rejected: { icon: 'danger', tone: 'danger' },
}

export const stateLooks: Record<Review['state'], Look> = {
  open: { icon: 'lost', tone: 'warning' },
  settled: { icon: 'available', tone: 'neutral' },
  resolved: { icon: 'check', tone: 'positive' },
}
