import type { ReviewKind } from '../../../../../shared/collections/reviews.ts'
import type { DecisionAction } from '../../../../../shared/reviews/decision.ts'

interface BulkChoice {
  readonly key: BulkKey
  readonly action: DecisionAction
  readonly danger?: boolean
}

export type BulkKey =
  | 'do.overwritten.take-device'
  | 'do.overwritten.take-server'
  | 'do.custody-fork.take-server'
  | 'do.custody-fork.reverse'
  | 'do.overdraw.take-device'
  | 'do.overdraw.take-server'
  | 'do.duplicate-tag.take-server'
  | 'do.deletion.take-server'
  | 'do.deletion.take-device'
  | 'do.rejected.take-device'
  | 'do.rejected.take-server'
  | 'do.reject'
  | 'do.assign'
  | 'do.defer'

/** What can be decided for many reviews of a kind at once: nothing that asks for something of each. */
export const bulkChoices: Readonly<Record<ReviewKind, readonly BulkChoice[]>> = {
  overwritten: [
    { key: 'do.overwritten.take-server', action: 'take-server' },
    { key: 'do.overwritten.take-device', action: 'take-device' },
  ],
  'custody-fork': [
    { key: 'do.custody-fork.take-server', action: 'take-server' },
    { key: 'do.custody-fork.reverse', action: 'reverse' },
  ],
  overdraw: [
    { key: 'do.overdraw.take-device', action: 'take-device' },
    { key: 'do.overdraw.take-server', action: 'take-server' },
  ],
  'duplicate-tag': [{ key: 'do.duplicate-tag.take-server', action: 'take-server' }],
  deletion: [
    { key: 'do.deletion.take-server', action: 'take-server' },
    { key: 'do.deletion.take-device', action: 'take-device', danger: true },
  ],
  rejected: [
    { key: 'do.rejected.take-device', action: 'take-device' },
    { key: 'do.rejected.take-server', action: 'take-server' },
  ],
}
