import { isJsonObject } from '../../../shared/json.ts'
import { readDeviceValue, writeDeviceValue } from '../db/device.ts'
import { exclusively } from '../db/exclusively.ts'
import { type KeptRow, keptRows } from '../db/kept-rows.ts'
import { deleteLocalDatabase } from '../db/local-database.ts'
import type { Access } from './access.ts'
import { authorized } from './authorized.ts'

/** Unsent work of somebody who is not signed in here any more [P7]. It is sent by themselves, or handed over. */
export interface KeptWork {
  readonly tenant: string
  readonly userId: string
  readonly userName: string
  readonly databaseName: string
  /** Their account was disabled: they cannot send it themselves any more. */
  readonly disabled: boolean
}

const KEY = 'kept-work'
const BATCH = 100

function isKeptWork(value: unknown): value is KeptWork {
  if (!isJsonObject(value)) return false
  const { tenant, userId, userName, databaseName, disabled } = value
  return (
    [tenant, userId, userName, databaseName].every((text) => typeof text === 'string') &&
    typeof disabled === 'boolean'
  )
}

export async function keptWork(): Promise<readonly KeptWork[]> {
  const kept = await readDeviceValue(KEY)
  return Array.isArray(kept) ? kept.filter(isKeptWork) : []
}

export async function keepWork(work: KeptWork): Promise<void> {
  await writeDeviceValue(KEY, [...(await without(work.databaseName)), work])
}

/** They signed in again: their work is their own matter. */
export async function forgetKeptWork(databaseName: string): Promise<void> {
  await writeDeviceValue(KEY, await without(databaseName))
}

async function without(databaseName: string): Promise<readonly KeptWork[]> {
  return (await keptWork()).filter((one) => one.databaseName !== databaseName)
}

/**
 * Hands the work of disabled accounts of this school over to its managers: the server files it as reviews under the
 * author's name. What is not answered stays and is tried again at the next start.
 */
export async function handOverKeptWork(access: Access, deviceId: string): Promise<void> {
  await exclusively('etrax-hand-over', async () => {
    for (const work of await keptWork()) {
      if (!work.disabled || work.tenant !== access.tenant) continue
      try {
        await handOver(access, deviceId, work)
      } catch (error) {
        // Another author's work is another matter: one that the server does not know holds back nobody.
        console.warn('Kept work could not be handed over and is tried again at the next start.', error)
      }
    }
  })
}

async function handOver(access: Access, deviceId: string, work: KeptWork): Promise<void> {
  const rows = await keptRows(work.databaseName)
  for (const collection of new Set(rows.map((one) => one.collection))) {
    const own = rows.filter((one) => one.collection === collection)
    for (let from = 0; from < own.length; from += BATCH)
      await send(access, deviceId, work.userId, own.slice(from, from + BATCH))
  }
  await deleteLocalDatabase(work.databaseName)
  await forgetKeptWork(work.databaseName)
}

async function send(access: Access, deviceId: string, authorId: string, rows: readonly KeptRow[]) {
  const [first] = rows
  if (!first) return
  const body = JSON.stringify({ authorId, collection: first.collection, rows: rows.map(({ row }) => row) })
  await authorized(access, deviceId, '/sync/v1/hand-over', {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json' },
  })
}
