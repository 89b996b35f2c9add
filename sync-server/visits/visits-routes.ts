import Type from 'typebox'
import { EtraxError } from '../../shared/errors.ts'
import { isUuid, UUID_PATTERN } from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import type { AppContext } from '../api/app-env.ts'
import { type Route, route, routeWithBody } from '../api/route.ts'
import type { Database } from '../db/database.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import { ACROSS_SCHOOLS, organizationOf } from '../organizations/organization-scope.ts'
import { schoolsToEnter } from './schools-to-enter.ts'
import { VISIT_ROLES, type VisitRow, type VisitStore } from './visit-store.ts'
import type { Visits } from './visits.ts'

export interface VisitsRouteOptions {
  readonly database: Database
  readonly visits: Visits
  readonly store: VisitStore
  readonly log: SecurityLog
  readonly now: () => number
}

/** Whom a school shows who entered it: those who manage its users. */
const SCHOOL_READERS: readonly Role[] = ['SCHOOL_ADMIN', 'SUPER_ADMIN']

const id = Type.String({ pattern: UUID_PATTERN, maxLength: 36 })
const role = Type.Enum([...VISIT_ROLES])
const wanted = Type.Object(
  { schoolId: id, role, reason: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }) },
  { additionalProperties: false },
)
const LONGEST_NAME = 200

/** Asking to enter a school; and, in the school, who entered it and why. */
export function visitsRoutes({ database, visits, store, log, now }: VisitsRouteOptions): readonly Route[] {
  const group = 'visits'

  async function ask(context: AppContext, { schoolId, role, reason }: Type.Static<typeof wanted>) {
    const { tenant, userId, sessionId, role: ownRole, name } = context.var.session
    const schools = await schoolsToEnter(database, { role: ownRole, tenant })
    const school = schools.find(({ id }) => id === schoolId)
    if (!school) throw new EtraxError('not-found', 'There is no such school.')
    const { name: organization } = await organizationOf(database, tenant)
    const { visit, ticket } = await store.ask({
      homeTenantId: tenant.id,
      homeUserId: userId,
      homeSessionId: sessionId,
      visitor: `${name} (${organization})`.slice(0, LONGEST_NAME),
      tenantId: school.id,
      role,
      reason: reason.trim(),
    })
    log('visit', 'asked', { tenant: school.slug, userId, sessionId, target: visit.id })
    return context.json({ ticket, school: school.slug }, 201)
  }

  async function end(context: AppContext) {
    const { tenant } = context.var.session
    const id = context.req.param('id') ?? ''
    const visit = isUuid(id) ? (await store.ofSchool(tenant.id)).find((one) => one.id === id) : undefined
    if (!visit) throw new EtraxError('not-found', 'There is no such visit.')
    if (isUnderWay(visit, now())) await visits.end(visit, 'ended-by-school')
    return context.body(null, 204)
  }

  return [
    route(
      {
        method: 'GET',
        path: '/visits/schools',
        group,
        summary: 'The schools that the caller may enter',
        callers: ACROSS_SCHOOLS,
        answers: [{ status: 200, description: '{ schools: [{ id, slug, name, organization }] }' }],
      },
      async (context) => context.json({ schools: await schoolsToEnter(database, context.var.session) }),
    ),
    routeWithBody(
      {
        method: 'POST',
        path: '/visits',
        group,
        summary: 'Ask to enter a school, as what and why; the ticket opens it once, within a minute',
        callers: ACROSS_SCHOOLS,
        recentSignIn: true,
        answers: [
          { status: 201, description: '{ ticket, school }' },
          { status: 404, description: 'not-found, also for a school outside of the own organization' },
        ],
      },
      wanted,
      ask,
    ),
    route(
      {
        method: 'GET',
        path: '/visits',
        group,
        summary: 'Who entered this school from outside, as what and why; the latest first',
        callers: SCHOOL_READERS,
        answers: [{ status: 200, description: '{ visits }' }],
      },
      async (context) => {
        const all = await store.ofSchool(context.var.session.tenant.id)
        return context.json({ visits: all.map((visit) => shown(visit, now())) })
      },
    ),
    route(
      {
        method: 'DELETE',
        path: '/visits/:id',
        group,
        summary: 'End a visit to this school; what the visitor has not sent stays on their device',
        callers: SCHOOL_READERS,
        answers: [
          { status: 204, description: 'Ended' },
          { status: 404, description: 'not-found' },
        ],
      },
      end,
    ),
  ]
}

function isUnderWay({ endedAt, expiresAt }: VisitRow, now: number): boolean {
  return endedAt === null && expiresAt !== null && Date.parse(expiresAt) > now
}

function shown(visit: VisitRow, now: number) {
  const { id, visitor, role, reason, begunAt, expiresAt, endedAt } = visit
  const underWay = isUnderWay(visit, now)
  return {
    id,
    visitor,
    role,
    reason,
    begunAt,
    until: underWay ? expiresAt : (endedAt ?? expiresAt),
    underWay,
  }
}
