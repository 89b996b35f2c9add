import type { Review, ReviewKind } from '../../../../../shared/collections/reviews.ts'
import type { DecisionAction } from '../../../../../shared/reviews/decision.ts'
import { canBeMade } from '../can-be-made.ts'
import { deletionSides } from '../deletion-sides.ts'

interface BulkChoice {
  readonly key: BulkKey
  readonly danger: boolean
  /** What it is for one of them. */
  readonly actionFor: (review: Pick<Review, 'kind' | 'reason'>) => DecisionAction
}

interface Named {
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
  | 'do.undo'

/** What can be decided for many reviews of a kind at once: nothing that asks for something of each. */
const bulkChoices: Readonly<Record<ReviewKind, readonly Named[]>> = {
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

type Chosen = Pick<Review, 'kind' | 'collection'>

/** What can be decided for these together: what their one kind allows, where some of them allow it. */
export function choicesFor(chosen: readonly Chosen[]): readonly BulkChoice[] {
  const [kind, ...others] = [...new Set(chosen.map((review) => review.kind))]
  if (kind === undefined || others.length > 0) return []
  return bulkChoices[kind]
    .filter(({ action }) => chosen.some((review) => allows(review, action)))
    .map(({ key, action, danger = false }) => ({
      key,
      danger,
      actionFor: (review) => (review.kind === 'deletion' ? deletionAction(review, action) : action),
    }))
}

function allows(review: Chosen, action: DecisionAction): boolean {
  return review.kind !== 'rejected' || action !== 'take-device' || canBeMade(review)
}

/** Kept or deleted: by which side, its own review says. */
function deletionAction(review: Pick<Review, 'reason'>, action: DecisionAction): DecisionAction {
  const { stays, goes } = deletionSides(review)
  return action === 'take-server' ? stays : goes
}
