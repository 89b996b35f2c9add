import type { Worker } from 'node:worker_threads'
import { EtraxError } from '../../shared/errors.ts'
import { startWorker } from './worker-thread.ts'

/** A place for one worker, which is there while there is work. */
export interface WorkerSlot {
  /** The worker, started where there is none. @throws EtraxError 503 where it does not start, or after the close */
  started(): Promise<Worker>
  /** It is of no use any more; the next work starts another. */
  drop(): void
  /** There is no work: after a while it ends. */
  rest(): void
  close(): Promise<void>
}

/** A worker takes some fifty megabytes, which most schools' evenings have no use for. */
export function createWorkerSlot(program: URL, idleMs: number): WorkerSlot {
  let worker: Promise<Worker> | undefined
  let idle: NodeJS.Timeout | undefined
  let closed = false

  return {
    started() {
      clearTimeout(idle)
      if (closed) return Promise.reject(shuttingDown())
      if (worker) return worker
      const mine = startWorker(program)
      const gone = () => {
        if (worker === mine) worker = undefined
      }
      // One that did not start, or ended without work, is followed by another when there is work.
      mine.then((running) => running.once('exit', gone), gone)
      worker = mine
      return mine
    },
    drop() {
      worker = undefined
    },
    rest() {
      clearTimeout(idle)
      idle = setTimeout(() => {
        const mine = worker
        worker = undefined
        mine?.then((ended) => ended.terminate()).catch(() => undefined)
      }, idleMs).unref()
    },
    async close() {
      closed = true
      clearTimeout(idle)
      await (await worker?.catch(() => undefined))?.terminate()
    },
  }
}

function shuttingDown(): EtraxError {
  return new EtraxError('database-unavailable', 'The server is shutting down.', { retryAfter: 5 })
}
