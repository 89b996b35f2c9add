import { createRxDatabase, type RxConflictHandler } from 'rxdb/plugins/core'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { afterEach } from 'vitest'
import type { AnyDocument } from '../../../shared/collections/definition.ts'

const ends: (() => Promise<unknown>)[] = []

/** What a test has opened is closed after it, the last first. */
export function atEnd(end: () => Promise<unknown>): void {
  ends.unshift(end)
}

afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** A real RxDB collection of things with a name. */
export async function openThings(conflictHandler?: RxConflictHandler<AnyDocument>) {
  const database = await createRxDatabase({
    name: `things-${crypto.randomUUID()}`,
    storage: getRxStorageMemory(),
  })
  atEnd(() => database.remove())
  const { things } = await database.addCollections({
    things: {
      schema: {
        version: 0,
        primaryKey: 'id',
        type: 'object',
        properties: {
          id: { type: 'string', maxLength: 36 },
          stamp: { type: 'string', maxLength: 100 },
          name: { type: 'string' },
        },
        required: ['id', 'stamp', 'name'],
      } as const,
      ...(conflictHandler ? { conflictHandler } : {}),
    },
  })
  return things
}
