import { type Definition, fieldEntries } from '../../../../../shared/collections/definition.ts'
import type { Field } from '../../../../../shared/collections/field.ts'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import { isUuid } from '../../../../../shared/ids.ts'
import { isJsonObject, type Json, type JsonObject, sameJson } from '../../../../../shared/json.ts'
import { isCollectionName, registry } from '../../../../../shared/registry.ts'
import { LEDGER, THINGS } from '../../../../../shared/reviews/ledger-entry.ts'
import { settable, takesWrites } from '../../../../../shared/reviews/plan-fields.ts'
import { type Issue, validateField } from '../../../../../shared/validate.ts'
import { editableField } from './field-kind.ts'

/** A field of a refused document that can be entered as it was meant. */
export interface FieldToRight {
  readonly name: string
  readonly field: Field
  /** What was sent; undefined: nothing. */
  readonly start: Json | undefined
  /** Why that can't be stored. */
  readonly issue: Issue | undefined
  /** What it is entered with; what no control fits can be left out. */
  readonly by: 'value' | 'holder' | 'leaving-out'
}

/** What was entered by field, null for none; undefined while what stands there can't be stored. */
export type Righted = Readonly<Record<string, Json | undefined>>

/**
 * The fields of a refused creation, or of a refused ledger entry, with those at fault first: nothing is stored that they could be picked
 * against, so each is entered on top of what was sent [R4]. None where the write can't be made at all.
 */
export function fieldsToRight(review: Review): readonly FieldToRight[] {
  const { device, server, documentId } = review
  if (review.kind !== 'rejected' || !isCollectionName(review.collection) || isJsonObject(server)) return []
  const definition: Definition = registry[review.collection]
  if (!takesWrites(definition) || !isJsonObject(device) || device._deleted === true) return []
  if (device.id !== documentId || !isUuid(documentId)) return []
  const all = fieldEntries(definition).flatMap(([name, field]): readonly FieldToRight[] => {
    if (name === 'id' || name === 'stamp' || !isAsked(definition, name, device)) return []
    const start = device[name] ?? undefined
    const issue = faultOf(name, field, start)
    if (HOLDERS.includes(name)) return [{ name, field, start, issue, by: 'holder' }]
    if (isEntered(definition, name))
      return [{ name, field: asked(definition, name, field), start, issue, by: 'value' }]
    const canBeLeftOut = !field.required || name === 'occurredAt'
    return issue && canBeLeftOut ? [{ name, field, start, issue, by: 'leaving-out' }] : []
  })
  return [...all.filter(({ issue }) => issue), ...all.filter(({ issue }) => !issue)]
}

/** What an `edit` sets: what is other than it was sent. Undefined while something of it can't be stored. */
export function rightedValue(fields: readonly FieldToRight[], entered: Righted): JsonObject | undefined {
  const value: Record<string, Json> = {}
  for (const { name, start } of fields) {
    if (!Object.hasOwn(entered, name)) continue
    const next = entered[name]
    if (next === undefined) return undefined
    if (!sameJson(next, start ?? null)) value[name] = next
  }
  return value
}

const HOLDERS: readonly string[] = ['holderId', 'toHolderId']
/** Of a ledger entry: what happened, to whom, and what was said of it. The rest is its author's or the chain's. */
const OF_ENTRY: readonly string[] = ['type', 'toHolderId', 'quantity', 'locationId', 'condition', 'note']
const GOES_OUT: readonly unknown[] = ['check_out', 'transfer']
/** What a decision takes from the chain and from whoever sent the entry, whatever that says. */
const FOLLOWED: readonly string[] = ['equipmentId', 'previousId', 'previousIds', 'actorId', 'deviceId']

function isAsked(definition: Definition, name: string, sent: JsonObject): boolean {
  const said = sent[name] !== undefined && sent[name] !== null
  if (definition.name === LEDGER) {
    const needed = name === 'type' || (name === 'toHolderId' && GOES_OUT.includes(sent.type))
    return OF_ENTRY.includes(name) ? needed || said : said && !FOLLOWED.includes(name)
  }
  if (settable(definition, name)) return true
  if (definition.name !== THINGS) return false
  // Where a new thing is, is entered by a move of its own, and how many there are is what was counted first.
  if (name === 'status') return sent.status !== 'available'
  if (name === 'holderId') return said || sent.status === 'checked_out'
  if (name === 'locationId' || name === 'dueAt') return said && sent.status !== 'available'
  return name === 'quantity' && sent.kind === 'bulk'
}

function isEntered(definition: Definition, name: string): boolean {
  if (definition.name === LEDGER && !OF_ENTRY.includes(name)) return false
  return name === 'quantity' || editableField(definition.name, name) !== undefined
}

function asked({ access }: Definition, name: string, field: Field): Field {
  // Of what is counted first there is no less than none.
  if (field.server) return { ...field, server: false, minimum: 0 }
  const only = access.createOnly
  if (only?.field !== name) return field
  // The server alone writes some.
  return {
    ...field,
    choices: field.choices.filter((one) => Object.values(only.values).some((list) => list.includes(one))),
  }
}

function faultOf(name: string, field: Field, value: Json | undefined): Issue | undefined {
  if (value !== undefined) return validateField(name, field, value)
  return field.required ? { field: name, code: 'required' } : undefined
}
