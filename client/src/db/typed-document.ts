import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { toWire } from '../../../shared/json-schema.ts'
import {
  type CollectionName,
  collectionNames,
  type DocumentOfName,
  registry,
} from '../../../shared/registry.ts'
import { type RawDocument, withoutRaw } from './raw-documents.ts'

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

const wireForms = new WeakMap<RawDocument, AnyDocument>()

/**
 * The same of a document as RxDB holds it. RxDB makes a new object of each state of a document and of none that did not change,
 * and so does this: lists can tell what changed, and keep what they show of everything else.
 */
export function shownDocument<Name extends CollectionName>(
  name: Name,
  raw: RawDocument,
): (DocumentOfName<Name> & AnyDocument) | undefined {
  const wire = wireForms.get(raw) ?? toWire<AnyDocument>(registry[name], withoutRaw(raw))
  wireForms.set(raw, wire)
  return isOf(name, wire) ? wire : undefined
}

export function shownDocuments<Name extends CollectionName>(
  name: Name,
  documents: readonly { readonly _data: RawDocument }[],
): readonly (DocumentOfName<Name> & AnyDocument)[] {
  return documents.flatMap(({ _data }) => shownDocument(name, _data) ?? [])
}
