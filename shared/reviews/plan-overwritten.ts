import type { Review } from '../collections/reviews.ts'
import type { Json } from '../json.ts'
import type { Decision, Side } from './decision.ts'
import { onTopOfSeen, overOther } from './merge-fields.ts'
import { planUpdate, valuesOf } from './plan-fields.ts'
import { type FieldValues, isProblem, type Planned, type Problem, problem } from './planned.ts'
import { type Decider, liveDocument, type World } from './world.ts'

/** A value lost to another one: what was lost, or the other one, or a third is set again. */
export function planOverwritten(review: Review, decision: Decision, world: World, by: Decider): Planned {
  const definition = world.definition(review.collection)
  if (!definition) return problem('not-for-kind')
  const document = liveDocument(world, review.collection, review.documentId)
  const values = wantedOf(review, decision, {
    picked: (side, wanted) => (document ? overOther(definition, document, review, side, wanted) : wanted),
    entered: (wanted) =>
      document ? onTopOfSeen(definition, document, review.server, decision, wanted) : wanted,
  })
  if (isProblem(values)) return values
  return document ? planUpdate(definition, document, values, world, by) : problem('document-gone')
}

/** How values are set on top of what is stored: those of a side, and those that were entered. */
export interface Merged {
  readonly picked: (side: Side, values: FieldValues) => FieldValues
  readonly entered: (values: FieldValues) => FieldValues
}

function wantedOf(review: Review, decision: Decision, merged: Merged): FieldValues | Problem {
  const lost = review.fields ?? []
  if (decision.action === 'take-device') return merged.picked('device', valuesOf(review.device, lost))
  if (decision.action === 'take-server') return merged.picked('server', valuesOf(review.server, lost))
  return chosenValues(review, decision, merged)
}

/** The values that a `pick` or an `edit` names; an edit may take some fields from a side. */
export function chosenValues(
  review: Review,
  { action, fields = {}, value = {} }: Decision,
  { picked, entered }: Merged,
): FieldValues | Problem {
  const isEdit = action === 'edit'
  if (Object.keys(isEdit ? value : fields).length === 0)
    return problem('value-missing', isEdit ? 'value' : 'fields')
  const values: Record<string, Json> = {}
  for (const [field, side] of Object.entries(fields))
    Object.assign(values, picked(side, valuesOf(review[side], [field])))
  return isEdit ? { ...values, ...entered(value) } : values
}
