import type { Route } from '../api/route.ts'
import type { AccessTokens } from '../identity/access-tokens.ts'
import { visitSessionsRoutes } from './visit-sessions-routes.ts'
import { visitStore } from './visit-store.ts'
import { createVisits, type VisitsOptions } from './visits.ts'
import { visitsRoutes } from './visits-routes.ts'

/** Visits as a whole: what begins and ends them, and their routes. */
export function visitParts(
  options: Omit<VisitsOptions, 'store'> & { readonly tokens: AccessTokens; readonly baseHost: string },
): readonly Route[] {
  const store = visitStore(options.database, options.now)
  const visits = createVisits({ ...options, store })
  return [
    ...visitsRoutes({ ...options, visits, store }),
    ...visitSessionsRoutes({ ...options, visits, store }),
  ]
}
