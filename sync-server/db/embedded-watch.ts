import type { Home } from './embedded-home.ts'
import { launch } from './embedded-launch.ts'
import { livingPostmaster } from './embedded-postmaster.ts'

const INTERVAL_MS = 500
const PAUSE_AFTER_FAILURE_MS = 10_000

/** A running watch; `end` waits for a start that is under way. */
export type Watch = { end(): Promise<void> }

/** Starts a Postgres that died, as by the kernel's memory killer, again on the port that its users know. */
export function keepAlive(home: Home, port: number, log: (sentence: string) => void): Watch {
  let ended = false
  let round: Promise<void> | undefined
  let notBefore = 0
  const look = async () => {
    if (livingPostmaster(home)) return
    log('Postgres ended unexpectedly and is started again.')
    try {
      await launch(home, { last: port, fixed: true, scale: 'server' })
    } catch (error) {
      notBefore = Date.now() + PAUSE_AFTER_FAILURE_MS
      log(`Postgres could not be started again, and is tried once more: ${String(error)}`)
    }
  }
  const timer = setInterval(() => {
    if (ended || round || Date.now() < notBefore) return
    round = look().finally(() => {
      round = undefined
    })
  }, INTERVAL_MS)
  timer.unref()
  return {
    async end() {
      ended = true
      clearInterval(timer)
      await round
    },
  }
}
