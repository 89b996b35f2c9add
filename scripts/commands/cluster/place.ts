import type { Member, StartMember } from './members.ts'

/** A port and the process that serves it. */
export interface Place {
  readonly port: number
  /** Of the process that serves; undefined: it has died, and another one is on its way. */
  pid(): number | undefined
  /**
   * Starts a process. Where one serves, that one ends when the new one is ready, and the call resolves when it has ended.
   * @throws Error where the new one ended before it was ready; what served before serves on
   */
  renew(): Promise<void>
  /** Ends what is there, for good. */
  end(): Promise<void>
}

/** Milliseconds before a process that died has a successor: twice as long after each that did not last. */
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 30_000
const LASTING_MS = 60_000

/** @param deaths of processes that did not last, one after the other; at least 1 */
export function pauseAfter(deaths: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(deaths - 1, 20))
}

export function createPlace(port: number, start: StartMember, say: (sentence: string) => void): Place {
  const members = new Set<Member>()
  let serving: Member | undefined
  let deaths = 0
  let again: NodeJS.Timeout | undefined
  let ended = false
  let lastStart: Promise<unknown> = Promise.resolve()

  /** One start at a time; resolves to the process that served before. */
  function startNext(wanted: () => boolean): Promise<Member | undefined> {
    const started = lastStart.then(() => (wanted() ? begin() : undefined))
    lastStart = started.catch(() => undefined)
    return started
  }

  async function begin(): Promise<Member | undefined> {
    if (ended) throw new Error('The cluster is ending.')
    clearTimeout(again)
    const next = start(port)
    members.add(next)
    void next.gone.then(() => members.delete(next))
    if (!(await next.ready))
      throw new Error(`Port ${port}: a process ended before it was ready (${await next.gone}).`)
    say(`Port ${port}: process ${next.pid} serves.`)
    const former = serving
    serving = next
    const since = Date.now()
    void next.gone.then((how) => left(next, how, Date.now() - since))
    return former
  }

  function left(member: Member, how: string, lived: number) {
    // One that was replaced was ended.
    if (serving !== member) return
    serving = undefined
    if (ended) return
    say(`Port ${port}: process ${member.pid} has ended (${how}).`)
    if (lived >= LASTING_MS) deaths = 0
    startLater()
  }

  function startLater() {
    deaths += 1
    clearTimeout(again)
    again = setTimeout(() => {
      startNext(() => !ended && !serving).catch((error: unknown) => {
        if (ended) return
        say(error instanceof Error ? error.message : String(error))
        if (!serving) startLater()
      })
    }, pauseAfter(deaths))
  }

  return {
    port,
    pid: () => serving?.pid,
    async renew() {
      try {
        const former = await startNext(() => true)
        await former?.end()
      } catch (error) {
        // This start stood in for the one that was to come.
        if (!ended && !serving) startLater()
        throw error
      }
    },
    async end() {
      ended = true
      clearTimeout(again)
      await Promise.all([...members].map((member) => member.end()))
    },
  }
}
