import 'fake-indexeddb/auto'
import { expect, test, vi } from 'vitest'
import { deleteDatabase, openSideStore, readSideStore, sideStoreName } from './side-store.ts'

test('[D6] [D9] looking into a side store that is being deleted makes none anew, which would have no stores for good', async () => {
  const person = `etrax-${crypto.randomUUID()}`
  const name = sideStoreName(person)
  const first = await openSideStore(person)
  first.close()
  const list = indexedDB.databases.bind(indexedDB)
  let deleted: Promise<void> | undefined
  // The list names it, and then it goes.
  vi.spyOn(indexedDB, 'databases').mockImplementation(async () => {
    const all = await list()
    deleted ??= deleteDatabase(name)
    return all
  })
  expect(await readSideStore(name, 'journal')).toEqual([])
  await deleted
  vi.restoreAllMocks()
  expect((await indexedDB.databases()).map((one) => one.name)).not.toContain(name)
  const again = await openSideStore(person)
  await again.write(['state'], (store) => void store('state').put('kept', 'x'))
  again.close()
})
