import type { Issue } from '../../shared/validate.ts'
import type { Payer } from './fair-turns.ts'
import { fieldsAfter, type Work, type WorkResult } from './work.ts'

/** A list of work on its way through the lane. */
export interface Errand {
  readonly payer: Payer
  readonly list: readonly Work[]
  /** Of the list's beginning: what is done. */
  readonly results: WorkResult[]
  /** How often the next piece ended its worker, or took too long. */
  failures: number
  /** Pieces that were given up. */
  refused: number
  resolve(results: readonly WorkResult[]): void
  reject(error: unknown): void
}

const REFUSED: Issue = { field: 'merge', code: 'malformed' }

/** Gives up the next piece: it is answered as what can't be read. */
export function refuseNext(errand: Errand): void {
  const work = errand.list[errand.results.length]
  errand.results.push(work?.kind === 'resolve' ? { outcome: { issue: REFUSED } } : { issue: REFUSED })
  errand.refused += 1
  errand.failures = 0
}

/** The next `most` pieces, with what the earlier part leaves. */
export function nextPieces({ list, results }: Errand, most: number): readonly Work[] {
  const done = results.length
  const states = new Map<number, ReturnType<typeof fieldsAfter>>()
  for (const [index, { outcome }] of results.entries()) {
    const work = list[index]
    if (work?.kind !== 'resolve' || !outcome) continue
    const stored = work.after === undefined ? undefined : states.get(work.after)
    states.set(index, fieldsAfter(stored ? { ...work.task, stored } : work.task, outcome))
  }
  return list.slice(done, done + most).map((work) => {
    if (work.kind !== 'resolve' || work.after === undefined) return work
    const { after, ...own } = work
    if (after >= done) return { ...own, after: after - done }
    const stored = states.get(after)
    return stored ? { ...own, task: { ...own.task, stored } } : own
  })
}
