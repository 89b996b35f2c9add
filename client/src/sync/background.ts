import { deviceId } from '../db/device.ts'
import { journalEntries } from '../db/journal.ts'
import { databaseName, type LocalDatabase, openLocalDatabase } from '../db/local-database.ts'
import { openSideStore } from '../db/side-store.ts'
import { aborted } from './aborted.ts'
import { createAccess } from './access.ts'
import { createLeftovers } from './leftovers.ts'
import { type Run, startRun } from './run.ts'
import { keepSession, keptSession, type SessionRecord } from './session-record.ts'
import { openStatusBoard } from './status-board.ts'
import { syncLockName } from './sync-names.ts'

/** A browser gives a worker a few minutes; what is not done then is tried again at the next event. */
const LONGEST_MS = 150_000
const LOOK_MS = 500

/**
 * Pushes what is unsent and pulls what is new, from the service worker, with every page closed [D4]. The worker renews its
 * access by itself and works on the same local database as the pages, under the same lock [D8]: where a page leads, that
 * page does it. Rejects where work is still unsent at the end, so that the browser tries again.
 */
export async function syncInBackground(): Promise<void> {
  const record = await keptSession()
  if (!record || record.signInNeeded !== undefined) return
  const name = databaseName(record.tenant, record.userId)
  const lead = async () => {
    const database = await openLocalDatabase(name, await deviceId())
    try {
      await syncOnce(database, record)
      refuseUnsent(await journalEntries(database.side))
    } finally {
      await database.close()
    }
  }
  const free = await navigator.locks.request(syncLockName(name), { ifAvailable: true }, async (lock) => {
    if (lock) await lead()
    return lock !== null
  })
  if (!free) await leadAfterPage(name, lead)
}

function refuseUnsent(unsent: readonly unknown[]): void {
  if (unsent.length > 0) throw new Error(`${unsent.length} changes are still unsent.`)
}

/**
 * A page leads. It may be the one that is just being closed, and the browser fires no event twice: so this waits until
 * nothing is unsent any more, or until the lead falls to the worker.
 */
async function leadAfterPage(name: string, lead: () => Promise<void>): Promise<void> {
  const side = await openSideStore(name)
  const waiting = new AbortController()
  const longest = setTimeout(() => waiting.abort(), LONGEST_MS)
  const unsent = () => journalEntries(side)
  const watch = async () => {
    while (!waiting.signal.aborted) {
      if ((await unsent()).length === 0) waiting.abort()
      else await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }
  try {
    const watching = watch()
    const leading = navigator.locks.request(syncLockName(name), { signal: waiting.signal }, () => {
      clearTimeout(longest)
      return lead()
    })
    await Promise.all([watching, leading.finally(() => waiting.abort())])
  } catch (error) {
    if (!waiting.signal.aborted) throw error
    refuseUnsent(await unsent())
  } finally {
    clearTimeout(longest)
    waiting.abort()
    side.close()
  }
}

async function syncOnce(database: LocalDatabase, record: SessionRecord): Promise<void> {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), LONGEST_MS)
  const board = await openStatusBoard(database)
  const access = createAccess(record.tenant, record.userId, database.deviceId, {
    onRenewed: (renewed) => void keepSession(renewed),
    onEnded(reason) {
      void keepSession({ ...record, signInNeeded: reason })
      stop.abort()
    },
  })
  const run = await startRun(database, access, board.report, stop.signal)
  try {
    await Promise.race([drained(database, run, stop.signal), aborted(stop.signal)])
  } finally {
    clearTimeout(timer)
    await run.end()
    board.close()
  }
}

/** Resolves when the replications are in sync and the journal is empty. */
async function drained(database: LocalDatabase, run: Run, stop: AbortSignal): Promise<void> {
  const look = createLeftovers(run.context, run.replications)
  await run.inSync()
  while (!stop.aborted && (await journalEntries(database.side)).length > 0) {
    await look()
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
