import { type LoanSide, loanStepsOf } from '../../shared/loans.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import { borrowedId } from './borrower-effects.ts'
import type { LoanRow } from './loan-store.ts'

/** A loan as one side sees it: the other school's name, the things, what may be done; nobody of the other school. */
export async function shownLoan(tenants: TenantDirectory, row: LoanRow, side: LoanSide) {
  const [lender, borrower] = await Promise.all([tenants.byId(row.lenderId), tenants.byId(row.borrowerId)])
  const { id, state, until, request, version, pending, createdAt, updatedAt } = row
  return {
    id,
    side,
    lender: lender?.name ?? '',
    borrower: borrower?.name ?? '',
    state,
    until,
    request,
    lines: row.lines.map(({ equipmentId, ...line }, index) => ({
      ...line,
      // Each side has the thing under an id of its own.
      ...(side === 'lender' ? { equipmentId } : {}),
      ...(side === 'borrower' ? { equipmentId: borrowedId(id, index) } : {}),
    })),
    steps: pending === null ? loanStepsOf(state, side) : [],
    underWay: pending !== null,
    version,
    createdAt,
    updatedAt,
  }
}
