import { deviceId } from '../db/device.ts'
import { journalEntries } from '../db/journal.ts'
import { databaseName, type LocalDatabase, openLocalDatabase } from '../db/local-database.ts'
import { readSideStore, sideStoreName } from '../db/side-store.ts'
import { keepStation } from '../db/station.ts'
import { aborted } from './aborted.ts'
import { createAccess } from './access.ts'
import { createLeftovers } from './leftovers.ts'
import { handInRevoked, leaveRevoked } from './revoked.ts'
import { type Run, startRun } from './run.ts'
import { isSignedIn, keptSession, renewSession, type SessionRecord } from './session-record.ts'
import { openStatusBoard } from './status-board.ts'
import { statusChannelName, syncLockName } from './sync-names.ts'

/** A browser gives a worker a few minutes; what is not done then is tried again at the next event. */
const LONGEST_MS = 150_000
const LOOK_MS = 500
/** A hidden page's timers may run once a minute; one that leads and is not heard for longer than this is frozen. */
const FROZEN_MS = 75_000

export interface Pages {
  /** Whether a page of the app is in sight. */
  anyInSight(): Promise<boolean>
}

/**
 * Pushes what is unsent and pulls what is new, from the service worker, with every page closed [D4]. The worker renews its
 * access by itself and works on the same local database as the pages, under the same lock [D8]: where a page leads, that
 * page does it, and a page that comes into sight meanwhile takes over. Rejects where work is still unsent at the end, so
 * that the browser tries again.
 */
export async function syncInBackground(pages: Pages): Promise<void> {
  const record = await keptSession()
  if (!record || record.signInNeeded !== undefined) return
  const name = databaseName(record.tenant, record.userId)
  const lead = async () => {
    // Whoever signs out holds this lock while the data goes: nothing of it is made anew here.
    if (!(await isSignedIn(record))) return
    const database = await openLocalDatabase(name, await deviceId())
    try {
      await syncOnce(
        database,
        record,
        async () => !(await isSignedIn(record)) || (await pageWaits(name, pages)),
      )
    } finally {
      await database.close()
    }
  }
  await navigator.locks.request(syncLockName(name), { ifAvailable: true }, async (lock) => {
    if (lock) await lead()
  })
  // The database may go meanwhile: it is looked into as one that need not be there.
  const unsent = async () => (await readSideStore(sideStoreName(name), 'journal')).length
  if ((await isSignedIn(record)) && (await unsent()) > 0) await leadAfterPage(name, unsent, lead)
  if ((await keptSession())?.signInNeeded === 'revoked') await leaveRevoked(record)
  if (!(await keptSession())) return handInRevoked()
  const left = await unsent()
  if (left > 0) throw new Error(`${left} changes are still unsent.`)
}

/** Whether somebody looks at a page that waits for the lead: it does the rest, and tells its progress. */
async function pageWaits(name: string, pages: Pages): Promise<boolean> {
  const { pending = [] } = await navigator.locks.query()
  return pending.some((lock) => lock.name === syncLockName(name)) && (await pages.anyInSight())
}

/**
 * A page leads. It may be the one that is just being closed, and the browser fires no event twice: so this waits until
 * nothing is unsent any more, or until the lead falls to the worker. From a page that the system froze the worker takes it.
 */
async function leadAfterPage(
  name: string,
  unsent: () => Promise<number>,
  lead: () => Promise<void>,
): Promise<void> {
  const waiting = new AbortController()
  const heartbeats = new BroadcastChannel(statusChannelName(name))
  const begun = performance.now()
  let heardAt = begun
  heartbeats.onmessage = () => {
    heardAt = performance.now()
  }
  const underLock = async () => {
    leading = true
    await lead()
  }
  let leading = false
  let frozen = false
  const watch = async () => {
    while (!waiting.signal.aborted && !leading) {
      frozen = performance.now() - heardAt > FROZEN_MS
      if (frozen || performance.now() - begun > LONGEST_MS || (await unsent()) === 0) waiting.abort()
      else await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }
  try {
    const led = navigator.locks.request(syncLockName(name), { signal: waiting.signal }, underLock)
    await Promise.all([led.finally(() => waiting.abort()), watch()])
  } catch (error) {
    if (leading || !waiting.signal.aborted) throw error
    if (frozen) await navigator.locks.request(syncLockName(name), { steal: true }, lead)
  } finally {
    waiting.abort()
    heartbeats.close()
  }
}

async function syncOnce(
  database: LocalDatabase,
  record: SessionRecord,
  overtaken: () => Promise<boolean>,
): Promise<void> {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), LONGEST_MS)
  const board = await openStatusBoard(database)
  const access = createAccess(record, database.deviceId, {
    onRenewed: (renewed) => void renewSession(renewed),
    onStation: keepStation,
    onEnded(reason) {
      // Kept before the run ends: what follows from it is looked up then.
      renewSession({ ...record, signInNeeded: reason })
        .catch(() => undefined)
        .finally(() => stop.abort())
    },
  })
  const run = await startRun(database, access, board.report, stop.signal)
  const yielding = setInterval(() => {
    overtaken()
      .then((yes) => yes && stop.abort())
      // The question is put again in a moment.
      .catch(() => undefined)
  }, LOOK_MS)
  try {
    await Promise.race([drained(database, run), aborted(run.context.signal)])
  } finally {
    clearInterval(yielding)
    clearTimeout(timer)
    await run.end()
    board.close()
  }
}

/** Resolves when the replications are in sync and the journal is empty. */
async function drained(database: LocalDatabase, run: Run): Promise<void> {
  const { signal } = run.context
  const look = createLeftovers(run.context, run.replications)
  await Promise.all([run.inSync(), run.sendParked()])
  while (!signal.aborted && (await journalEntries(database.side)).length > 0) {
    await run.takeFormer()
    await look()
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
