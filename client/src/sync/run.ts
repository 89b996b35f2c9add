import { type CollectionName, collectionNames, isCollectionName } from '../../../shared/registry.ts'
import { takeOver } from '../db/former-schema.ts'
import type { LocalDatabase } from '../db/local-database.ts'
import type { Access } from './access.ts'
import { bringEvidence } from './evidence.ts'
import { forgetDeletions } from './forget-deletions.ts'
import { createFormerTabs } from './former-tabs.ts'
import { letOldLeave } from './leaving.ts'
import { createLeftovers, createParkedSender } from './leftovers.ts'
import { createLimiter } from './limiter.ts'
import { runOutbox } from './outbox-run.ts'
import { type CollectionReplication, replicate } from './replication.ts'
import { createResync } from './resync.ts'
import { pruneSent } from './sent-log.ts'
import { runStream } from './stream.ts'
import type { SyncContext, SyncReport } from './sync-context.ts'
import { openSyncMemory } from './sync-memory.ts'
import { createWaker, type Waker } from './waker.ts'

const LEFTOVERS_MS = 5_000
const PARKED_MS = 300_000
const EVIDENCE_MS = 60_000
const DAILY_MS = 24 * 3_600_000
const PULLS_AT_ONCE = 3

/** One run of the sync in the tab or worker that leads: from taking the lead to losing it. */
export interface Run {
  readonly replications: ReadonlyMap<CollectionName, CollectionReplication>
  readonly context: SyncContext
  /** Ends every wait. */
  wake(): void
  /** Somebody asked for a sync: pulls, and sends again what the server could not take. */
  refresh(): void
  sendParked(): Promise<void>
  /** Takes over what tabs of former versions stored. */
  takeFormer(): Promise<void>
  /** Brings old entries back that open reviews need. */
  bringEvidence(): Promise<void>
  /** Resolves when nothing is unsent and every collection was read to its end, as far as that is known now. */
  inSync(): Promise<void>
  end(): Promise<void>
}

export async function startRun(
  database: LocalDatabase,
  access: Access,
  report: SyncReport,
  stop: AbortSignal,
): Promise<Run> {
  const ending = new AbortController()
  const waker: Waker = createWaker()
  const context: SyncContext = {
    broken(error) {
      if (ending.signal.aborted) return
      console.warn('The sync begins anew.', error)
      ending.abort()
    },
    database,
    access,
    report,
    waker,
    memory: await openSyncMemory(database),
    pulls: createLimiter(PULLS_AT_ONCE),
    signal: AbortSignal.any([stop, ending.signal]),
  }
  // Before anything goes out: a row of a former version was written first.
  await takeOver(database)
  const resync = createResync(
    context,
    async (name, rows) => replications.get(name)?.sendFirst(rows),
    (name) => replications.get(name)?.resync(),
  )
  const sendParked = createParkedSender(context)
  const replications = new Map(collectionNames.map((name) => [name, replicate(context, name, resync)]))
  const takeFormer = createFormerTabs(context, sendParked)
  return {
    replications,
    context,
    wake() {
      waker.wake()
      // Another tab may have written, of whatever version; what fails is tried again in the next turn.
      takeFormer().catch(() => undefined)
    },
    sendParked,
    takeFormer,
    bringEvidence: () => bringEvidence(context, resync),
    refresh() {
      for (const replication of replications.values()) replication.resync()
      // What fails stays parked, where the sync page shows it.
      sendParked().catch(() => undefined)
    },
    async inSync() {
      await Promise.all([...replications.values()].map(({ state }) => state.awaitInSync()))
    },
    async end() {
      ending.abort()
      // One that can't be ended holds back no other.
      await Promise.allSettled([...replications.values()].map((replication) => replication.stop()))
    },
  }
}

/** Everything that goes on beside the replication while a page leads: the stream, leftovers, the outbox, housekeeping. */
export function startCompanions(run: Run): void {
  const { context, replications } = run
  const { signal } = context
  const all = [...replications.values()]
  const resyncAll = () => {
    for (const replication of all) replication.resync()
  }
  void runStream(context, {
    opened() {
      // Also at the first opening: a collection may have been read to its end before, and what was committed between that
      // and now comes by no frame [T2].
      resyncAll()
    },
    change(frame, checkpoint) {
      if (isCollectionName(frame.collection)) replications.get(frame.collection)?.take(frame, checkpoint)
    },
    gap: resyncAll,
    // The pulls are refused with the same reason and prepare what follows from it.
    resync: resyncAll,
    closed: () => undefined,
  })
  void runOutbox(context)
  const lookAfterLeftovers = createLeftovers(context, replications)
  const takeFormerFirst = async () => {
    await run.takeFormer()
    await lookAfterLeftovers()
  }
  const requireWorking = () =>
    Promise.all(all.map((replication) => replication.requireWorking())).catch(context.broken)
  every(LEFTOVERS_MS, takeFormerFirst, signal)
  every(LEFTOVERS_MS, requireWorking, signal)
  every(PARKED_MS, run.sendParked, signal)
  every(EVIDENCE_MS, run.bringEvidence, signal)
  every(DAILY_MS, () => housekeeping(run), signal)
  every(DAILY_MS, () => forgetDeletions(context), signal)
}

async function housekeeping({ context, replications }: Run) {
  await pruneSent(context.database.side, context.database.stamps.now())
  for (const replication of replications.values()) {
    await replication.state.awaitInitialReplication()
    await letOldLeave(context, replication)
  }
}

/** Runs `work` at once and then again and again, never twice at a time, until the signal. */
function every(ms: number, work: () => Promise<unknown>, signal: AbortSignal) {
  let timer: ReturnType<typeof setTimeout> | undefined
  // An ended run is not held by what it would do in a day.
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  const turn = () => {
    if (signal.aborted) return
    work()
      // A failure here shows in what remains unsent; the next turn tries again.
      .catch((error: unknown) => {
        if (!signal.aborted) console.warn('Sync housekeeping failed and is tried again.', error)
      })
      .finally(() => {
        if (!signal.aborted) timer = setTimeout(turn, ms)
      })
  }
  turn()
}
