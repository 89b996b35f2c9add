import type { Errand } from './errand.ts'
import { nextPieces } from './errand.ts'
import { createFairTurns, type Payer } from './fair-turns.ts'
import { createWorkerSlot } from './worker-slot.ts'
import { handTo } from './worker-thread.ts'

/** One worker and who waits for it, served by fair turns of a part of a list each. */
export interface Bench {
  add(errand: Errand): void
  waitingOf(payer: Payer): number
  /** Starts the worker for work that is about to come. */
  warm(): void
  close(): Promise<void>
}

export interface BenchOptions {
  readonly program: URL
  /** How long one piece of work may take. */
  readonly deadlineMs: number
  readonly idleMs: number
  /** Told when a piece ended the worker, or took longer than it may: the errand is the caller's again. */
  readonly failed: (errand: Errand) => void
}

/** Pieces that are handed over at once: the worker stops earlier where they take longer than a turn. */
const MOST_AT_ONCE = 32

export function createBench({ program, deadlineMs, idleMs, failed }: BenchOptions): Bench {
  const turns = createFairTurns<Errand>()
  const slot = createWorkerSlot(program, idleMs)
  let serving = false

  async function serve(errand: Errand): Promise<void> {
    const worker = await slot.started()
    const begun = performance.now()
    const end = await handTo(worker, nextPieces(errand, MOST_AT_ONCE), deadlineMs, (result) => {
      errand.results.push(result)
      errand.failures = 0
    })
    turns.took(errand.payer, performance.now() - begun)
    if (end === 'ended') {
      slot.drop()
      errand.failures += 1
      failed(errand)
    } else if (errand.results.length < errand.list.length) {
      turns.add(errand.payer, errand)
    } else {
      errand.resolve(errand.results)
    }
  }

  async function serveAll() {
    if (serving) return
    serving = true
    for (let errand = turns.next(); errand; errand = turns.next()) await serve(errand).catch(errand.reject)
    serving = false
    slot.rest()
  }

  return {
    add(errand) {
      turns.add(errand.payer, errand)
      void serveAll()
    },
    waitingOf: (payer) => turns.waitingOf(payer),
    warm() {
      slot.started().catch(() => undefined)
      if (!serving) slot.rest()
    },
    close: () => slot.close(),
  }
}
