import { type AnyDocument, type Definition, fieldEntries, perDefinition } from './collections/definition.ts'
import type { PushRow } from './protocol.ts'

/** What of a collection devices only receive. */
export const receivedFields = perDefinition<readonly string[]>((definition) =>
  fieldEntries(definition).flatMap(([name, { group }]) =>
    definition.groups[group]?.receivedOnly === true ? [name] : [],
  ),
)

/** A row as a device sends it: without what it only receives, which the server has and takes from nobody. */
export function pushedRow(definition: Definition, row: PushRow): PushRow {
  if (receivedFields(definition).length === 0) return row
  const { assumedMasterState: base, newDocumentState } = row
  return {
    ...(base ? { assumedMasterState: withoutReceived(definition, base) } : {}),
    newDocumentState: withoutReceived(definition, newDocumentState),
  }
}

function withoutReceived<D extends AnyDocument>(definition: Definition, document: D): D {
  const pushed = { ...document }
  for (const field of receivedFields(definition)) Reflect.deleteProperty(pushed, field)
  return pushed
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
