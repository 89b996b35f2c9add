import { auditAct } from '../identity/audit-act.ts'
import type { Committer } from '../sync/committer.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { keepThings } from './borrower-effects.ts'
import type { LoanCollections } from './lender-effects.ts'
import type { LoanRow, LoanStore } from './loan-store.ts'
import type { Loans } from './loans.ts'

export interface EndLoansOptions {
  readonly store: LoanStore
  readonly loans: Pick<Loans, 'take'>
  readonly tenants: TenantDirectory
  readonly committer: Committer
  readonly collections: LoanCollections
}

/** What the lender does with a loan whose borrower goes: what had arrived there is lost, what was on its way is back. */
const BY_LENDER = { approved: 'withdraw', lent: 'write_off', going_back: 'take_back' } as const

/**
 * Ends every loan of a school that is to be removed, in the school that stays: no thing goes on being lent to nobody, and none
 * belongs to nobody. What was borrowed from the school that goes becomes the other's own. Resolves to how many there were.
 * @throws Error where a step of one is under way
 */
export async function endLoansOf(options: EndLoansOptions, gone: Tenant): Promise<number> {
  const { store } = options
  const open = await store.openOf(gone.id)
  if (open.some(({ pending }) => pending !== null))
    throw new Error(
      `A step of a loan of ${gone.slug} is under way. Try again in a minute, with the server running.`,
    )
  for (const row of open) await endOne(options, row, gone)
  return open.length
}

async function endOne(
  { store, loans, tenants, committer, collections }: EndLoansOptions,
  row: LoanRow,
  gone: Tenant,
): Promise<void> {
  const isLenderGone = row.lenderId === gone.id
  const stays = await tenants.byId(isLenderGone ? row.borrowerId : row.lenderId)
  if (!stays) return
  // In the log first, and by nobody of the school: what follows names who took part in the loan last.
  await auditAct(committer, stays, {
    actorId: undefined,
    action: 'update',
    collection: 'loans',
    documentId: row.id,
    detail: { ended: 'school-removed', school: gone.name },
  })
  if (isLenderGone) {
    const { id: loanId, until, lines, borrowerUserId } = row
    if (borrowerUserId !== null)
      await committer.run(stays, {
        size: lines.length,
        needs: () => undefined,
        decide: (unit) =>
          keepThings(unit, collections, {
            ...{ loanId, until, lines, actorId: borrowerUserId },
            other: { id: gone.id, name: gone.name },
          }),
      })
    if (!(await store.close(row, 'returned'))) throw new Error('A loan was changed meanwhile. Try again.')
    return
  }
  const { state, lenderUserId } = row
  if (lenderUserId === null || (state !== 'approved' && state !== 'lent' && state !== 'going_back')) return
  await loans.take(row, BY_LENDER[state], { side: 'lender', tenantId: stays.id, userId: lenderUserId })
}
