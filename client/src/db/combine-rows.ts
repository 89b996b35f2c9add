import type { AnyDocument, Definition } from '../../../shared/collections/definition.ts'
import { changedFields, fieldsOf } from '../../../shared/merge.ts'
import type { PushRow } from '../../../shared/protocol.ts'
import { sameDocument } from './conflict-handler.ts'

type State = PushRow['newDocumentState']

/**
 * One row that says what two writes of one document said, for the server to judge as one: sent one after the other, the
 * earlier would be too late once the later is taken [P9]. Both rows are in wire form. The later write may have been made on a
 * state that was pulled meanwhile and lacks the earlier one; what both changed is as the later one says.
 */
export function combineRows(definition: Definition, earlier: PushRow, later: PushRow): PushRow {
  const { assumedMasterState: firstBase, newDocumentState: first } = earlier
  const { assumedMasterState: base, newDocumentState: last } = later
  if (base && sameDocument(base, first)) return rowOf(firstBase, last)
  const sent: Record<string, unknown> = { ...last }
  const known: Record<string, unknown> = { ...base }
  for (const [group, { policy, encodedField }] of Object.entries(definition.groups)) {
    const before = changedFields(definition, group, firstBase, first)
    if (before.length === 0) continue
    const after = new Set(changedFields(definition, group, base, last))
    // Groups that move as one are taken as one.
    const whole = policy === 'last-write-wins' || policy === 'append-only'
    const fields = whole ? fieldsOf(definition, group) : before.filter((field) => field !== encodedField)
    for (const field of fields) {
      const overwritten = whole ? after.size > 0 : after.has(field)
      if (!overwritten) set(sent, field, first[field])
      set(known, field, firstBase?.[field])
    }
    // Grown apart, the two cannot be put together here: the projection says what was written [A1].
    if (encodedField !== undefined) set(sent, encodedField, base?.[encodedField])
  }
  const combined = { ...sent, id: last.id, stamp: last.stamp }
  return rowOf(firstBase && base && { ...known, id: base.id, stamp: base.stamp }, combined)
}

function set(document: Record<string, unknown>, field: string, value: unknown) {
  if (value === undefined) Reflect.deleteProperty(document, field)
  else document[field] = value
}

function rowOf(base: State | undefined, sent: AnyDocument): PushRow {
  return { ...(base ? { assumedMasterState: base } : {}), newDocumentState: sent }
}
