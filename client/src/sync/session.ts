import { createSignal } from 'solid-js'
import { HEADER } from '../../../shared/protocol.ts'
import { isRole, MANAGERS } from '../../../shared/roles.ts'
import { setActor } from '../db/actor.ts'
import { deviceId, readDeviceValue, writeDeviceValue } from '../db/device.ts'
import { deleteLocalDatabase } from '../db/local-database.ts'
import { rawDocuments } from '../db/raw-documents.ts'
import { onLocalWrite } from '../db/save-local.ts'
import { onStorageLost } from '../db/side-store.ts'
import { type Access, createAccess, readSignIn } from './access.ts'
import { ApiError } from './api-error.ts'
import { forgetKeptWork, keepWork } from './kept-work.ts'
import { forgetHere, lookForLoss, noteHere } from './lost-data.ts'
import { request } from './request.ts'
import { keepSession, keptSession, type SessionRecord, textOf } from './session-record.ts'
import { exportUnsentOf, type UnsentExport, unsentReceipt } from './unsent.ts'
import { openWorkplace, type Workplace } from './workplace.ts'

/** Who is signed in, as screens see it. */
export interface Session extends SessionRecord {
  readonly personId?: string | undefined
  readonly teamIds: readonly string[]
}

/** Work is unsent: signing out would lose it. `exportUnsent` and then signing out with the export is the other way [D6]. */
export class UnsentWorkError extends Error {
  override name = 'UnsentWorkError'
  readonly count: number

  constructor(count: number) {
    super(`${count} changes have not been sent.`)
    this.count = count
  }
}

const [session, setSession] = createSignal<Session | 'restoring' | undefined>('restoring')
const tabs = new BroadcastChannel('etrax-session')
let workplace: Workplace | undefined
let access: Access | undefined
let stopWatching: (() => void) | undefined
let stopHandingOver: (() => void) | undefined
let stopNoting: (() => void) | undefined

export { session }

/** The access of the signed-in person; undefined when nobody is. */
export const currentAccess: () => Access | undefined = () => access

/** The school's sign-in that was used here last, for the form. */
export async function lastTenant(): Promise<string | undefined> {
  return textOf(await readDeviceValue('last-tenant'))
}

/** Opens what the last person left open; needs no network. */
export async function restoreSession(): Promise<void> {
  // Another tab signed in or out: this page belongs to a person who is no longer the one.
  tabs.onmessage = () => window.location.reload()
  // Nothing can be saved in this page any more; a new one reads what is left and says so.
  onStorageLost(() => window.location.reload())
  const record = await keptSession()
  if (record) await open(record)
  else {
    lookForLoss()
    setSession(undefined)
    await signOutOwed()
  }
}

/** @throws ApiError `invalid-credentials`, `too-many-requests`, `offline` ... */
export async function signIn(form: {
  readonly tenant: string
  readonly email: string
  readonly password: string
}): Promise<void> {
  const tenant = form.tenant.trim().toLowerCase()
  const { response } = await request('/api/v1/auth/login', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Requested-With': 'etrax',
      [HEADER.tenant]: tenant,
      [HEADER.device]: await deviceId(),
    },
    body: JSON.stringify({ tenant, email: form.email.trim(), password: form.password }),
  })
  const answer = await readSignIn(response, tenant)
  await writeDeviceValue('last-tenant', tenant)
  await writeDeviceValue('sign-out-owed', undefined)
  const same =
    workplace?.record.userId === answer.record.userId && workplace.record.tenant === answer.record.tenant
  if (!same) await leave()
  forgetHere()
  await keepSession(answer.record)
  // The browser may ask the person, which fits here and nowhere else; refused, the sync page says so.
  navigator.storage?.persist().catch(() => undefined)
  await open(answer.record, answer)
  tabs.postMessage('changed')
}

async function open(
  record: SessionRecord,
  token?: { accessToken: string; expiresAt: number },
): Promise<void> {
  workplace ??= await openWorkplace(record)
  const { database } = workplace
  const next = createAccess(
    record.tenant,
    record.userId,
    database.deviceId,
    {
      onRenewed: (renewed) => void become({ ...renewed, signInNeeded: undefined }),
      onEnded: (reason) => void become({ ...(workplace?.record ?? record), signInNeeded: reason }),
    },
    token,
  )
  access = next
  await show(record)
  stopNoting?.()
  stopNoting = noteUnsent(workplace)
  stopWatching?.()
  stopWatching = watchUser(record.userId)
  // Behind the first list; where it cannot be loaded the next start does it.
  import('../custody/repair.ts')
    .then(({ repairCustodyUntilDone }) => repairCustodyUntilDone(database, record.role))
    .catch((error: unknown) => console.warn('Moves are derived again at the next start.', error))
  await workplace.sync(next)
  await forgetKeptWork(database.name)
  stopHandingOver?.()
  stopHandingOver = MANAGERS.some((role) => role === record.role) ? watchDisabled() : undefined
}

