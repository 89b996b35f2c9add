import Type from 'typebox'
import { DEVICE_ID_PATTERN } from '../../shared/clock.ts'
import { EtraxError } from '../../shared/errors.ts'
import { isUuid } from '../../shared/ids.ts'
import { HEADER, type PushRow } from '../../shared/protocol.ts'
import type { AppContext } from '../api/app-env.ts'
import { type Route, route } from '../api/route.ts'
import type { Database } from '../db/database.ts'
import type { MakeCounter } from '../limits/counter.ts'
import { limited } from '../limits/limited.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import type { Sync } from '../sync/create-sync.ts'
import { parseHandIn } from '../sync/parse-rows.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { clearRefreshCookie, readRefreshCookie } from './refresh-cookie.ts'
import { hashSecret, parseRefreshToken } from './refresh-tokens.ts'
import { namedTenants, namesOf, requireTenant } from './require-session.ts'

export interface HandInRouteOptions {
  readonly database: Database
  readonly tenants: TenantDirectory
  readonly baseHost: string
  readonly sync: Sync
  readonly log: SecurityLog
  readonly now: () => number
  readonly counters: MakeCounter
  /** A station that was taken back is known by a cookie of its own. */
  readonly stations: {
    revoked(
      context: AppContext,
    ): Promise<{ readonly tenant: Tenant; readonly userId: string; readonly emptied: boolean } | undefined>
    end(context: AppContext, now: number): Promise<void>
  }
}

interface RevokedSession {
  readonly id: string
  readonly tenantId: string
  readonly userId: string
  readonly deviceId: string
  readonly handedInAt: string | null
}

/** Weeks of work of one device are some hundred batches. */
const BATCHES_AN_HOUR = 600

/**
 * What a revoked device still holds unsent. It has no session any more: it is known by its cookie, a token of one of the sessions
 * that the revocation ended. Nothing of what it hands in is applied; each write becomes a review under its author's name [P7].
 */
