import type { ReviewKind } from '../../../../shared/collections/reviews.ts'
import { ends } from '../../../../shared/reviews/decision.ts'
import { isDeferred, type Standing } from '../../reviews/standing.ts'
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

/** A state as people see it: what was decided here and is on its way, and what was decided in vain, are states of their own. */
export type ShownState =
  | 'open'
  | 'asked'
  | 'deferred'
  | 'settled'
  | 'resolved'
  | 'sending'
  | 'overtaken'
  | 'refused'

export const stateLooks: Record<ShownState, Look> = {
  open: { icon: 'lost', tone: 'warning' },
  asked: { icon: 'note', tone: 'info' },
  deferred: { icon: 'calendar', tone: 'neutral' },
  settled: { icon: 'available', tone: 'neutral' },
  resolved: { icon: 'check', tone: 'positive' },
  sending: { icon: 'saved', tone: 'info' },
  overtaken: { icon: 'warning', tone: 'warning' },
  refused: { icon: 'danger', tone: 'danger' },
}

/** @param now ms since 1970 */
export function shownState(
  standing: Standing,
  lost: 'overtaken' | 'refused' | undefined,
  now: number,
): ShownState {
  if (standing.pending.some(({ action }) => ends(action) || action === 'undo')) return 'sending'
  if (lost) return lost
  if (isDeferred(standing, now)) return 'deferred'
  return standing.question && standing.state === 'open' ? 'asked' : standing.state
}
