import 'fake-indexeddb/auto'
import { afterEach, expect, test } from 'vitest'
import { databaseName, openLocalDatabase } from '../db/local-database.ts'
import { saveLocal } from '../db/save-local.ts'
import { keepWork, keptWork, removeKeptWork } from './kept-work.ts'
import { keepSession } from './session-record.ts'
import { sweepKept } from './sweep-kept.ts'
import { keepVisitHome } from './visit-home.ts'

afterEach(async () => {
  await keepSession(undefined)
  for (const { databaseName: name } of await keptWork()) await removeKeptWork(name)
})

/** Somebody of whom a page ended before their data was gone. */
async function left({ unsent = false } = {}) {
  const person = { tenant: 'northridge', userId: crypto.randomUUID(), userName: 'Ana' }
  const name = databaseName(person.tenant, person.userId)
  const database = await openLocalDatabase(name, 'dbrowser')
  const id = crypto.randomUUID()
  const apply = (_: unknown, stamp: string) => ({ id, stamp, name: 'Eagles', active: true })
  if (unsent) await saveLocal(database, [[{ collection: 'teams', id, apply }]])
  await database.close()
  await keepWork({ ...person, databaseName: name, disabled: false })
  return { person, name }
}

/** Its own ones: how tabs speak with each other where a browser has no channel for that is none of them. */
const databasesOf = async (name: string) =>
  (await indexedDB.databases()).filter((one) => one.name?.replace('rxdb-dexie-', '').startsWith(name)).length
const isListed = async (name: string) => (await keptWork()).some((work) => work.databaseName === name)

test('[v5.0.0-14.3.1] what was to go as a page ended goes at the next start', async () => {
  const { name } = await left()
  expect(await databasesOf(name)).toBeGreaterThan(1)
  await sweepKept()
  expect(await databasesOf(name)).toBe(0)
  expect(await isListed(name)).toBe(false)
})

test('[D6] what is unsent stays, and is listed', async () => {
  const { name } = await left({ unsent: true })
  const before = await databasesOf(name)
  await sweepKept()
  expect(await databasesOf(name)).toBe(before)
  expect(await isListed(name)).toBe(true)
})

test('what belongs to whoever is signed in stays', async () => {
  const { name, person } = await left()
  await keepSession({ ...person, role: 'COACH' })
  await sweepKept()
  expect(await databasesOf(name)).toBeGreaterThan(1)
})

test('what a visitor of another school comes back to stays', async () => {
  const { name, person } = await left()
  await keepVisitHome({ ...person, role: 'SCHOOL_ADMIN' })
  await sweepKept()
  expect(await databasesOf(name)).toBeGreaterThan(1)
  await keepVisitHome(undefined)
})
