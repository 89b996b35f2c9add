import { createSignal } from 'solid-js'
import { isRole, MANAGERS } from '../../../shared/roles.ts'
import { setActor } from '../db/actor.ts'
import { rawDocuments } from '../db/raw-documents.ts'
import { type Access, createAccess } from './access.ts'
import { forgetKeptWork } from './kept-work.ts'
import { noteUnsent } from './note-unsent.ts'
import { renewSession, type SessionEnd, type SessionRecord, textOf } from './session-record.ts'
import { openWorkplace, type Workplace } from './workplace.ts'

/** Who is signed in, as screens see it. */
export interface Session extends SessionRecord {
  readonly personId?: string | undefined
  readonly teamIds: readonly string[]
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

/** Where the signed-in person works; undefined when nobody is. */
export const currentWorkplace: () => Workplace | undefined = () => workplace

/** Another tab signs in or out: this page belongs to a person who is no longer the one. */
export function followOtherTabs(): void {
  tabs.onmessage = () => window.location.reload()
}

export function tellOtherTabs(): void {
  tabs.postMessage('changed')
}

/** Nobody is signed in here. */
export function showNobody(): void {
  setSession(undefined)
}

/** Opens the local database of the person and begins to sync; `token` where the server has just given one. */
export async function openSession(
  record: SessionRecord,
  token?: { accessToken: string; expiresAt: number },
): Promise<void> {
  workplace ??= await openWorkplace(record)
  const { database } = workplace
  const next = createAccess(
    record,
    database.deviceId,
    {
      onRenewed: (renewed) => void become({ ...renewed, signInNeeded: undefined }),
      onStation: async (station) => (await import('../db/station.ts')).keepStation(station),
      onEnded: (reason) => void ended(workplace?.record ?? record, reason),
    },
    token,
  )
  access = next
  await show(record)
  stopNoting?.()
  stopNoting = noteUnsent(workplace)
  stopWatching?.()
  stopWatching = watchUser(record.userId)
  // Behind the first list; where it cannot be loaded the next start does it. A station's moves are the server's to make.
  if (record.role !== 'STATION')
    import('../custody/repair.ts')
      .then(({ repairCustodyUntilDone }) => repairCustodyUntilDone(database, record.role))
      .catch((error: unknown) => console.warn('Moves are derived again at the next start.', error))
  await workplace.sync(next)
  await forgetKeptWork(database.name)
  stopHandingOver?.()
  stopHandingOver = undefined
  if (MANAGERS.some((role) => role === record.role))
    // Few devices ever hold somebody else's work: what hands it over is no part of the first list's scripts.
    import('./hand-over.ts')
      .then(({ handOverAsDisabled }) => {
        if (access === next) stopHandingOver = handOverAsDisabled(next, database)
      })
      .catch((error: unknown) => console.warn('Kept work is looked after at the next start.', error))
}

async function ended(record: SessionRecord, reason: SessionEnd): Promise<void> {
  if (reason === 'revoked') await leaveAsRevoked(record)
  else await become({ ...record, signInNeeded: reason })
}

/** The device was taken off the account: its screens close, its data goes, and what is unsent is handed in. */
export async function leaveAsRevoked(record: SessionRecord): Promise<void> {
  // A page that ends here begins with it again.
  await renewSession({ ...record, signInNeeded: 'revoked' })
  setSession(undefined)
  await closeSession()
  const { goOnHandingIn, leaveRevoked } = await import('./revoked.ts')
  await leaveRevoked(record)
  tellOtherTabs()
  await goOnHandingIn()
}

/** The person's account as it is now: kept for the next start and shown. */
async function become(record: SessionRecord): Promise<void> {
  const before = session()
  if (typeof before !== 'object' || before.userId !== record.userId) return
  const {
    tenant,
    userId,
    userName,
    role,
    schoolName,
    schoolColour,
    timeZone,
    stationDeviceId,
    visitUntil,
    signInNeeded,
  } = record
  const kept = {
    tenant,
    userId,
    userName,
    role,
    schoolName,
    schoolColour,
    timeZone,
    visitUntil,
    stationDeviceId,
    signInNeeded,
  }
  // Signed out in another tab meanwhile, which has told this one or is about to.
  if (await renewSession(kept)) await show(kept)
}

/** The user's document says which person and teams the account stands for. */
async function show(record: SessionRecord): Promise<void> {
  if (!workplace) return
  const user = (await rawDocuments(workplace.database.collections.users, [record.userId])).get(record.userId)
  const personId = textOf(user?.personId)
  const teams = user?.teamIds
  const teamIds = Array.isArray(teams) ? teams.filter((team) => typeof team === 'string') : []
  if (record.role !== 'STATION') setActor({ userId: record.userId, role: record.role, personId, teamIds })
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

/** Stops the sync and closes the database; what is on the device stays. */
export async function closeSession(): Promise<void> {
  stopWatching?.()
  stopHandingOver?.()
  stopNoting?.()
  access = undefined
  const closing = workplace
  workplace = undefined
  await closing?.close()
}
