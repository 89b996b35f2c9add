import { batch, createSignal } from 'solid-js'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import type { Equipment, EquipmentStatus } from '../../../shared/collections/equipment.ts'
import { type CatalogueFilters, type CatalogueIndex, createCatalogueIndex } from './catalogue-index.ts'
import { openedDatabase } from './current.ts'
import type { LocalDatabase } from './local-database.ts'
import { type RawPage, rawPage, withoutRaw } from './raw-documents.ts'
import { shownDocuments, typedDocument } from './typed-document.ts'

/** A page is stored in memory between two frames of the screen. */
const PAGE = 400

/** The whole equipment catalogue, live. All but `byTag` and `allByTag` are reactive. */
export interface Catalogue {
  loaded(): boolean
  size(): number
  search(text: string, filters?: CatalogueFilters): readonly Equipment[]
  get(id: string): Equipment | undefined
  /** What carries this code, as far as the catalogue is loaded. */
  tagged(code: string): readonly Equipment[]
  countByStatus(): Record<EquipmentStatus, number>
  /** What carries this code; works before the catalogue is loaded. The code is trimmed. */
  byTag(code: string): Promise<Equipment | undefined>
  allByTag(code: string): Promise<readonly Equipment[]>
}

interface Held {
  readonly catalogue: Catalogue
  close(): void
}

let held: { readonly database: LocalDatabase; readonly held: Held } | undefined

/** The catalogue of the database, loaded once for each page load. */
export function catalogueOf(database: LocalDatabase): Catalogue {
  if (held?.database === database) return held.held.catalogue
  held?.held.close()
  held = { database, held: hold(database) }
  return held.held.catalogue
}

function hold(database: LocalDatabase): Held {
  const index: CatalogueIndex = createCatalogueIndex()
  const [version, setVersion] = createSignal(0)
  const [loaded, setLoaded] = createSignal(false)
  const names = new Map<string, string>()
  const nameOf = (id: string) => names.get(id) ?? ''
  let pending = new Map<string, Equipment | undefined>()
  /** Deleted while the catalogue is read: a page that was read before still has them. */
  const gone = new Set<string>()
  let scheduled = false
  let closed = false

  const live = () => {
    version()
    return index
  }
  const changed = () => setVersion((value) => value + 1)

  // Changes that come together are shown together.
  function take(id: string, thing: Equipment | undefined) {
    if (thing) gone.delete(id)
    else if (!loaded()) gone.add(id)
    pending.set(id, thing)
    if (scheduled) return
    scheduled = true
    queueMicrotask(() => {
      scheduled = false
      index.apply(pending, nameOf)
      pending = new Map()
      changed()
    })
  }

  const subscription = database.collections.equipment.eventBulks$.subscribe(({ events }) => {
    for (const event of events) {
      if (event.operation === 'DELETE') take(event.documentId, undefined)
      else if (isStored(event.documentData)) take(event.documentId, asEquipment(event.documentData))
    }
  })
  const holders = [
    database.collections.people,
    database.collections.teams,
    database.collections.locations,
  ].map((collection) =>
    collection.find().$.subscribe((documents) => {
      const renamed = new Set<string>()
      for (const { _data } of documents) {
        const name = _data.name
        if (typeof name !== 'string' || names.get(_data.id) === name) continue
        names.set(_data.id, name)
        renamed.add(_data.id)
      }
      if (renamed.size === 0) return
      index.rename(renamed, nameOf)
      changed()
    }),
  )

  async function load() {
    let after: string | undefined = ''
    while (after !== undefined && !closed) {
      const page: RawPage = await rawPage(database.collections.equipment, after, PAGE)
      const read = new Map<string, Equipment | undefined>()
      for (const document of page.documents) {
        const thing = typedDocument('equipment', document)
        // What a change brought meanwhile is newer than the page.
        if (
          thing &&
          !pending.has(document.id) &&
          !gone.has(document.id) &&
          !isNewer(index.get(document.id), thing)
        )
          read.set(document.id, thing)
      }
      after = page.next
      batch(() => {
        index.apply(read, nameOf)
        if (after === undefined) setLoaded(true)
        changed()
      })
    }
  }
  load().catch((error: unknown) => {
    if (!closed) console.error('The catalogue could not be loaded.', error)
  })

  async function allByTag(code: string): Promise<readonly Equipment[]> {
    const wanted = code.trim()
    if (wanted === '') return []
    if (loaded()) return index.byTag(wanted)
    const found = await database.collections.equipment.find({ selector: { tagCode: wanted } }).exec()
    return shownDocuments('equipment', found)
  }

  return {
    catalogue: {
      loaded,
      size: () => live().size,
      search: (text, filters = {}) =>
        live().search(text, filters, new Date(database.stamps.now()).toISOString()),
      get: (id) => live().get(id),
      tagged: (code) => live().byTag(code.trim()),
      countByStatus: () => live().countByStatus(),
      allByTag,
      byTag: async (code) => (await allByTag(code))[0],
    },
    close() {
      closed = true
      subscription.unsubscribe()
      for (const holder of holders) holder.unsubscribe()
    },
  }
}

function isStored(document: object): document is Parameters<typeof withoutRaw>[0] {
  return '_rev' in document && '_meta' in document && 'id' in document
}

function asEquipment(document: Parameters<typeof withoutRaw>[0]): Equipment | undefined {
  return typedDocument('equipment', withoutRaw(document))
}

function isNewer(held: AnyDocument | Equipment | undefined, read: Equipment): boolean {
  return held !== undefined && held.stamp > read.stamp
}

/** The catalogue of whoever is signed in, once the local database is open. */
export async function openedCatalogue(): Promise<Catalogue> {
  return catalogueOf(await openedDatabase())
}
