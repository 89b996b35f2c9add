import 'fake-indexeddb/auto'
import { afterEach, expect, test } from 'vitest'
import { databaseName, deleteLocalDatabase, openLocalDatabase } from '../db/local-database.ts'
import { forgetKeptWork, keepWork, keptWork } from './kept-work.ts'
import { forgetVisitHome, keepVisitHome, visitHome } from './visit-home.ts'

afterEach(async () => {
  await keepVisitHome(undefined)
  for (const { databaseName: name } of await keptWork()) await forgetKeptWork(name)
})

function somebody() {
  const person = {
    tenant: 'northridge',
    userId: crypto.randomUUID(),
    userName: 'Ana',
    role: 'COACH',
  } as const
  return { person, name: databaseName(person.tenant, person.userId) }
}

const keep = ({ person: { role: _role, ...person }, name }: ReturnType<typeof somebody>) =>
  keepWork({ ...person, databaseName: name, disabled: false })
const listed = async () => (await keptWork()).map(({ databaseName: name }) => name)
const exists = async (name: string) =>
  (await indexedDB.databases()).some((one) => one.name?.replace('rxdb-dexie-', '').startsWith(name))

test('[P7] what two tabs list at once is listed of both', async () => {
  const [ana, ben, cleo] = [somebody(), somebody(), somebody()]
  await keep(ana)
  await Promise.all([keep(ben), forgetKeptWork(ana.name), keep(cleo)])
  const found = await listed()
  expect([ana, ben, cleo].map(({ name }) => found.includes(name))).toEqual([false, true, true])
})

test('of a visitor whom somebody signed in after, nothing stays but what is unsent', async () => {
  const [home, present] = [somebody(), somebody()]
  await (await openLocalDatabase(home.name, 'dbrowser')).close()
  await keepVisitHome(home.person)
  await forgetVisitHome(present.person)
  expect(await exists(home.name)).toBe(false)
  expect(await visitHome()).toBeUndefined()

  await (await openLocalDatabase(home.name, 'dbrowser')).close()
  await keepVisitHome(home.person)
  await keep(home)
  await forgetVisitHome(present.person)
  expect(await exists(home.name)).toBe(true)
  await deleteLocalDatabase(home.name)
})

test('whoever comes back to their own school finds their data', async () => {
  const home = somebody()
  await (await openLocalDatabase(home.name, 'dbrowser')).close()
  await keepVisitHome(home.person)
  await forgetVisitHome(home.person)
  expect(await exists(home.name)).toBe(true)
  expect(await visitHome()).toBeUndefined()
  await deleteLocalDatabase(home.name)
})
