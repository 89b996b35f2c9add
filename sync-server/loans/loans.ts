import { EtraxError } from '../../shared/errors.ts'
import { type LoanEffect, type LoanStep, loanTransition } from '../../shared/loans.ts'
import type { Committer } from '../sync/committer.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { giveBackThings, leaveThings, receiveThings } from './borrower-effects.ts'
import {
  type LoanCollections,
  lendThings,
  loseThings,
  type Refused,
  takeBackThings,
  type WantedEffect,
} from './lender-effects.ts'
import type { LoanLine } from './loan-line.ts'
import type { LoanActor, LoanRow, LoanStore } from './loan-store.ts'
import { schoolAsUser } from './school-as-user.ts'

export interface LoansOptions {
  readonly store: LoanStore
  readonly tenants: TenantDirectory
  readonly committer: Committer
  readonly collections: LoanCollections
  readonly now: () => number
  /** Between two commits; where a test ends the process. */
  readonly between?: ((point: 'claimed' | 'carried-out') => void) | undefined
}

export interface Loans {
  /**
   * Takes a step of a loan. @throws EtraxError `loan-changed` where it is not to be taken now; `not-in-room` with the things that
   * stand in the way
   */
  take(seen: LoanRow, step: LoanStep, by: LoanActor, lines?: readonly LoanLine[]): Promise<LoanRow>
  /** Goes on with what was broken off. */
  resume(): Promise<void>
}

/** A step that is younger may be under way in another process. */
export const BROKEN_OFF_MS = 30_000

interface Outcome {
  readonly refused: Refused
  readonly lines: readonly LoanLine[]
}

/**
 * Steps of loans. No transaction spans two schools, and none a school and the platform: a step is claimed in the platform's row,
 * carried out in one commit of each school that it touches, and noted as done. Broken off anywhere, it is carried out again to the same end, since
 * what it writes there has ids that follow from the loan.
 */
export function createLoans(options: LoansOptions): Loans {
  const { store, tenants, committer, collections, now, between } = options

  async function carryOut(claimed: LoanRow): Promise<Refused> {
    const { pending, pendingBy, state } = claimed
    const transition = pending && pendingBy && loanTransition(pending, state, pendingBy)
    if (!transition) throw new Error('A loan has begun a step that it has not.')
    let outcome: Outcome = { refused: undefined, lines: claimed.lines }
    for (const effect of transition.effects ?? []) {
      // One after the other: what leaves one school is what comes back to the other. Only the first of them may be refused.
      outcome = await effectOf({ ...claimed, lines: outcome.lines }, effect)
      if (outcome.refused !== undefined) break
      between?.('carried-out')
    }
    const { refused, lines } = outcome
    if (refused === undefined) await store.finish(claimed, transition.to, lines)
    else await store.giveUp(claimed)
    return refused
  }

  async function effectOf(loan: LoanRow, effect: LoanEffect): Promise<Outcome> {
    const [lender, borrower] = await Promise.all([tenants.byId(loan.lenderId), tenants.byId(loan.borrowerId)])
    if (!lender || !borrower) throw new Error('A school of the loan is gone.')
    const isLenders = effect === 'lend' || effect === 'take_back' || effect === 'lose'
    const [own, other] = isLenders ? [lender, borrower] : [borrower, lender]
    const { id: loanId, until, lines } = loan
    return await inSchool(own, effect, {
      loanId,
      other: { id: other.id, name: other.name },
      until,
      lines,
      by: ownUserOf(loan, isLenders ? 'lender' : 'borrower'),
    })
  }

  function inSchool(tenant: Tenant, effect: LoanEffect, wanted: WantedEffect): Promise<Outcome> {
    return committer.run(tenant, {
      size: wanted.lines.length,
      needs: () => undefined,
      decide(unit) {
        const { lines, by, other } = wanted
        const about = { ...wanted, actorId: by ?? schoolAsUser(unit, collections, other) }
        switch (effect) {
          case 'lend':
            return { refused: lendThings(unit, collections, about), lines }
          case 'take_back':
            return { refused: takeBackThings(unit, collections, about), lines }
          case 'lose':
            return loseThings(unit, collections, about)
          case 'receive':
            return { refused: receiveThings(unit, collections, about), lines }
          case 'give_back':
            return giveBackThings(unit, collections, about)
          case 'leave':
            return leaveThings(unit, collections, about)
        }
      },
    })
  }

  return {
    async take(seen, step, by, lines) {
      const transition = loanTransition(step, seen.state, by.side)
      if (!transition || seen.pending !== null) throw changed(seen)
      const claimed = await store.claim(seen, step, by, lines)
      if (!claimed) throw changed(seen)
      between?.('claimed')
      const refused = await carryOut(claimed)
      if (refused !== undefined)
        throw new EtraxError('not-in-room', 'Not everything is in the room.', {
          details: { equipmentIds: refused },
        })
      return (await store.find(seen.id)) ?? claimed
    },
    async resume() {
      const failures: unknown[] = []
      for (const row of await store.brokenOff(new Date(now() - BROKEN_OFF_MS))) {
        try {
          await carryOut(row)
        } catch (error) {
          failures.push(error)
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, 'Loans could not be gone on with.')
    },
  }
}

/**
 * Of a school, who it is that takes the step in its tables: its own user who took part last, unless the other school takes it. What
 * the organization agrees to is what that user offered.
 */
function ownUserOf(
  { pendingBy, lenderUserId, borrowerUserId }: LoanRow,
  side: 'lender' | 'borrower',
): string | undefined {
  if (pendingBy !== 'organization' && pendingBy !== side) return undefined
  return (side === 'lender' ? lenderUserId : borrowerUserId) ?? undefined
}

function changed({ state }: LoanRow): EtraxError {
  return new EtraxError('loan-changed', 'The loan is not where this step is taken.', { details: { state } })
}
