import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { toWire } from '../../../shared/json-schema.ts'
import {
  type CollectionName,
  collectionNames,
  type DocumentOfName,
  registry,
} from '../../../shared/registry.ts'

const requiredFields = new Map<CollectionName, readonly string[]>(
  collectionNames.map((name) => [
    name,
    Object.entries(registry[name].fields)
      .filter(([, field]) => field.required)
      .map(([field]) => field),
  ]),
)

function isOf<Name extends CollectionName>(
  name: Name,
  document: object,
): document is DocumentOfName<Name> & AnyDocument {
  return (requiredFields.get(name) ?? []).every((field) => Object.hasOwn(document, field))
}

/** A stored document as screens get it: in wire form, typed by its collection. Undefined where it is none of it. */
export function typedDocument<Name extends CollectionName>(
  name: Name,
  stored: AnyDocument,
): (DocumentOfName<Name> & AnyDocument) | undefined {
  const wire = toWire<AnyDocument>(registry[name], stored)
  return isOf(name, wire) ? wire : undefined
}

export function typedDocuments<Name extends CollectionName>(
  name: Name,
  stored: readonly AnyDocument[],
): readonly (DocumentOfName<Name> & AnyDocument)[] {
  return stored.flatMap((document) => typedDocument(name, document) ?? [])
}
