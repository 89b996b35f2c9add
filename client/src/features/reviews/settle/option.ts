import type { JsonObject } from '../../../../../shared/json.ts'
import type { DecisionAction } from '../../../../../shared/reviews/decision.ts'
import type { IconName } from '../../../ui/icon-paths.ts'

/** One answer to what a review asks, in the words of the case. */
export interface Option {
  readonly key: string
  readonly action: DecisionAction
  readonly label: string
  readonly means: string
  readonly icon: IconName
  /** It takes something away. */
  readonly danger?: boolean
  /** What has to be entered for it. */
  readonly needs?: 'tag' | 'serial' | 'count' | 'holder'
  readonly value?: JsonObject
}
