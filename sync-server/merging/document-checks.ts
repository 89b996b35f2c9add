import { hash } from 'node:crypto'
import { EtraxError } from '../../shared/errors.ts'
import { type MergeLimits, MOST_HISTORY } from '../../shared/merge-document/limits.ts'
import type { Issue } from '../../shared/validate.ts'
import type { Payer } from './fair-turns.ts'
import { type Lane, Overdue } from './lane.ts'
import type { WorkResult } from './work.ts'

/** What the documents of one push may cost together, in operations: those of a hundred rows with histories of years. */
export const MOST_OF_PUSH = 10 * MOST_HISTORY
/** Verdicts that are remembered: what was refused is sent again by a device that did not hear of it. */
const MOST_VERDICTS = 2_000
/** Documents that are measured before their sum is looked at. */
const MEASURED_AT_ONCE = 50

interface Verdict {
  readonly size: number
  /** Undefined: it may be stored. `unopened`: it was measured alone. */
  readonly issue: Issue | 'unopened' | undefined
}

/** What is wrong with each document; undefined where it may be stored. */
export type Verdicts = ReadonlyMap<string, Issue | undefined>

/**
 * Looks into documents: each is measured first, and opened only where it and all of its push together cost no more than they
 * may.
 */
export function createDocumentChecks(lane: Lane) {
  const verdicts = new Map<string, Verdict>()

  function remember(document: string, verdict: Verdict) {
    const [oldest] = verdicts.size >= MOST_VERDICTS ? verdicts.keys() : []
    if (oldest !== undefined) verdicts.delete(oldest)
    verdicts.set(nameOf(document), verdict)
  }

  /** @throws EtraxError `too-large` */
  async function measure(documents: readonly string[], payer: Payer): Promise<Map<string, Verdict>> {
    const found = new Map<string, Verdict>()
    const unseen: string[] = []
    let sum = 0
    const take = (document: string, verdict: Verdict) => {
      found.set(document, verdict)
      sum += verdict.size
    }
    for (const document of documents) {
      const verdict = verdicts.get(nameOf(document))
      if (verdict) take(document, verdict)
      else unseen.push(document)
    }
    for (let at = 0; at < unseen.length && sum <= MOST_OF_PUSH; at += MEASURED_AT_ONCE) {
      const some = unseen.slice(at, at + MEASURED_AT_ONCE)
      const results = await lane.run(
        some.map((document) => ({ kind: 'measure', document })),
        payer,
      )
      for (const [index, { size = 0, issue }] of results.entries())
        take(some[index] ?? '', { size, issue: issue ?? 'unopened' })
    }
    if (sum > MOST_OF_PUSH) {
      throw new EtraxError(
        'too-large',
        'The merge documents of this push have more history than is looked into at once. Send fewer rows.',
        { details: { limit: MOST_OF_PUSH } },
      )
    }
    return found
  }

  /**
   * What was found in each of them. It is of this call alone: what others bring meanwhile may push out what is remembered.
   * @throws EtraxError `too-large` where they cost too much together; 503 where it takes too long
   */
  return async function check(
    limits: MergeLimits,
    documents: readonly string[],
    payer: Payer,
  ): Promise<Verdicts> {
    const measured = await measure(documents, payer)
    const found = new Map<string, Issue | undefined>()
    const unopened: string[] = []
    for (const [document, { size, issue }] of measured) {
      if (issue === 'unopened') unopened.push(document)
      else {
        found.set(document, issue)
        remember(document, { size, issue })
      }
    }
    const take = (results: readonly WorkResult[]) => {
      for (const [index, { issue }] of results.entries()) {
        const document = unopened[index] ?? ''
        found.set(document, issue)
        remember(document, { size: measured.get(document)?.size ?? 0, issue })
      }
    }
    try {
      take(
        await lane.run(
          unopened.map((document) => ({ kind: 'check', limits, document })),
          payer,
        ),
      )
    } catch (error) {
      if (error instanceof Overdue) take(error.results)
      throw error
    }
    return found
  }
}

function nameOf(document: string): string {
  return hash('sha256', document, 'base64')
}
