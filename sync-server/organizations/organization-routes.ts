import Type from 'typebox'
import type { AppContext } from '../api/app-env.ts'
import { type Route, route } from '../api/route.ts'
import type { Database } from '../db/database.ts'
import { ACROSS_SCHOOLS, organizationOf } from './organization-scope.ts'
import { readBudget, readTotals } from './read-totals.ts'

export interface OrganizationRouteOptions {
  readonly database: Database
  readonly now: () => number
}

const id = Type.String({ format: 'uuid' })
const kind = Type.Enum(['district', 'county', 'state', 'other'])
const count = Type.Integer({ minimum: 0 })
const organizationAnswer = Type.Object({
  organization: Type.Object({ id, name: Type.String(), kind }),
  organizations: Type.Array(
    Type.Object({ id, parentId: Type.Union([id, Type.Null()]), name: Type.String(), kind }),
  ),
  schools: Type.Array(
    Type.Object({
      id,
      slug: Type.String(),
      name: Type.String(),
      timeZone: Type.String(),
      organizationId: id,
    }),
  ),
})
const totalsAnswer = Type.Object({
  asOf: Type.String({ format: 'date-time' }),
  schools: Type.Array(
    Type.Object({
      schoolId: id,
      pieces: count,
      out: count,
      overdue: count,
      inMaintenance: count,
      lost: count,
      retired: count,
      unsafe: count,
      recertificationDue: count,
      valueCents: count,
    }),
  ),
})
const budgetAnswer = Type.Object({
  years: Type.Array(
    Type.Object({ schoolId: id, year: Type.Integer(), pieces: count, spentCents: count, lostCents: count }),
  ),
})

/** What an organization sees of the schools below it: which they are, what they have and what it cost; no person. */
export function organizationRoutes({ database, now }: OrganizationRouteOptions): readonly Route[] {
  const group = 'organization'
  const callers = ACROSS_SCHOOLS

  const ownOrganization = (context: AppContext) => organizationOf(database, context.var.session.tenant)

  return [
    route(
      {
        method: 'GET',
        path: '/organization',
        group,
        summary: 'The own organization, those below it, and their schools',
        callers,
        answers: [{ status: 200, description: 'Names only', schema: organizationAnswer }],
      },
      async (context) => {
        const { id, name, kind, organizations, schools } = await ownOrganization(context)
        return context.json({ organization: { id, name, kind }, organizations, schools })
      },
    ),
    route(
      {
        method: 'GET',
        path: '/organization/totals',
        group,
        summary: 'What each school has; a school without equipment is left out',
        callers,
        answers: [{ status: 200, description: 'Counts of pieces, values in cents', schema: totalsAnswer }],
      },
      async (context) => {
        const { role } = await ownOrganization(context)
        const at = new Date(now())
        const schools = role === null ? [] : await readTotals(database, role, at)
        return context.json({ asOf: at.toISOString(), schools })
      },
    ),
    route(
      {
        method: 'GET',
        path: '/organization/budget',
        group,
        summary: 'What each school bought in each year, and what of it was lost',
        callers,
        answers: [{ status: 200, description: 'The latest year first', schema: budgetAnswer }],
      },
      async (context) => {
        const { role } = await ownOrganization(context)
        return context.json({ years: role === null ? [] : await readBudget(database, role) })
      },
    ),
  ]
}
