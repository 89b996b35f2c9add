import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { toWire } from '../../../shared/json-schema.ts'
import { type CollectionName, registry } from '../../../shared/registry.ts'
import type { LocalDatabase } from '../db/local-database.ts'
import { rawPage } from '../db/raw-documents.ts'
import type { Known, KnownName, KnownPerson, KnownThing } from './known.ts'
import { breath } from './run-import.ts'

const PAGE = 400

/** What this device knows, as far as an import compares with it; read in pages, so that the screen stays free. */
export async function gatherKnown(database: LocalDatabase): Promise<Known> {
  const names = (collection: CollectionName) =>
    gather(database, collection, ({ id, name, parentId }): KnownName => {
      const parent = textOf(parentId)
      return { id, name: textOf(name) ?? '', ...(parent === undefined ? {} : { parentId: parent }) }
    })
  return {
    equipment: await gather(database, 'equipment', knownThing),
    people: await gather(database, 'people', knownPerson),
    categories: await names('categories'),
    locations: await names('locations'),
    teams: await names('teams'),
  }
}

function knownThing({ id, kind, tagCode, serial, quantity }: AnyDocument): KnownThing {
  return {
    id,
    kind: kind === 'bulk' ? 'bulk' : 'serialized',
    tagCode: textOf(tagCode),
    serial: textOf(serial),
    quantity: typeof quantity === 'number' ? quantity : undefined,
  }
}

function knownPerson({ id, name, jerseyNumber, badgeCode }: AnyDocument): KnownPerson {
  return { id, name: textOf(name) ?? '', jerseyNumber: textOf(jerseyNumber), badgeCode: textOf(badgeCode) }
}

async function gather<T>(
  database: LocalDatabase,
  collection: CollectionName,
  take: (document: AnyDocument) => T,
): Promise<T[]> {
  const all: T[] = []
  let after = ''
  for (;;) {
    const page = await rawPage(database.collections[collection], after, PAGE)
    for (const document of page.documents) all.push(take(toWire<AnyDocument>(registry[collection], document)))
    if (page.next === undefined) return all
    after = page.next
    await breath()
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
