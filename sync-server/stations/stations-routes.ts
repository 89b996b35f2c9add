import Type from 'typebox'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { users } from '../../shared/collections/users.ts'
import { EtraxError } from '../../shared/errors.ts'
import { isUuid, UUID_PATTERN, uuidv7 } from '../../shared/ids.ts'
import { MANAGERS, type Role, STAFF } from '../../shared/roles.ts'
import { LOCK_SECONDS, USUAL_LOCK_SECONDS } from '../../shared/station.ts'
import type { AppContext } from '../api/app-env.ts'
import { type Route, route, routeWithBody } from '../api/route.ts'
import type { Database } from '../db/database.ts'
import { findAccount } from '../identity/accounts.ts'
import { auditAct } from '../identity/audit-act.ts'
import type { RequestSession } from '../identity/request-session.ts'
import type { SessionEvents } from '../identity/session-events.ts'
import type { Sessions } from '../identity/sessions.ts'
import { mayManage } from '../identity/user-rights.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import type { Committer } from '../sync/committer.ts'
import { writeAsServer } from '../sync/server-write.ts'
import { withTenant } from '../tenancy/with-tenant.ts'
import { replaceBadge } from './staff.ts'
import { readStaffMarks, readStations } from './station-list.ts'
import { newEnrolCode } from './station-store.ts'

export interface StationsRouteOptions {
  readonly database: Database
  readonly committer: Committer
  readonly sessions: Sessions
  readonly events: SessionEvents
  readonly log: SecurityLog
  readonly now: () => number
}

/** Whose badge a manager of equipment does not make, and whom it puts on no station: whoever holds one acts in their names. */
const ADMINS: ReadonlySet<Role> = new Set(['SCHOOL_ADMIN', 'ORG_ADMIN', 'SUPER_ADMIN'])

const id = Type.String({ pattern: UUID_PATTERN, maxLength: 36 })
const parts = {
  name: Type.String({ minLength: 1, maxLength: 100 }),
  teamIds: Type.Array(id, { maxItems: 50 }),
  staffIds: Type.Array(id, { maxItems: 200 }),
  lockSeconds: Type.Enum([...LOCK_SECONDS]),
}
const newStation = Type.Object(
  { ...parts, lockSeconds: Type.Optional(parts.lockSeconds) },
  { additionalProperties: false },
)
const stationChange = Type.Partial(Type.Object(parts), { additionalProperties: false })

