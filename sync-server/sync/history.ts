import { EtraxError } from '../../shared/errors.ts'

/** Which history a school is in: a restore from a backup begins another [L3]. */
export interface History {
  readonly epoch: string
  /** The counter that a restore went back to; null: there was none, and nothing of another history is here. */
  readonly restoredTo: number | null
}

/**
 * A device that does not know of a restore yet first sends again what it had confirmed, in its order: a later write of the same
 * document that came before would make the earlier one no write [P9].
 * @throws EtraxError `resync-required` where a write was made in another history than the school is in
 */
export function requireHistory({ epoch, restoredTo }: History, known: string | undefined): void {
  if (known === undefined || known === epoch) return
  throw new EtraxError('resync-required', 'The device has to pull from the beginning (epoch).', {
    details: { reason: 'epoch', restoredTo: restoredTo ?? 0 },
  })
}
