import type { Route } from '../api/route.ts'
import type { Database } from '../db/database.ts'
import type { Committer } from '../sync/committer.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import type { LoanCollections } from './lender-effects.ts'
import { loanStore } from './loan-store.ts'
import { createLoans, type Loans, type LoansOptions } from './loans.ts'
import { loansRoutes } from './loans-routes.ts'

/** Loans as a whole: their steps, their routes, and what goes on with them after a break. */
export function loanParts(options: {
  readonly database: Database
  readonly tenants: TenantDirectory
  readonly committer: Committer
  readonly collections: LoanCollections
  readonly now: () => number
  readonly between?: LoansOptions['between'] | undefined
}): { readonly loans: Loans; readonly routes: readonly Route[] } {
  const store = loanStore(options.database, options.now)
  const loans = createLoans({ ...options, store })
  return { loans, routes: loansRoutes({ ...options, store, loans }) }
}