/** Stations as managers keep them: made, changed, enrolled anew and taken back; and the badges of those who work at them. */
export function stationsRoutes(options: StationsRouteOptions): readonly Route[] {
  const { database, committer, sessions, events, log, now } = options
  const group = 'stations'
  const callers = MANAGERS

  const audit = (
    session: RequestSession,
    action: 'create' | 'update' | 'revoke',
    about: { readonly id: string; readonly name: string },
    detail: Readonly<Record<string, unknown>> = {},
  ) =>
    auditAct(committer, session.tenant, {
      actorId: session.userId,
      action,
      collection: 'stations',
      documentId: about.id,
      detail: { name: about.name, ...detail },
    })

  async function stationOf(context: AppContext) {
    const { tenant } = context.var.session
    const wanted = context.req.param('id')
    const found = (await readStations(database, tenant)).find((one) => one.id === wanted)
    if (!found || found.revokedAt !== undefined)
      throw new EtraxError('not-found', 'There is no such station.')
    return found
  }

  async function writeAccount(session: RequestSession, stationId: string, fields: Partial<AnyDocument>) {
    await writeAsServer(committer, session.tenant, session.userId, [
      {
        definition: users,
        id: stationId,
        change: (stored) => ({
          role: 'STATION',
          active: true,
          ...stored,
          ...fields,
          id: stationId,
          stamp: '',
        }),
      },
    ])
    events.accountChanged({ tenantId: session.tenant.id, userId: stationId })
  }

  const writeStaff = (session: RequestSession, stationId: string, staffIds: readonly string[]) =>
    withTenant(database, session.tenant, async (tx) => {
      await tx`DELETE FROM station_staff WHERE station_id = ${stationId}`
      await tx`
        INSERT INTO station_staff (station_id, user_id)
        SELECT ${stationId}::uuid, id FROM users
        WHERE id = ANY(${[...new Set(staffIds)]}::text[]::uuid[]) AND role = ANY(${[...STAFF]}::text[]) AND NOT deleted`
    })

  function mayActFor(session: RequestSession, user: { readonly id: string; readonly role: Role }): boolean {
    return user.id === session.userId || !ADMINS.has(user.role) || mayManage(session.role, user.role)
  }

  async function requireMayStaff(session: RequestSession, added: readonly string[]) {
    const found = await withTenant(
      database,
      session.tenant,
      (tx) => tx<{ id: string; role: Role }[]>`
        SELECT id, role FROM users WHERE id = ANY(${[...added]}::text[]::uuid[])`,
    )
    if (!found.every((user) => mayActFor(session, user)))
      throw new EtraxError('forbidden', 'Your role puts nobody of that role on a station.')
  }

  async function create(context: AppContext, body: Type.Static<typeof newStation>) {
    const { session } = context.var
    const stationId = uuidv7(now())
    const { name, teamIds, staffIds, lockSeconds = USUAL_LOCK_SECONDS } = body
    await requireMayStaff(session, staffIds)
    await audit(session, 'create', { id: stationId, name })
    await withTenant(
      database,
      session.tenant,
      (tx) => tx`INSERT INTO stations (id, lock_seconds) VALUES (${stationId}, ${lockSeconds})`,
    )
    await writeAccount(session, stationId, { name, teamIds })
    await writeStaff(session, stationId, staffIds)
    const code = await newEnrolCode(database, session.tenant, stationId, now())
    return context.json({ id: stationId, ...code }, 201)
  }

  async function change(context: AppContext, body: Type.Static<typeof stationChange>) {
    const { session } = context.var
    const station = await stationOf(context)
    const { name, teamIds, staffIds, lockSeconds } = body
    const added = staffIds?.filter((one) => !station.staffIds.includes(one))
    if (added) await requireMayStaff(session, added)
    // First: what cannot be entered is not done.
    await audit(session, 'update', station, { fields: Object.keys(body).sort() })
    if (name !== undefined || teamIds !== undefined)
      await writeAccount(session, station.id, {
        ...(name === undefined ? {} : { name }),
        ...(teamIds === undefined ? {} : { teamIds }),
      })
    if (staffIds !== undefined) await writeStaff(session, station.id, staffIds)
    if (lockSeconds !== undefined)
      await withTenant(
        database,
        session.tenant,
        (tx) => tx`UPDATE stations SET lock_seconds = ${lockSeconds} WHERE id = ${station.id}`,
      )
    return context.json(await stationOf(context))
  }

  async function revoke(context: AppContext) {
    const { session } = context.var
    const station = await stationOf(context)
    await audit(session, 'revoke', station)
    await withTenant(
      database,
      session.tenant,
      (tx) =>
        tx`UPDATE stations SET revoked_at = ${new Date(now())}, code_hash = NULL WHERE id = ${station.id}`,
    )
    await sessions.endAllOf(session.tenant.id, station.id, 'device-revoked')
    await writeAccount(session, station.id, { active: false })
    log('device', 'revoked', { tenant: session.tenant.slug, userId: session.userId, target: station.id })
    return context.body(null, 204)
  }

  const noStation = { status: 404, description: 'not-found: there is no such station' }
  const code = { description: '{ code, expiresAt }, shown this once' }
  return [
    route(
      {
        method: 'GET',
        path: '/stations',
        group,
        summary: 'The stations of the school, and who of the staff has a PIN or a badge',
        callers,
        answers: [{ status: 200, description: '{ stations, staff }' }],
      },
      async (context) => {
        const { tenant } = context.var.session
        const [stations, staff] = await Promise.all([
          readStations(database, tenant),
          readStaffMarks(database, tenant),
        ])
        return context.json({ stations, staff })
      },
    ),
    routeWithBody(
      {
        method: 'POST',
        path: '/stations',
        group,
        summary: 'Make a station, and a code by which a browser becomes it',
        callers,
        waysIn: true,
        answers: [{ status: 201, ...code }],
      },
      newStation,
      create,
    ),
    routeWithBody(
      {
        method: 'PATCH',
        path: '/stations/:id',
        group,
        summary: 'Change name, teams, staff or the time after which it locks',
        callers,
        waysIn: true,
        answers: [{ status: 200, description: 'The station as it is now' }, noStation],
      },
      stationChange,
      change,
    ),
    route(
      {
        method: 'DELETE',
        path: '/stations/:id',
        group,
        summary: 'Revoke a station: at its next contact it hands in what is unsent and is emptied',
        callers,
        answers: [{ status: 204, description: 'Revoked' }, noStation],
      },
      revoke,
    ),
    route(
      {
        method: 'POST',
        path: '/stations/:id/code',
        group,
        summary: 'A code by which another browser becomes this station; the present one is it until then',
        callers,
        waysIn: true,
        answers: [{ status: 201, ...code }, noStation],
      },
      async (context) => {
        const { session } = context.var
        const station = await stationOf(context)
        return context.json(await newEnrolCode(database, session.tenant, station.id, now()), 201)
      },
    ),
    route(
      {
        method: 'POST',
        path: '/stations/badges/:id',
        group,
        summary: 'Give one of the staff a new badge; the one before opens nothing any more',
        callers,
        waysIn: true,
        answers: [
          { status: 201, description: '{ code }, shown this once' },
          { status: 404, description: 'not-found: nobody of the staff' },
        ],
      },
      async (context) => {
        const { session } = context.var
        const userId = context.req.param('id') ?? ''
        const member = (await readStaffMarks(database, session.tenant)).find((one) => one.userId === userId)
        if (!isUuid(userId) || !member) throw new EtraxError('not-found', 'There is nobody of that id.')
        const account = await findAccount(database, session.tenant, userId)
        if (account && !mayActFor(session, { id: userId, role: account.role }))
          throw new EtraxError('forbidden', 'Your role does not make badges of users of this role.')
        await auditAct(committer, session.tenant, {
          actorId: session.userId,
          action: 'update',
          collection: 'users',
          documentId: userId,
          detail: { fields: ['badge'] },
        })
        return context.json({ code: await replaceBadge(database, session.tenant, userId) }, 201)
      },
    ),
  ]
}
