import { HEADER } from '../../../shared/protocol.ts'
import { readDeviceValue, writeDeviceValue } from '../db/device.ts'
import { databaseName, deleteLocalDatabase } from '../db/local-database.ts'
import { ApiError } from './api-error.ts'
import { keptWork } from './kept-work.ts'
import { request } from './request.ts'
import { type SessionRecord, textOf, toSessionRecord } from './session-record.ts'
import { VISIT_HOME, VISIT_LEAVE_OWED } from './visit-marks.ts'
import { whileNobodySyncs } from './while-nobody-syncs.ts'

export async function visitHome(): Promise<SessionRecord | undefined> {
  return toSessionRecord(await readDeviceValue(VISIT_HOME))
}

export async function keepVisitHome(home: SessionRecord | undefined): Promise<void> {
  await writeDeviceValue(VISIT_HOME, home)
  // A visit that begins is not the one that was to be left.
  await writeDeviceValue(VISIT_LEAVE_OWED, undefined)
}

/** Somebody signs in here instead of going back: what the visitor's own school left here goes, but for what is unsent. */
export async function forgetVisitHome(present: SessionRecord): Promise<void> {
  const home = await visitHome()
  if (!home) return
  const name = databaseName(home.tenant, home.userId)
  const isPresent = name === databaseName(present.tenant, present.userId)
  if (!isPresent && (await keptWork()).every((work) => work.databaseName !== name))
    await whileNobodySyncs(name, () => deleteLocalDatabase(name))
  // Last: of a page that ends in between, the next one still knows what is to go.
  await writeDeviceValue(VISIT_HOME, undefined)
}

/** Ends the visit on the server; without a network that is done at the next start, and its hour ends it anyway. */
export async function leaveOnServer(tenant: string): Promise<void> {
  await writeDeviceValue(VISIT_LEAVE_OWED, tenant)
  await leaveOwed()
}

export async function leaveOwed(): Promise<void> {
  const tenant = textOf(await readDeviceValue(VISIT_LEAVE_OWED))
  if (tenant === undefined) return
  try {
    await request('/api/v1/auth/visit/leave', {
      method: 'POST',
      headers: { 'X-Requested-With': 'etrax', [HEADER.tenant]: tenant },
    })
  } catch (error) {
    if (error instanceof ApiError && error.code === 'offline') return
    console.warn('The visit is left to end by itself.', error)
  }
  await writeDeviceValue(VISIT_LEAVE_OWED, undefined)
}
