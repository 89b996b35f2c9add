import { HEADER, SCHEMA_VERSION } from '../../../shared/protocol.ts'
import { lockStation } from '../db/acting.ts'
import { deviceId, writeDeviceValue } from '../db/device.ts'
import { exclusively } from '../db/exclusively.ts'
import { keptRows } from '../db/kept-rows.ts'
import { databaseName, deleteLocalDatabase } from '../db/local-database.ts'
import { ownDeviceId } from '../db/own-device-id.ts'
import { forgetInPage } from '../db/page-storage.ts'
import { openSideStore, readSideStore, sideStoreName } from '../db/side-store.ts'
import { forgetStation } from '../db/station.ts'
import { importsToKeep } from '../import/imports-left.ts'
import { ApiError } from './api-error.ts'
import { type Batch, batches, sendBatch } from './hand-over-batches.ts'
import { forgetHere } from './lost-data.ts'
import { readJson, request } from './request.ts'
import {
  mayHandIn,
  type RevokedRecord,
  revokedKey,
  waitsBeside,
  withProgress,
  withRevoked,
  wordsLeft,
} from './revoked-list.ts'
import { changeRevoked, readRevoked, revoked, showRevoked } from './revoked-record.ts'
import { keepSession, keptSession, type SessionRecord } from './session-record.ts'
import { type UnsentExport, unsentFile } from './unsent.ts'
import { whileNobodySyncs } from './while-nobody-syncs.ts'

/**
 * Takes a revoked device's data off this browser: what its person wrote and the server has not got is set aside first, in one
 * place, and everything that was pulled goes, whether or not the server can be reached. Once, however many tabs ask.
 */
export async function leaveRevoked(record: SessionRecord): Promise<void> {
  lockStation()
  await forgetStation()
  forgetInPage(record)
  forgetHere()
  await exclusively('etrax-revoked', async () => {
    const kept = await keptSession()
    if (kept?.userId !== record.userId || kept.tenant !== record.tenant) return
    const { tenant, userId, userName, schoolName = tenant, stationDeviceId } = record
    const name = databaseName(tenant, userId)
    const side = await openSideStore(name)
    const ownId = await ownDeviceId(side, stationDeviceId ?? (await deviceId()))
    side.close()
    const [rows, outbox, imports] = await Promise.all([
      keptRows(name),
      readSideStore(sideStoreName(name), 'outbox'),
      importsToKeep(name),
    ])
    const aside = { tenant, school: schoolName, userId, userName, deviceId: ownId, rows, outbox, imports }
    await changeRevoked((list) => withRevoked(list, { ...aside, handedIn: 0, state: 'waits' }))
    await whileNobodySyncs(name, () => deleteLocalDatabase(name))
    // Whoever signs in here again does so on another device: this one is taken.
    await writeDeviceValue('device-id', undefined)
    await keepSession(undefined)
  })
}

/** What removed devices hold is handed in as soon as the server can be reached. */
export async function goOnHandingIn(): Promise<void> {
  const list = await readRevoked()
  if (list.length === 0) return
  showRevoked(list)
  window.addEventListener('online', () => void handInRevoked())
  await handInRevoked()
}

/** Hands in what was set aside; what cannot be handed in now stays. Resolves in any case. */
export async function handInRevoked(): Promise<void> {
  await exclusively('etrax-revoked', async () => {
    for (const record of await readRevoked()) if (mayHandIn(record)) await handIn(record)
  }).catch((error: unknown) => console.warn('What is unsent of a removed device is handed in later.', error))
}

async function handIn(record: RevokedRecord): Promise<void> {
  const keep = (next: RevokedRecord) => changeRevoked((list) => withProgress(list, next))
  let { rows, handedIn } = record
  showRevoked(withProgress(revoked(), { ...record, state: 'running' }))
  try {
    const refused = []
    for (const batch of batches(rows)) {
      const left = await sendBatch(batch, (part) => post(record, part))
      refused.push(...left.map((row) => ({ collection: batch.collection, row })))
    }
    handedIn += rows.length - refused.length
    rows = refused
    const next = { ...record, rows, handedIn }
    if (wordsLeft(next) > 0) return await keep({ ...next, state: 'left' })
    // The end is that of the cookie: what another device of the same person left here goes by it too.
    if (!(await readRevoked()).some((one) => waitsBeside(one, record)))
      await request('/api/v1/devices/hand-in/end', { method: 'POST', headers: headersOf(record) })
    await keep({ ...next, state: 'done' })
  } catch (error) {
    // Who signed in here since has another cookie: nobody hands in for this device any more, and its words are a file.
    const over = error instanceof ApiError && error.status === 401
    if (over && wordsLeft(record) === 0) await keep({ ...record, state: 'done' })
    else await keep({ ...record, state: over ? 'left' : 'waits' })
    if (!over) throw error
  }
}

function headersOf({ tenant, deviceId }: RevokedRecord): Record<string, string> {
  return {
    'X-Requested-With': 'etrax',
    [HEADER.tenant]: tenant,
    [HEADER.device]: deviceId,
    [HEADER.schema]: String(SCHEMA_VERSION),
  }
}

async function post(record: RevokedRecord, { collection, rows }: Batch): Promise<unknown> {
  const { response } = await request('/api/v1/devices/hand-in', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headersOf(record) },
    // The server takes it only where the cookie is that person's: nobody's words get another author.
    body: JSON.stringify({ userId: record.userId, collection, rows }),
  })
  return readJson(response)
}

/** All that was set aside and is left, as a file. */
export function exportRevoked(record: RevokedRecord): UnsentExport {
  const documents = record.rows.map(({ collection, row }) => ({
    collection,
    document: { ...row.newDocumentState, _deleted: row.newDocumentState._deleted === true },
  }))
  const { outbox, imports, deviceId } = record
  return unsentFile(record, { documents, outbox, imports, receipt: '', now: Date.now(), deviceId })
}

/** Its person has seen how it ended, or has the file: nothing of it stays. */
export async function forgetRevoked(record: RevokedRecord): Promise<void> {
  await changeRevoked((list) => list.filter((one) => revokedKey(one) !== revokedKey(record)))
}
