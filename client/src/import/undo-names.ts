import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { toWire } from '../../../shared/json-schema.ts'
import { type CollectionName, isCollectionName, registry } from '../../../shared/registry.ts'
import type { LocalDatabase } from '../db/local-database.ts'
import { rawPage } from '../db/raw-documents.ts'
import { type Change, saveLocal } from '../db/save-local.ts'
import type { Chunk, KeptRecord } from './import-record.ts'
import { breath } from './run-import.ts'
import { differs, keptRecord, type UndoOutcome, type UndoTurn } from './undo-writes.ts'

/** Removes the categories, locations and teams that a chunk made and that nothing uses any more, children first. */
export async function undoNames(turn: UndoTurn, chunk: Chunk): Promise<UndoOutcome> {
  if (!isCollectionName(chunk.collection) || chunk.writes.length === 0)
    return { removed: 0, restored: 0, kept: [] }
  const collection = chunk.collection
  const used = await usedIds(turn.database, new Set(chunk.writes.map((write) => write.id)))
  const kept: KeptRecord[] = []
  let removed = 0
  for (const write of chunk.writes.toReversed()) {
    const change: Change = {
      collection,
      id: write.id,
      apply(current) {
        if (!current) return undefined
        const reason = used.has(write.id) ? 'in-use' : differs(write.fields, current) ? 'changed' : undefined
        if (reason) {
          kept.push(keptRecord(turn, chunk, write, current, reason))
          // What stays keeps what it lies in.
          if (typeof current.parentId === 'string') used.add(current.parentId)
          return undefined
        }
        removed += 1
        return 'delete'
      },
    }
    await saveLocal(turn.database, [[change]])
  }
  return { removed, restored: 0, kept }
}

/** Every id that some record names as its category, place, team or parent; those that go together do not count. */
async function usedIds(database: LocalDatabase, leaving: ReadonlySet<string>): Promise<Set<string>> {
  const used = new Set<string>()
  const note = (value: unknown) => {
    if (typeof value === 'string' && value !== '') used.add(value)
  }
  await each(database, 'equipment', (thing) => {
    for (const field of ['categoryId', 'homeLocationId', 'teamId', 'locationId', 'holderId'])
      note(thing[field])
  })
  for (const collection of ['people', 'users'] as const) {
    await each(database, collection, ({ teamIds }) => {
      if (Array.isArray(teamIds)) teamIds.forEach(note)
    })
  }
  for (const collection of ['categories', 'locations'] as const) {
    await each(database, collection, ({ id, parentId }) => {
      if (!leaving.has(id)) note(parentId)
    })
  }
  return used
}

async function each(
  database: LocalDatabase,
  collection: CollectionName,
  visit: (document: AnyDocument) => void,
) {
  let after = ''
  for (;;) {
    const page = await rawPage(database.collections[collection], after, 400)
    for (const document of page.documents) visit(toWire<AnyDocument>(registry[collection], document))
    if (page.next === undefined) return
    after = page.next
    await breath()
  }
}