/** Keeps the note of how much is unsent at what it is. */
function noteUnsent({ board, record, database }: Workplace): () => void {
  let noted: number | undefined
  const note = (unsent: number) => {
    if (unsent === noted) return
    noted = unsent
    noteHere(record, unsent)
  }
  const stopCounting = board.subscribe(({ unsent }) => note(unsent))
  // At once, and not when it has been counted: nothing that is unsent may be called sent.
  const stopListening = onLocalWrite((written) => {
    if (written === database) note((noted ?? 0) + 1)
  })
  return () => {
    stopCounting()
    stopListening()
  }
}

/** Whose account is disabled comes with the users' documents, maybe long after the sign-in of who hands over [P7]. */
function watchDisabled(): () => void {
  const subscription = workplace?.database.collections.users
    .find({ selector: { active: false } })
    .$.subscribe(() => void handOver())
  return () => subscription?.unsubscribe()
}

/** Hands over what disabled accounts left on this device. What cannot be handed over now stays. */
export async function handOver(): Promise<void> {
  if (!workplace || !access) return
  const { database } = workplace
  const now = access
  // Few devices ever hold somebody else's work: what hands it over is no part of the first list's scripts.
  await import('./hand-over.ts')
    .then(({ handOverKeptWork }) => handOverKeptWork(now, database))
    .catch((error: unknown) => console.warn('Kept work is looked after at the next start.', error))
}

/** The person's account as it is now: kept for the next start and shown. */
async function become(record: SessionRecord): Promise<void> {
  const before = session()
  if (typeof before !== 'object' || before.userId !== record.userId) return
  const { tenant, userId, userName, role, schoolName, schoolColour, timeZone, signInNeeded } = record
  const kept = { tenant, userId, userName, role, schoolName, schoolColour, timeZone, signInNeeded }
  await keepSession(kept)
  await show(kept)
}

/** The user's document says which person and teams the account stands for. */
async function show(record: SessionRecord): Promise<void> {
  if (!workplace) return
  const user = (await rawDocuments(workplace.database.collections.users, [record.userId])).get(record.userId)
  const personId = textOf(user?.personId)
  const teams = user?.teamIds
  const teamIds = Array.isArray(teams) ? teams.filter((team) => typeof team === 'string') : []
  setActor({ userId: record.userId, role: record.role, personId, teamIds })
  setSession({ ...record, personId, teamIds })
}

/** A role that was changed meanwhile comes with the user's document, before the next refresh tells of it. */
function watchUser(userId: string): () => void {
  let known: unknown
  const subscription = workplace?.database.collections.users.findOne(userId).$.subscribe((user) => {
    const now = session()
    if (typeof now !== 'object' || !user) return
    const role: unknown = user.get('role')
    const changed = known !== undefined && known !== role && isRole(role)
    known = role
    void become(changed ? { ...now, role } : now)
  })
  return () => subscription?.unsubscribe()
}

/** What is unsent, as a file. @throws Error where nobody is signed in */
export async function exportUnsent(): Promise<UnsentExport> {
  if (!workplace) throw new Error('Nobody is signed in.')
  return exportUnsentOf(workplace.database, workplace.record)
}

/**
 * Signs out and clears the local database. @throws UnsentWorkError while work is unsent, unless `exported` holds exactly
 * what is unsent now
 */
export async function signOut(options: { readonly exported?: UnsentExport } = {}): Promise<void> {
  if (!workplace) return
  const { count, receipt } = await unsentReceipt(workplace.database)
  if (count > 0 && options.exported?.receipt !== receipt) throw new UnsentWorkError(count)
  const { tenant } = workplace.record
  const { name } = workplace.database
  await close()
  forgetHere()
  await keepSession(undefined)
  await writeDeviceValue('sign-out-owed', tenant)
  tabs.postMessage('changed')
  await deleteLocalDatabase(name)
  setSession(undefined)
  await signOutOwed()
}

/** Leaves the present person's workplace to another; what is unsent stays on the device under its own name [P7]. */
async function leave(): Promise<void> {
  if (!workplace) return
  const { record, database } = workplace
  const { count } = await unsentReceipt(database)
  const now = session()
  const disabled = typeof now === 'object' && now.signInNeeded === 'disabled'
  const { tenant, userId, userName } = record
  await close()
  if (count === 0) await deleteLocalDatabase(database.name)
  else await keepWork({ tenant, userId, userName, databaseName: database.name, disabled })
}

async function close(): Promise<void> {
  stopWatching?.()
  stopHandingOver?.()
  stopNoting?.()
  access = undefined
  const closing = workplace
  workplace = undefined
  await closing?.close()
}

/** Ends the session on the server; without a network that is done at the next start. */
async function signOutOwed(): Promise<void> {
  const tenant = textOf(await readDeviceValue('sign-out-owed'))
  if (tenant === undefined) return
  try {
    await request('/api/v1/auth/logout', {
      method: 'POST',
      headers: { 'X-Requested-With': 'etrax', [HEADER.tenant]: tenant },
    })
    await writeDeviceValue('sign-out-owed', undefined)
  } catch (error) {
    // Owed still: a session that is over already answers 401, and then there is nothing left to end.
    if (error instanceof ApiError && error.status === 401) await writeDeviceValue('sign-out-owed', undefined)
  }
}
