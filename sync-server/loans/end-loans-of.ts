import type { LoanState, LoanStep } from '../../shared/loans.ts'
import { auditAct } from '../identity/audit-act.ts'
import type { Committer } from '../sync/committer.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { keepThings } from './borrower-effects.ts'
import { type LoanCollections, loseThings, takeBackThings, wasLent } from './lender-effects.ts'
import type { LoanRow, LoanStore } from './loan-store.ts'
import { BROKEN_OFF_MS } from './loans.ts'
import { schoolAsUser } from './school-as-user.ts'

export interface EndLoansOptions {
  readonly store: LoanStore
  readonly tenants: TenantDirectory
  readonly committer: Committer
  readonly collections: LoanCollections
  readonly now: () => number
}

/** What becomes, in the lender's school, of a loan whose borrower goes: what had arrived there is lost, what was on its way is back. */
const AT_LENDER: Readonly<Record<LoanStep | LoanState, 'lose' | 'take_back' | undefined>> = {
  lent: 'lose',
  receive: 'lose',
  write_off: 'lose',
  approved: 'take_back',
  approve: 'take_back',
  decline: 'take_back',
  withdraw: 'take_back',
  reclaim: 'take_back',
  send_back: 'take_back',
  going_back: 'take_back',
  take_back: 'take_back',
  asked: undefined,
  offer: undefined,
  offered: undefined,
  refuse: undefined,
  returned: undefined,
  lost: undefined,
  declined: undefined,
  refused: undefined,
  withdrawn: undefined,
}

/**
 * Ends every loan of a school that is to be removed, in the school that stays: no thing goes on being lent to nobody, and none
 * belongs to nobody. What was borrowed from the school that goes becomes the other's own. The tables of the school that goes are
 * neither read nor written: they may be damaged. Resolves to how many there were.
 * @throws Error where a step of one is under way
 */
export async function endLoansOf(options: EndLoansOptions, gone: Tenant): Promise<number> {
  const { store, now } = options
  const open = await store.openOf(gone.id)
  // What was broken off longer ago is carried out by nobody where the school's tables are damaged: it ends with the rest.
  const isUnderWay = ({ pendingSince }: LoanRow) =>
    pendingSince !== null && Date.parse(pendingSince) > now() - BROKEN_OFF_MS
  if (open.some(isUnderWay))
    throw new Error(
      `A step of a loan of ${gone.slug} is under way. Try again in a minute, with the server running.`,
    )
  for (const row of open) await endOne(options, row, gone)
  return open.length
}

async function endOne(options: EndLoansOptions, row: LoanRow, gone: Tenant): Promise<void> {
  const { store, tenants, committer, collections } = options
  const isLenderGone = row.lenderId === gone.id
  const stays = await tenants.byId(isLenderGone ? row.borrowerId : row.lenderId)
  if (!stays) return
  // In the log first, and by nobody of the school: what follows is in the name of the school that goes.
  await auditAct(committer, stays, {
    actorId: undefined,
    action: 'update',
    collection: 'loans',
    documentId: row.id,
    detail: { ended: 'school-removed', school: gone.name },
  })
  const effect = isLenderGone ? 'keep' : AT_LENDER[row.pending ?? row.state]
  if (effect !== undefined)
    await committer.run(stays, {
      size: row.lines.length,
      needs: () => undefined,
      decide(unit) {
        const { id: loanId, until, lines } = row
        const other = { id: gone.id, name: gone.name }
        const about = { loanId, until, lines, other, by: undefined }
        const acting = { ...about, actorId: schoolAsUser(unit, collections, other) }
        if (effect === 'keep') return keepThings(unit, collections, acting)
        // A step that was broken off may have lent nothing yet.
        if (!wasLent(unit, collections, acting)) return
        if (effect === 'lose') loseThings(unit, collections, acting)
        else takeBackThings(unit, collections, acting)
      },
    })
  if (!(await store.close(row, effect === 'lose' ? 'lost' : 'returned')))
    throw new Error('A loan was changed meanwhile. Try again.')
}
