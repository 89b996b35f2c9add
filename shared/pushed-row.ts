import { type AnyDocument, type Definition, fieldEntries, perDefinition } from './collections/definition.ts'
import { isJsonObject } from './json.ts'
import type { PushRow } from './protocol.ts'

/** What of a collection devices only receive. */
export const receivedFields = perDefinition<readonly string[]>((definition) =>
  fieldEntries(definition).flatMap(([name, { group }]) =>
    definition.groups[group]?.receivedOnly === true ? [name] : [],
  ),
)

/** Lists to which devices append. */
const appendedFields = perDefinition<readonly string[]>((definition) =>
  fieldEntries(definition).flatMap(([name, { group, type }]) =>
    definition.groups[group]?.policy === 'append-only' && type === 'json' ? [name] : [],
  ),
)

/**
 * A row as a device sends it: without what it only receives, which the server has and takes from nobody, and without what the
 * server has answered of a list to which it appends. The whole list may be longer than any one row may be.
 */
export function pushedRow(definition: Definition, row: PushRow): PushRow {
  if (receivedFields(definition).length === 0) return row
  const { assumedMasterState: base, newDocumentState } = row
  return {
    ...(base ? { assumedMasterState: asPushed(definition, base) } : {}),
    newDocumentState: asPushed(definition, newDocumentState),
  }
}

function asPushed<D extends AnyDocument>(definition: Definition, document: D): D {
  const pushed: D = { ...document, ...unanswered(definition, document) }
  for (const field of receivedFields(definition)) Reflect.deleteProperty(pushed, field)
  return pushed
}

/** The lists without the entries that have an outcome: they came from the server. */
function unanswered(definition: Definition, document: AnyDocument): Readonly<Record<string, unknown>> {
  const lists = appendedFields(definition).flatMap((field) => {
    const list = document[field]
    if (!Array.isArray(list)) return []
    return [[field, list.filter((entry) => !(isJsonObject(entry) && entry.outcome !== undefined))]]
  })
  return Object.fromEntries(lists)
}

/** A state that was sent, whole again: what it lacks of what is only received, it has from a state that was not sent. */
export function withReceived<D extends AnyDocument>(
  definition: Definition,
  pushed: D,
  whole: AnyDocument,
): D {
  const missing = receivedFields(definition).filter(
    (field) => pushed[field] === undefined && whole[field] !== undefined,
  )
  return missing.length === 0
    ? pushed
    : { ...pushed, ...Object.fromEntries(missing.map((field) => [field, whole[field]])) }
}
