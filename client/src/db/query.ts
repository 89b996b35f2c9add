import type { MangoQuery } from 'rxdb/plugins/core'
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import type { CollectionName, DocumentOfName } from '../../../shared/registry.ts'
import { localDatabase, openedDatabase } from './current.ts'
import type { LocalDatabase } from './local-database.ts'
import { rawDocuments, withoutRaw } from './raw-documents.ts'
import { shownDocument, shownDocuments, typedDocument } from './typed-document.ts'

type DocumentIn<Name extends CollectionName> = DocumentOfName<Name> & AnyDocument

/** A query of a local collection. Documents that were deleted are never part of the result. */
export interface LocalQuery {
  readonly selector?: MangoQuery<AnyDocument>['selector']
  readonly sort?: readonly { readonly [field: string]: 'asc' | 'desc' }[]
  readonly limit?: number
}

function prepared(database: LocalDatabase, name: CollectionName, query: LocalQuery) {
  return database.collections[name].find({
    ...(query.selector ? { selector: query.selector } : {}),
    ...(query.sort ? { sort: query.sort.map((part) => ({ ...part })) } : {}),
    ...(query.limit === undefined ? {} : { limit: query.limit }),
  })
}

/**
 * The documents that match, live; one that did not change is the same object as before. Undefined until the first answer and while `query` gives undefined.
 */
export function createQuery<Name extends CollectionName>(
  name: Name,
  query: () => LocalQuery | undefined,
): Accessor<readonly DocumentIn<Name>[] | undefined> {
  const [result, setResult] = createSignal<readonly DocumentIn<Name>[]>()
  createEffect(() => {
    const database = localDatabase()
    const wanted = query()
    if (!database || !wanted) {
      setResult(undefined)
      return
    }
    const subscription = prepared(database, name, wanted).$.subscribe((documents) => {
      setResult(() => shownDocuments(name, documents))
    })
    onCleanup(() => subscription.unsubscribe())
  })
  return result
}

/** One document, live. Undefined while it loads, null when there is none. */
export function createDocument<Name extends CollectionName>(
  name: Name,
  id: () => string | undefined,
): Accessor<DocumentIn<Name> | null | undefined> {
  const [result, setResult] = createSignal<DocumentIn<Name> | null>()
  // The same document named anew stays in sight.
  const named = createMemo(id)
  createEffect(
    on([localDatabase, named], ([database, wanted]) => {
      setResult(undefined)
      if (!database || wanted === undefined) return
      const subscription = database.collections[name].findOne(wanted).$.subscribe((document) => {
        setResult(() => (document ? (shownDocument(name, document._data) ?? null) : null))
      })
      onCleanup(() => subscription.unsubscribe())
    }),
  )
  return result
}

/** A document by its id; reactive. */
export interface Lookup<Document> {
  (id: string | undefined): Document | undefined
  /** False before the collection was read: until then an id that is not found says nothing. */
  loaded(): boolean
}

/** A small collection as a whole, by id, live: names of people, teams, locations, categories, users. */
export function createLookup<Name extends CollectionName>(name: Name): Lookup<DocumentIn<Name>> {
  const all = createQuery(name, () => ({}))
  const byId = new Map<string, DocumentIn<Name>>()
  let indexed: readonly DocumentIn<Name>[] | undefined
  const find = (id: string | undefined) => {
    const documents = all()
    if (documents !== indexed) {
      indexed = documents
      byId.clear()
      for (const document of documents ?? []) byId.set(document.id, document)
    }
    return id === undefined ? undefined : byId.get(id)
  }
  return Object.assign(find, { loaded: () => all() !== undefined })
}

/** The document as it is stored now. */
export async function findDocument<Name extends CollectionName>(
  name: Name,
  id: string,
): Promise<DocumentIn<Name> | undefined> {
  const database = await openedDatabase()
  const found = (await rawDocuments(database.collections[name], [id])).get(id)
  return found && !found._deleted ? typedDocument(name, withoutRaw(found)) : undefined
}

/** The documents that match now. */
export async function findDocuments<Name extends CollectionName>(
  name: Name,
  query: LocalQuery,
): Promise<readonly DocumentIn<Name>[]> {
  const database = await openedDatabase()
  return shownDocuments(name, await prepared(database, name, query).exec())
}
