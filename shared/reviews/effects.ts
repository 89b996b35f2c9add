import { type AnyDocument, typed } from '../collections/definition.ts'
import { equipment } from '../collections/equipment.ts'
import { transactions } from '../collections/transactions.ts'
import { bulkChange, custodyAfter } from '../custody.ts'
import { asJson, type Json, sameJson } from '../json.ts'
import type { Effect } from './decision.ts'
import { LEDGER, THINGS } from './ledger-entry.ts'
import { contentOf } from './left-as.ts'
import { withFields } from './plan-fields.ts'
import type { FieldValues, PlannedWrite } from './planned.ts'
import type { World } from './world.ts'

/** What planned writes change, with the values before: the preview of a decision, and what an undo goes by. */
export function effectsOf(writes: readonly PlannedWrite[], world: World): readonly Effect[] {
  const made = new Map<string, AnyDocument>()
  const effects: Effect[] = []
  const key = (collection: string, id: string) => `${collection} ${id}`
  const current = (collection: string, id: string) =>
    made.get(key(collection, id)) ?? world.document(collection, id)?.document

  function set(collection: string, before: AnyDocument, after: Readonly<Record<string, Json>>) {
    const changed = Object.keys(after).filter((name) => !sameJson(before[name] ?? null, after[name]))
    if (changed.length === 0) return
    effects.push({
      collection,
      documentId: before.id,
      kind: 'update',
      before: valuesAt(before, changed),
      after: Object.fromEntries(changed.map((name) => [name, after[name] ?? null])),
    })
    made.set(key(collection, before.id), withFields(before, after))
  }

  function leftOf(collection: string, before: AnyDocument | undefined, fields: FieldValues) {
    const definition = world.definition(collection)
    return definition && before ? { left: contentOf(definition, withFields(before, fields)) } : {}
  }

  for (const { collection, documentId, kind, fields } of writes) {
    const before = current(collection, documentId)
    if (kind === 'update') {
      if (before) set(collection, before, fields)
      continue
    }
    effects.push({
      collection,
      documentId,
      kind,
      ...(kind === 'create' ? { after: fields } : {}),
      ...(kind === 'restore' ? leftOf(collection, before, fields) : {}),
      ...(kind === 'delete' && before?.pendingDeletion === true ? { before: { pendingDeletion: true } } : {}),
    })
    if (kind !== 'create') continue
    const document = { ...fields, id: documentId, stamp: '' }
    made.set(key(collection, documentId), document)
    const moved = collection === LEDGER ? movedBy(document, current) : undefined
    if (moved) set(THINGS, moved.thing, moved.after)
  }
  return effects
}

function valuesAt(document: AnyDocument, names: readonly string[]): Readonly<Record<string, Json>> {
  return Object.fromEntries(names.map((name) => [name, asJson(document[name])]))
}

/** What a ledger entry does to its thing. */
function movedBy(
  document: AnyDocument,
  current: (collection: string, id: string) => AnyDocument | undefined,
): { readonly thing: AnyDocument; readonly after: Readonly<Record<string, Json>> } | undefined {
  const entry = typed(transactions, document)
  const thing = current(THINGS, entry.equipmentId)
  if (!thing) return undefined
  const { kind, quantity = 0, quantityOut = 0 } = typed(equipment, thing)
  const condition: Record<string, Json> = entry.condition === undefined ? {} : { condition: entry.condition }
  if (kind === 'bulk') {
    const change = bulkChange(entry.type, entry.quantity ?? 1)
    const counts = { quantity: quantity + change.owned, quantityOut: quantityOut + change.out }
    return { thing, after: { ...counts, ...condition } }
  }
  const after = custodyAfter(entry)
  if (!after) return { thing, after: condition }
  const { status, custodyId, holderId = null, locationId = null, dueAt = null } = after
  return { thing, after: { status, holderId, locationId, dueAt, custodyId, ...condition } }
}