export function handInRoutes({
  database,
  tenants,
  baseHost,
  sync,
  log,
  now,
  counters,
  stations,
}: HandInRouteOptions): readonly Route[] {
  const group = 'devices'
  const handIns = limited(
    counters,
    { name: 'hand-in', points: BATCHES_AN_HOUR, seconds: 3_600 },
    'This device hands in too much at once.',
  )

  async function sessionOf(context: AppContext): Promise<RevokedSession | undefined> {
    const token = parseRefreshToken(readRefreshCookie(context))
    if (!token) return undefined
    const [session] = await database<RevokedSession[]>`
      SELECT sessions.id, tenant_id AS "tenantId", user_id AS "userId", device_id AS "deviceId",
        known.handed_in_at AS "handedInAt"
      FROM etrax_system.sessions LEFT JOIN etrax_system.devices AS known USING (tenant_id, user_id, device_id)
      WHERE sessions.id = ${token.sessionId} AND family_hash = ${hashSecret(token.family)}
        AND end_reason = 'device-revoked' AND expires_at > ${new Date(now())}`
    return session
  }

  /**
   * @param of whose words they are, where that is said: nobody's go by the cookie of somebody else
   * @throws EtraxError `unauthenticated` where the cookie is of no session that a revocation ended, `session-ended` where the
   * device has said that it is empty, or is another's
   */
  async function revoked(context: AppContext, of?: string) {
    if (context.req.header('X-Requested-With') !== 'etrax')
      throw new EtraxError('origin-refused', 'The header X-Requested-With: etrax is missing.')
    const session = await sessionOf(context)
    const tenant = session && (await tenants.byId(session.tenantId))
    if (session && tenant && (of === undefined || of === session.userId)) {
      requireTenant(tenant.slug, namedTenants(namesOf(context), baseHost))
      if (session.handedInAt !== null)
        throw new EtraxError('session-ended', 'This device has handed in all that it held.')
      return { ...session, tenant, isStation: false }
    }
    const station = await stations.revoked(context)
    if (station) requireTenant(station.tenant.slug, namedTenants(namesOf(context), baseHost))
    if (station?.emptied)
      throw new EtraxError('session-ended', 'This station has handed in all that it held.')
    if (station && (of === undefined || of === station.userId))
      return {
        ...station,
        id: station.userId,
        tenantId: station.tenant.id,
        deviceId: deviceIdOf(context),
        isStation: true,
      }
    if (session || station) throw new EtraxError('session-ended', 'Another device was revoked here since.')
    throw new EtraxError('unauthenticated', 'Only a revoked device hands in.')
  }

  const handIn = route(
    {
      method: 'POST',
      path: '/devices/hand-in',
      group,
      summary:
        'A revoked device hands in writes that it holds unsent, as reviews: its cookie and X-Requested-With: etrax',
      callers: 'everybody',
      answers: [
        {
          status: 200,
          description:
            '{ reviewIds, left }; `left`: which of the rows, by number, nobody is there for any more; without `userId` then 404',
        },
        {
          status: 401,
          description:
            'unauthenticated: not the cookie of a revoked device; session-ended: it is empty, or another’s',
        },
        { status: 429, description: 'too-many-requests' },
      ],
    },
    async (context) => {
      const body = parseHandIn(await context.req.text())
      const { id, tenant, userId, deviceId, isStation } = await revoked(context, body.userId)
      await handIns.take(id)
      const definition = sync.definition(body.collection)
      if (!definition) throw new EtraxError('not-found', 'There is no such collection.')
      const reviewIds: string[] = []
      const left: number[] = []
      for (const [authorId, numbers] of byAuthor(body.rows, isStation ? undefined : userId)) {
        const sender = { subject: { userId: authorId, role: 'USER', teamIds: [] }, deviceId } as const
        const own = body.rows.filter((_, number) => numbers.includes(number))
        try {
          reviewIds.push(
            ...(await sync.handOver(tenant, definition, sender, authorId, own, 'device-revoked')),
          )
        } catch (error) {
          // One who was erased keeps nobody else's words from being taken. Who does not ask for `left` would take all for taken.
          const isGone = error instanceof EtraxError && error.code === 'not-found'
          if (!isGone || body.userId === undefined) throw error
          left.push(...numbers)
        }
      }
      log('device', 'handed-in', { tenant: tenant.slug, userId })
      return context.json({ reviewIds, left })
    },
  )

  return [
    // Of rows only that they are rows: what one says is kept as it is, however wrong.
    {
      ...handIn,
      body: Type.Object({
        userId: Type.Optional(Type.String({ format: 'uuid' })),
        collection: Type.String(),
        rows: Type.Array(Type.Object({})),
      }),
    },
    route(
      {
        method: 'POST',
        path: '/devices/hand-in/end',
        group,
        summary: 'A revoked device has handed in all that it held and is empty',
        callers: 'everybody',
        answers: [{ status: 204, description: 'Noted; the cookie is cleared' }],
      },
      async (context) => {
        const { tenantId, userId, deviceId, isStation } = await revoked(context)
        await database`
          UPDATE etrax_system.devices SET handed_in_at = ${new Date(now())}
          WHERE tenant_id = ${tenantId} AND user_id = ${userId} AND device_id = ${deviceId}`
        clearRefreshCookie(context)
        if (isStation) await stations.end(context, now())
        return context.body(null, 204)
      },
    ),
  ]
}

/**
 * Each author with the numbers of the own rows. A station's are those of whom they name; what names nobody there is the move of a thing, which
 * says nothing that its transaction does not.
 */
function byAuthor(
  rows: readonly PushRow[],
  userId: string | undefined,
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  for (const [number, row] of rows.entries()) {
    const { actorId } = row.newDocumentState
    const author = userId ?? (isUuid(actorId) ? actorId : undefined)
    if (author !== undefined) found.set(author, [...(found.get(author) ?? []), number])
  }
  return found
}

const deviceIdForm = new RegExp(DEVICE_ID_PATTERN)

function deviceIdOf(context: AppContext): string {
  const deviceId = context.req.header(HEADER.device) ?? ''
  if (!deviceIdForm.test(deviceId))
    throw new EtraxError('malformed-request', `${HEADER.device} is no device id.`)
  return deviceId
}
