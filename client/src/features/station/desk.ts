import type { ReviewKind } from '../../../../shared/collections/reviews.ts'
import type { ScanResult } from '../../scan/sounds.ts'
import type { StationHolder } from './holder.ts'
import type { SaveProblem } from './line.ts'
import type { Reason } from './reason.ts'
import type { Sitting } from './sitting.ts'

/** What the last scan or tap came to: shown large, said, and sounded. */
export interface Outcome {
  readonly result: ScanResult
  /** The line that it is about. */
  readonly key?: string | undefined
  /** Who was chosen by it. */
  readonly holder?: StationHolder | undefined
  readonly reason?: Reason | undefined
  /** What could not be saved of a line that itself stands. */
  readonly problem?: SaveProblem | undefined
}

/** What the parts of the station share. */
export interface Desk {
  sitting(): Sitting
  change(change: (sitting: Sitting) => Sitting): void
  say(outcome: Outcome): void
  /** When what is given to the holder now comes back, as an ISO instant. */
  dueAt(holder: StationHolder): string | undefined
  /** The open review that forbids to issue a thing. */
  reviewOf(thingId: string): ReviewKind | undefined
  /** Today at the school, `YYYY-MM-DD`. */
  today(): string
}
