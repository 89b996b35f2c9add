import { EtraxError } from '../../shared/errors.ts'
import { createBench } from './bench.ts'
import { type Errand, refuseNext } from './errand.ts'
import type { Payer } from './fair-turns.ts'
import type { Work, WorkResult } from './work.ts'

export interface LaneOptions {
  /** The worker's program; another one in tests alone. */
  readonly program?: URL
  /** How long one piece of work may take where others wait behind it. */
  readonly deadlineMs?: number
  /** How long it may take apart. */
  readonly patientMs?: number
  /** After how long without work a worker ends; the next work starts another. */
  readonly idleMs?: number
}

/** A worker thread that does lists of work, by turns that are fair to schools and senders. It is started when there is work first. */
export interface Lane {
  /**
   * The result of each piece of work. What a worker ended or did not finish with twice is refused as malformed.
   * @throws EtraxError 503 where no worker starts, where too much of one list ends in that way, or where too many lists of
   * one sender wait
   */
  run(list: readonly Work[], payer: Payer): Promise<readonly WorkResult[]>
  /** Starts the worker for work that is about to come. */
  warm(): void
  close(): Promise<void>
}

const PROGRAM = new URL('./merge-worker.ts', import.meta.url)
/** What is within the limits takes a tenth of it. */
const DEADLINE_MS = 2_000
/** Where nobody else waits: to refuse what is good because the machine is busy would be the worse mistake. */
const PATIENT_MS = 15_000
const IDLE_MS = 300_000
/** How long the work of a sender that ended a worker, or held it up, is done apart. */
const APART_MS = 600_000
/** Pieces of one list that may be refused in that way. */
const MOST_REFUSED = 2
/** Lists of one sender that may wait: each of them is a push that is held in memory. */
const MOST_WAITING = 16

export function createLane({
  program = PROGRAM,
  deadlineMs = DEADLINE_MS,
  patientMs = PATIENT_MS,
  idleMs = IDLE_MS,
}: LaneOptions = {}): Lane {
  const apart = createBench({ program, deadlineMs: patientMs, idleMs, failed })
  const shared = createBench({ program, deadlineMs, idleMs, failed })
  /** Whose work ended a worker, and until when it is done apart. */
  const suspects = new Map<string, number>()

  function failed(errand: Errand) {
    suspects.delete(nameOf(errand.payer))
    suspects.set(nameOf(errand.payer), performance.now() + APART_MS)
    // Once it may have been the piece before it, or a busy machine.
    if (errand.failures === 2) refuseNext(errand)
    if (errand.results.length === errand.list.length) return errand.resolve(errand.results)
    if (errand.refused === MOST_REFUSED)
      return errand.reject(new Overdue(errand.results, 'What was sent takes too long to be looked into.'))
    apart.add(errand)
  }

  function isSuspect(payer: Payer): boolean {
    for (const [name, until] of suspects) {
      if (until > performance.now()) break
      suspects.delete(name)
    }
    return suspects.has(nameOf(payer))
  }

  return {
    warm: () => shared.warm(),
    async run(list, payer) {
      if (list.length === 0) return []
      const bench = isSuspect(payer) ? apart : shared
      if (bench.waitingOf(payer) >= MOST_WAITING) throw tooMany()
      return await new Promise((resolve, reject) => {
        bench.add({ list, payer, results: [], failures: 0, refused: 0, resolve, reject })
      })
    },
    async close() {
      await Promise.all([shared.close(), apart.close()])
    },
  }
}

/** Not all of a list was done in time; what was done is not done again. */
export class Overdue extends EtraxError {
  readonly results: readonly WorkResult[]

  constructor(results: readonly WorkResult[], detail: string) {
    super('database-unavailable', detail, { retryAfter: 5 })
    this.results = results
  }
}

function nameOf({ school, sender = '' }: Payer): string {
  return `${school} ${sender}`
}

function tooMany(): EtraxError {
  return new EtraxError('database-unavailable', 'Too much of this sender is waiting.', { retryAfter: 5 })
}
