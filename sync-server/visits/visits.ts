import { users } from '../../shared/collections/users.ts'
import { EtraxError } from '../../shared/errors.ts'
import type { Database } from '../db/database.ts'
import { findAccount } from '../identity/accounts.ts'
import type { SessionEnded, SessionEvents } from '../identity/session-events.ts'
import type { Granted, SessionRow, Sessions } from '../identity/sessions.ts'
import { isAlive } from '../identity/sessions.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import { ACROSS_SCHOOLS } from '../organizations/organization-scope.ts'
import type { Committer } from '../sync/committer.ts'
import { writeAsServer } from '../sync/server-write.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { schoolsToEnter } from './schools-to-enter.ts'
import { noteInAudit } from './visit-audit.ts'
import { VISIT_MS, type VisitRow, type VisitStore } from './visit-store.ts'

export interface VisitsOptions {
  readonly database: Database
  readonly store: VisitStore
  readonly tenants: TenantDirectory
  readonly sessions: Sessions
  readonly events: SessionEvents
  readonly committer: Committer
  readonly log: SecurityLog
  readonly onError: (error: unknown) => void
  readonly now: () => number
}

export interface Visits {
  /**
   * Begins the visit that a ticket opens: written into the school's audit log first, then a session of its own.
   * @param agrees throws where the request names another school: nothing is begun there
   * @throws EtraxError `not-found` where the ticket opens none
   */
  begin(
    ticket: string,
    device: Pick<SessionRow, 'deviceId' | 'userAgent'>,
    agrees: (tenant: Tenant) => void,
  ): Promise<BegunVisit>
  /** What a session of a visit goes on as. @throws EtraxError `session-ended` where the visit may not go on */
  goOn(session: SessionRow): Promise<{ readonly visit: VisitRow; readonly tenant: Tenant }>
  end(visit: VisitRow, reason: 'left' | 'ended-by-school' | 'home-ended' | 'entered-again'): Promise<void>
}

export interface BegunVisit extends Granted {
  readonly visit: VisitRow
  readonly tenant: Tenant
}

/** Entering schools that are not one's own. A visit is over with its time, by leaving, and with the session it was begun from. */
export function createVisits(options: VisitsOptions): Visits {
  const { database, store, tenants, sessions, events, committer, log, onError, now } = options

  /** Whoever was let in must still be let in: the account, its role, the session, and the tree as it stands now. */
  async function mayVisit(visit: VisitRow): Promise<boolean> {
    const [home, session] = await Promise.all([
      tenants.byId(visit.homeTenantId),
      sessions.find(visit.homeSessionId),
    ])
    if (!home || !session || !isAlive(session, now())) return false
    const account = await findAccount(database, home, visit.homeUserId)
    if (!account?.active || !ACROSS_SCHOOLS.includes(account.role)) return false
    const schools = await schoolsToEnter(database, { role: account.role, tenant: home })
    return schools.some(({ id }) => id === visit.tenantId)
  }

  async function begin(
    ticket: string,
    device: Pick<SessionRow, 'deviceId' | 'userAgent'>,
    agrees: (tenant: Tenant) => void,
  ) {
    const visit = await store.use(ticket)
    const tenant = visit && (await tenants.byId(visit.tenantId))
    if (!visit || !tenant || !(await mayVisit(visit)))
      throw new EtraxError('not-found', 'This way into the school was used, has expired, or never was.')
    agrees(tenant)
    const { homeTenantId, homeUserId, userId, role } = visit
    for (const one of await store.under({ tenantId: homeTenantId, userId: homeUserId }))
      await end(one, 'entered-again')
    // In the log before anything can be done: a visit that nobody can see is none.
    const until = new Date(now() + VISIT_MS).toISOString()
    await noteInAudit(committer, tenant, visit, { until })
    const home = await tenants.byId(homeTenantId)
    if (home) await noteInAudit(committer, home, visit, { until, school: tenant.name }, homeUserId)
    await writeAsServer(committer, tenant, undefined, [
      {
        definition: users,
        id: userId,
        change: () => ({ id: userId, stamp: '', name: visit.visitor, role, active: true, teamIds: [] }),
      },
    ])
    events.accountChanged({ tenantId: tenant.id, userId })
    const granted = await sessions.begin({
      kind: 'visit',
      tenantId: tenant.id,
      userId,
      deviceId: device.deviceId ?? undefined,
      userAgent: device.userAgent ?? undefined,
      lifeMs: VISIT_MS,
    })
    await store.begin(visit.id, granted.session)
    log('visit', 'begun', about(visit, tenant, granted.session.id))
    return { ...granted, visit, tenant }
  }

  async function goOn(session: SessionRow) {
    const visit = await store.ofSession(session.id)
    const tenant = await tenants.byId(session.tenantId)
    if (!visit || !tenant || visit.endedAt !== null || !(await mayVisit(visit))) {
      if (visit) await end(visit, 'home-ended')
      throw new EtraxError('session-ended', 'This visit is over. Enter the school again.')
    }
    return { visit, tenant }
  }

  async function end(visit: VisitRow, reason: Parameters<Visits['end']>[1]) {
    const { id, sessionId, tenantId } = visit
    // Other processes hear of the same end.
    if (!(await store.end(id, reason))) return
    if (sessionId !== null) await sessions.end({ id: sessionId, tenantId }, 'ended-by-user')
    const tenant = await tenants.byId(tenantId)
    if (!tenant) return
    await noteInAudit(committer, tenant, visit, { ended: reason })
    log('visit', reason, about(visit, tenant, sessionId ?? undefined))
  }

  async function endUnder(home: SessionEnded) {
    const { sessionId, replacedBy } = home
    if (sessionId !== undefined && replacedBy !== undefined)
      return await store.moveHome(sessionId, replacedBy)
    for (const visit of await store.under(home)) await end(visit, 'home-ended')
  }

  events.onSessionEnded((ended) => void endUnder(ended).catch(onError))
  events.onAccountChanged(({ tenantId, userId }) => {
    const look = async () => {
      for (const visit of await store.under({ tenantId, userId }))
        if (!(await mayVisit(visit))) await end(visit, 'home-ended')
    }
    look().catch(onError)
  })

  return { begin, goOn, end }
}

function about({ userId, id }: VisitRow, tenant: Tenant, sessionId: string | undefined) {
  return { tenant: tenant.slug, userId, sessionId, target: id }
}
