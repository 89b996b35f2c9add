import type { AnyDocument, Definition } from '../../../shared/collections/definition.ts'
import { isJsonObject } from '../../../shared/json.ts'
import { changedFields, fieldsOf } from '../../../shared/merge.ts'
import { contentsOf, mergeFieldsOf, projectionOf } from '../../../shared/merge-document/contents.ts'
import { threeWay } from '../../../shared/merge-document/three-way.ts'
import type { PushRow } from '../../../shared/protocol.ts'
import { sameDocument } from './conflict-handler.ts'

type State = PushRow['newDocumentState']

/**
 * One row that says what two writes of one document said, for the server to judge as one: sent one after the other, the
 * earlier would be too late once the later is taken [P9]. Both rows are in wire form. The later write may have been made on a
 * state that was pulled meanwhile and lacks the earlier one. What both changed is as the later one says; of notes, tags and
 * custom fields, and of lists that are appended to, what either wrote stays.
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
    if (encodedField !== undefined) {
      for (const [field, value] of Object.entries(joinedContents(firstBase, first, base, last)))
        set(sent, field, value)
      // Grown apart, the two cannot be put together here: the projection says what was written [A1].
      set(sent, encodedField, base?.[encodedField])
      continue
    }
    const after = new Set(changedFields(definition, group, base, last))
    // Groups that move as one are taken as one.
    const whole = policy === 'last-write-wins' || policy === 'append-only'
    for (const field of whole ? fieldsOf(definition, group) : before) {
      const entries = policy === 'append-only' ? joinedEntries(base, first, last, field) : undefined
      if (entries) {
        set(sent, field, entries)
        continue
      }
      const overwritten = whole ? after.size > 0 : after.has(field)
      if (!overwritten) set(sent, field, first[field])
      set(known, field, firstBase?.[field])
    }
  }
  const combined = { ...sent, id: last.id, stamp: last.stamp }
  return rowOf(firstBase && base && { ...known, id: base.id, stamp: base.stamp }, combined)
}

/**
 * What both wrote, on top of the later base. The earlier write is put onto that base first: where the server has taken it
 * already, that changes nothing, and its words do not stand there twice.
 */
function joinedContents(
  firstBase: State | undefined,
  first: State,
  base: State | undefined,
  last: State,
): Readonly<Record<'notes' | 'tags' | 'custom', unknown>> {
  const contents = (state: State | undefined) => contentsOf(mergeFieldsOf(state))
  const pulled = contents(base)
  const withEarlier = threeWay(contents(firstBase), pulled, contents(first)).contents
  const { notes, tags, custom } = projectionOf(threeWay(pulled, contents(last), withEarlier).contents)
  return { notes, tags, custom }
}

/** The entries of both, each once, the earlier write's first: of two decisions the first counts. Undefined for no list. */
function joinedEntries(base: State | undefined, first: State, last: State, field: string) {
  const [known = [], earlier = [], later = []] = [base?.[field], first[field], last[field]].map(listOf)
  if (earlier.length === 0) return undefined
  const entries = new Map<unknown, unknown>()
  for (const entry of [...known, ...earlier, ...later]) {
    const id = isJsonObject(entry) ? entry.id : undefined
    if (id === undefined) return undefined
    if (!entries.has(id)) entries.set(id, entry)
  }
  return [...entries.values()]
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function set(document: Record<string, unknown>, field: string, value: unknown) {
  if (value === undefined) Reflect.deleteProperty(document, field)
  else document[field] = value
}

function rowOf(base: State | undefined, sent: AnyDocument): PushRow {
  return { ...(base ? { assumedMasterState: base } : {}), newDocumentState: sent }
}
