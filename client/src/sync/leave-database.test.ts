import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { type LocalDatabase, openLocalDatabase } from '../db/local-database.ts'
import { saveLocal } from '../db/save-local.ts'
import { keptWork } from './kept-work.ts'
import { deleteOrKeep } from './leave-database.ts'
import { closedReceipt, unsentReceipt } from './unsent.ts'

const open = () => openLocalDatabase(`etrax-test-${crypto.randomUUID()}`, 'dbrowser')

async function write(database: LocalDatabase) {
  const id = crypto.randomUUID()
  const apply = (_: unknown, stamp: string) => ({ id, stamp, name: 'Eagles', active: true })
  await saveLocal(database, [[{ collection: 'teams', id, apply }]])
}

const workOf = ({ name }: LocalDatabase) => ({
  tenant: 'northridge',
  userId: 'ana',
  userName: 'Ana',
  databaseName: name,
  disabled: false,
})
const isThere = async ({ name }: LocalDatabase) =>
  (await indexedDB.databases()).some((one) => one.name === `${name}-side`)

test('[D6] what is written while somebody signs out is kept as theirs, and nothing of it deleted', async () => {
  const database = await open()
  const { receipt } = await unsentReceipt(database)
  expect(receipt).toBe('')
  await write(database)
  await database.close()
  await deleteOrKeep(workOf(database), receipt)
  expect(await isThere(database)).toBe(true)
  expect(await keptWork()).toEqual([workOf(database)])
  expect((await closedReceipt(database.name)).split('\n')).toHaveLength(1)
})

test('[D6] what was saved as a file goes', async () => {
  const database = await open()
  await write(database)
  const { receipt } = await unsentReceipt(database)
  await database.close()
  expect(await closedReceipt(database.name)).toBe(receipt)
  await deleteOrKeep(workOf(database), receipt)
  expect(await isThere(database)).toBe(false)
})

test('[D6] what was written after the file was made is kept', async () => {
  const database = await open()
  await write(database)
  const { receipt } = await unsentReceipt(database)
  await write(database)
  await database.close()
  await deleteOrKeep(workOf(database), receipt)
  expect(await isThere(database)).toBe(true)
})
