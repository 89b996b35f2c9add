import type { JsonObject } from '../../../../../shared/json.ts'
import type { DecisionAction } from '../../../../../shared/reviews/decision.ts'
import type { IconName } from '../../../ui/icon-paths.ts'
import type { FieldToRight } from './put-right.ts'

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
  readonly needs?: 'tag' | 'serial' | 'count' | 'holder' | 'loser' | 'fields'
  /** `needs: 'fields'`: which, and of what. */
  readonly fields?: readonly FieldToRight[]
  readonly collection?: string
  readonly value?: JsonObject
}
