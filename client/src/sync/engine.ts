import type { LocalDatabase } from '../db/local-database.ts'
import { onLocalWrite } from '../db/save-local.ts'
import { aborted } from './aborted.ts'
import type { Access } from './access.ts'
import { registerBackgroundSync, registerPeriodicSync } from './background-registration.ts'
import { createBackoff } from './backoff.ts'
import { startLeadership } from './leadership.ts'
import { loadRun } from './load-run.ts'
import type { Run } from './run.ts'
import type { StatusBoard } from './status-board.ts'
import { syncLockName } from './sync-names.ts'
import { isStuck } from './sync-status.ts'

const HEARTBEAT_MS = 5_000
/** A tab that leads and is not heard for this long is frozen: a visible one takes over. */
const SILENCE_MS = 25_000
const AT_LEAST_EVERY_MS = 15 * 60_000
const LONGEST_END_MS = 10_000
/** A run that lasted so long was no attempt that failed at once. */
const STEADY_MS = 10 * 60_000
const LONGEST_REST_MS = 60_000

export interface Engine {
  stop(): Promise<void>
}

/** Syncs one database in this page for as long as somebody is signed in. */
export function startEngine(database: LocalDatabase, access: Access, board: StatusBoard): Engine {
  const stopping = new AbortController()
  const { signal } = stopping
  let run: Run | undefined
  let led: Promise<void> = Promise.resolve()
  /** Ends the rest after a run that broke. */
  let goOn: () => void = () => undefined
  // In every tab at once and not when it takes the lead: by then an update may have replaced this version's files.
  const loading = loadRun(signal)
  const restarts = createBackoff()

  async function lead(tenure: AbortSignal) {
    const replication = await Promise.race([loading, aborted(tenure)])
    while (replication && !tenure.aborted) {
      const restart = new AbortController()
      const over = AbortSignal.any([tenure, restart.signal])
      const current = await replication.startRun(database, access, board.report, over)
      run = current
      replication.startCompanions(current)
      const begun = performance.now()
      const timer = setInterval(() => {
        board.heartbeat()
        if (isStuck(board.status(), database.stamps.now())) restart.abort()
      }, HEARTBEAT_MS)
      await Promise.race([aborted(over), aborted(current.context.signal)])
      run = undefined
      await atMost(LONGEST_END_MS, current.end())
      // A storage that refuses again and again is not asked without a pause; the other tabs hear that this one leads.
      if (performance.now() - begun > STEADY_MS) restarts.reset()
      const rest = over.aborted ? 0 : Math.min(LONGEST_REST_MS, restarts.next())
      const asked = new Promise<void>((resolve) => {
        goOn = resolve
      })
      await Promise.race([pause(rest), asked, aborted(tenure)])
      clearInterval(timer)
    }
  }

  const leadership = startLeadership(syncLockName(database.name), signal, (tenure) => {
    led = lead(tenure)
    return led
  })

  board.onWake((asked) => {
    run?.wake()
    if (!asked) return
    run?.refresh()
    goOn()
  })
  // It would keep the lead for as long as its tab is open, and this version would wait for its first document.
  board.onFormerLead(() => leadership.takeOver())
  const unsubscribe = onLocalWrite((written) => {
    if (written !== database) return
    board.written()
    void registerBackgroundSync()
  })
  listen(window, 'online', () => board.wake(), signal)
  listen(window, 'offline', () => board.report.offline(), signal)
  listen(
    document,
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') board.wake()
    },
    signal,
  )
  void registerPeriodicSync()
  const regular = setInterval(() => board.wake(), AT_LEAST_EVERY_MS)
  const watch = setInterval(() => {
    if (document.visibilityState === 'visible' && board.silence() > SILENCE_MS) leadership.takeOver()
  }, HEARTBEAT_MS)

  return {
    async stop() {
      unsubscribe()
      clearInterval(regular)
      clearInterval(watch)
      stopping.abort()
      await atMost(LONGEST_END_MS, led)
    },
  }
}

/** What is broken may never come to its end, and does nothing any more. */
async function atMost(ms: number, work: Promise<void>): Promise<void> {
  await Promise.race([work.catch(() => undefined), pause(ms)])
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function listen(target: EventTarget, type: string, listener: () => void, signal: AbortSignal) {
  target.addEventListener(type, listener, { signal })
}
