import { createRxDatabase } from 'rxdb/plugins/core'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { expect, test } from 'vitest'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { deviceSchema } from '../../../shared/json-schema.ts'
import { registry } from '../../../shared/registry.ts'
import { shownDocuments } from './typed-document.ts'

const category = (id: string, name: string) => ({ id, stamp: `stamp of ${name}`, name })

test('a document that did not change is shown as the same object while others change, and a changed one as another', async () => {
  const database = await createRxDatabase({
    name: `shown-${crypto.randomUUID()}`,
    storage: getRxStorageMemory(),
  })
  const { categories } = await database.addCollections({
    categories: { schema: deviceSchema(registry.categories), autoMigrate: false },
  })
  await categories?.bulkInsert([category('one', 'Helmets'), category('two', 'Pads')])
  const answers: (readonly AnyDocument[])[] = []
  const following = categories
    ?.find({ sort: [{ id: 'asc' }] })
    .$.subscribe((found) => answers.push(shownDocuments('categories', found)))
  await expect.poll(() => answers.length).toBe(1)
  await categories?.upsert(category('two', 'Shoulder pads'))
  await expect.poll(() => answers.length).toBe(2)
  following?.unsubscribe()
  await database.remove()

  const [before, after] = answers
  expect(after).toMatchObject([{ name: 'Helmets' }, { name: 'Shoulder pads' }])
  expect(after?.[0]).toBe(before?.[0])
  expect(after?.[1]).not.toBe(before?.[1])
})
