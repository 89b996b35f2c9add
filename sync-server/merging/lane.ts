import type { Worker } from 'node:worker_threads'
import { EtraxError } from '../../shared/errors.ts'
import type { Issue } from '../../shared/validate.ts'
import { fieldsAfter, type Work, type WorkResult } from './work.ts'
import { handTo, startWorker } from './worker-thread.ts'

export interface LaneOptions {
  /** The worker's program; another one in tests alone. */
  readonly program?: URL
  /** How long one piece of work may take; what is good takes a hundredth of it. */
  readonly deadlineMs?: number
  /** After how long without work the worker ends; the next work starts another. */
  readonly idleMs?: number
}

/** A worker thread that does lists of work, one after the other. It is started when there is work first. */
export interface Lane {
  /**
   * The result of each piece of work. What a worker ended or did not finish with twice is refused as malformed.
   * @throws EtraxError 503 where no worker starts, or too much of one list ends in that way
   */
  run(list: readonly Work[]): Promise<readonly WorkResult[]>
  /** Starts the worker for work that is about to come. */
  warm(): void
  close(): Promise<void>
}

const PROGRAM = new URL('./merge-worker.ts', import.meta.url)
/**
 * How long one piece of work may take. What is good takes a thousandth of it: where a machine is that busy, to refuse it would
 * be the worse mistake, and what never ends is rarer than a busy machine.
 */
const DEADLINE_MS = 15_000
const IDLE_MS = 300_000
/** Pieces of one list that may be refused in that way: the next list waits behind this one. */
const MOST_REFUSED = 2
const REFUSED: Issue = { field: 'merge', code: 'malformed' }

export function createLane({
  program = PROGRAM,
  deadlineMs = DEADLINE_MS,
  idleMs = IDLE_MS,
}: LaneOptions = {}): Lane {
  let worker: Promise<Worker> | undefined
  let last: Promise<unknown> = Promise.resolve()
  let closed = false
  let waiting = 0
  let idle: NodeJS.Timeout | undefined

  async function through(list: readonly Work[]): Promise<readonly WorkResult[]> {
    const results: WorkResult[] = []
    let refused = 0
    let failedAt = -1
    while (results.length < list.length) {
      if (closed) throw busy('The server is shutting down.')
      const finished = await handTo(await started(), remaining(list, results), deadlineMs, (result) =>
        results.push(result),
      )
      if (finished) break
      worker = undefined
      const work = list[results.length]
      if (failedAt !== results.length || !work) {
        failedAt = results.length
        continue
      }
      results.push(work.kind === 'resolve' ? { outcome: { issue: REFUSED } } : { issue: REFUSED })
      refused += 1
      if (refused === MOST_REFUSED && results.length < list.length)
        throw new Overdue(results, 'What was sent takes too long to be looked into.')
    }
    return results
  }

  function started(): Promise<Worker> {
    clearTimeout(idle)
    if (worker) return worker
    const mine = startWorker(program)
    const gone = () => {
      if (worker === mine) worker = undefined
    }
    // One that did not start, or ended without work, is followed by another when there is work.
    mine.then((running) => running.once('exit', gone), gone)
    worker = mine
    return mine
  }

  /** A worker takes some fifty megabytes, which most schools' evenings have no use for. */
  function rest() {
    const mine = worker
    worker = undefined
    mine?.then((ended) => ended.terminate()).catch(() => undefined)
  }

  return {
    warm() {
      if (closed) return
      void started()
      if (waiting === 0) idle = setTimeout(rest, idleMs).unref()
    },
    run(list) {
      if (list.length === 0) return Promise.resolve([])
      waiting += 1
      const run = last.then(() => through(list))
      last = run
        .catch(() => undefined)
        .then(() => {
          waiting -= 1
          if (waiting === 0) idle = setTimeout(rest, idleMs).unref()
        })
      return run
    },
    async close() {
      closed = true
      clearTimeout(idle)
      await (await worker?.catch(() => undefined))?.terminate()
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

function busy(detail: string): EtraxError {
  return new EtraxError('database-unavailable', detail, { retryAfter: 5 })
}

/** What is left of a list, with what its earlier part leaves. */
function remaining(list: readonly Work[], results: readonly WorkResult[]): readonly Work[] {
  const done = results.length
  const states = new Map<number, ReturnType<typeof fieldsAfter>>()
  for (const [index, { outcome }] of results.entries()) {
    const work = list[index]
    if (work?.kind !== 'resolve' || !outcome) continue
    const stored = work.after === undefined ? undefined : states.get(work.after)
    states.set(index, fieldsAfter(stored ? { ...work.task, stored } : work.task, outcome))
  }
  return list.slice(done).map((work) => {
    if (work.kind !== 'resolve' || work.after === undefined) return work
    const { after, ...own } = work
    if (after >= done) return { ...own, after: after - done }
    const stored = states.get(after)
    return stored ? { ...own, task: { ...own.task, stored } } : own
  })
}
