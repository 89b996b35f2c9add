import { randomBytes } from 'node:crypto'
import Type from 'typebox'
import { EtraxError } from '../../shared/errors.ts'
import type { AppContext } from '../api/app-env.ts'
import { type Route, route, routeWithBody } from '../api/route.ts'
import type { DataProtection } from '../data-protection/data-protection.ts'
import type { Database } from '../db/database.ts'
import { ACCESS_TOKEN_LIFE, type AccessTokens } from '../identity/access-tokens.ts'
import { findAccount } from '../identity/accounts.ts'
import { auditAct } from '../identity/audit-act.ts'
import { deviceRevoked } from '../identity/device-revoked.ts'
import { namedTenants, namesOf, requireTenant } from '../identity/require-session.ts'
import type { Sessions } from '../identity/sessions.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import type { Committer } from '../sync/committer.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { staffFor } from './staff.ts'
import { readStationCookie, writeStationCookie } from './station-cookie.ts'
import { enrol, type KnownStation, stationBy } from './station-store.ts'

export interface StationSessionOptions {
  readonly database: Database
  readonly tenants: TenantDirectory
  readonly sessions: Sessions
  readonly tokens: AccessTokens
  readonly protection: DataProtection
  readonly committer: Committer
  readonly log: SecurityLog
  readonly baseHost: string
  readonly now: () => number
}

const enrolment = Type.Object(
  {
    tenant: Type.String({ minLength: 1, maxLength: 63 }),
    code: Type.String({ minLength: 1, maxLength: 40 }),
  },
  { additionalProperties: false },
)

/** How a browser becomes a station, and how a station goes on: by a credential of its own, which is no person's. */
export function stationSessionRoutes(options: StationSessionOptions): readonly Route[] {
  const { database, tenants, sessions, tokens, protection, committer, log, baseHost, now } = options
  const group = 'stations'
  const purposeOf = (stationId: string) => `stations.key:${stationId}` as const

  /** One session for each enrolment: it goes on for as long as the station is one. */
  async function sessionOf(context: AppContext, tenant: Tenant, station: KnownStation): Promise<string> {
    const [living] = await database<{ id: string }[]>`
      UPDATE etrax_system.sessions SET used_at = ${new Date(now())}
      WHERE id = (
        SELECT id FROM etrax_system.sessions
        WHERE tenant_id = ${tenant.id} AND user_id = ${station.id} AND device_id = ${station.deviceId}
          AND ended_at IS NULL AND expires_at > ${new Date(now() + ACCESS_TOKEN_LIFE * 1_000)} LIMIT 1)
      RETURNING id`
    if (living) return living.id
    const { session } = await sessions.begin({
      kind: 'station',
      tenantId: tenant.id,
      userId: station.id,
      deviceId: station.deviceId,
      userAgent: context.req.header('User-Agent'),
    })
    return session.id
  }

  async function answer(context: AppContext, tenant: Tenant, station: KnownStation) {
    const account = await findAccount(database, tenant, station.id)
    if (station.over || !account?.active) throw deviceRevoked()
    const key = Buffer.from(await protection.open(tenant.id, purposeOf(station.id), station.key), 'base64url')
    const sessionId = await sessionOf(context, tenant, station)
    await withTenant(
      database,
      tenant,
      (tx) => tx`UPDATE stations SET last_seen_at = ${new Date(now())} WHERE id = ${station.id}`,
    )
    const { id, name, role, teamIds } = account
    return context.json({
      accessToken: await tokens.sign({ userId: id, sessionId, tenantId: tenant.id }),
      expiresIn: ACCESS_TOKEN_LIFE,
      user: { id, name, role, tenant: tenant.slug, teamIds },
      school: { name: tenant.name, timeZone: tenant.timeZone },
      station: {
        deviceId: station.deviceId,
        lockSeconds: station.lockSeconds,
        key: key.toString('base64url'),
        staff: await staffFor(database, protection, tenant, station.id, key),
      },
    })
  }

  return [
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/station/enrol',
        group,
        summary: 'Make this browser a station by a code; the header X-Requested-With: etrax',
        callers: 'everybody',
        answers: [
          { status: 200, description: 'As at sign-in, with `station`; the credential is a cookie' },
          { status: 401, description: 'invalid-credentials, the same for all causes' },
        ],
      },
      enrolment,
      async (context, { tenant: slug, code }) => {
        requireOwnPage(context)
        requireTenant(slug, namedTenants(namesOf(context), baseHost))
        const tenant = await tenants.bySlug(slug)
        const sealedKey = (stationId: string) =>
          protection.seal(tenant?.id ?? '', purposeOf(stationId), randomBytes(32).toString('base64url'))
        const enrolled = tenant && (await enrol(database, tenant, code, now(), sealedKey))
        if (!tenant || !enrolled) {
          log('device', 'enrolment-refused', { tenant: slug, address: context.var.address })
          throw new EtraxError('invalid-credentials', 'School or code is not right, or the code is too old.')
        }
        const { stationId, secret } = enrolled
        await sessions.endAllOf(tenant.id, stationId, 'device-revoked')
        await auditAct(committer, tenant, {
          actorId: undefined,
          action: 'update',
          collection: 'stations',
          documentId: stationId,
          detail: { fields: ['enrolment'], enrolledAs: enrolled.deviceId },
        })
        log('device', 'enrolled', { tenant: slug, target: stationId, address: context.var.address })
        const station = await stationBy(database, tenant, enrolled)
        if (!station) throw new Error('The station was not stored.')
        writeStationCookie(context, { tenantId: tenant.id, stationId, secret })
        return await answer(context, tenant, station)
      },
    ),
    route(
      {
        method: 'POST',
        path: '/auth/station/session',
        group,
        summary: 'A station goes on: its cookie and the header X-Requested-With: etrax',
        callers: 'everybody',
        answers: [
          { status: 200, description: 'As at enrolment' },
          { status: 401, description: 'unauthenticated, or device-revoked: it hands in what is unsent' },
        ],
      },
      async (context) => {
        requireOwnPage(context)
        const credential = readStationCookie(context)
        const tenant = credential && (await tenants.byId(credential.tenantId))
        const station = tenant && credential && (await stationBy(database, tenant, credential))
        if (!credential || !tenant || !station)
          throw new EtraxError('unauthenticated', 'This browser is no station.')
        requireTenant(tenant.slug, namedTenants(namesOf(context), baseHost))
        if (!station.over) writeStationCookie(context, credential)
        return await answer(context, tenant, station)
      },
    ),
  ]
}

function requireOwnPage(context: AppContext) {
  if (context.req.header('X-Requested-With') !== 'etrax')
    throw new EtraxError('origin-refused', 'The header X-Requested-With: etrax is missing.')
}
