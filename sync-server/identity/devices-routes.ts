import Type from 'typebox'
import { EtraxError } from '../../shared/errors.ts'
import { isUuid } from '../../shared/ids.ts'
import type { AppContext } from '../api/app-env.ts'
import { type Route, route, routeWithBody } from '../api/route.ts'
import type { Database } from '../db/database.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import type { Committer } from '../sync/committer.ts'
import { findAccount } from './accounts.ts'
import { auditAct } from './audit-act.ts'
import { type ListedDevice, readDevices, renameDevice, revokeDevice, userNames } from './device-list.ts'
import type { RequestSession } from './request-session.ts'
import type { SessionEvents } from './session-events.ts'
import type { Sessions } from './sessions.ts'
import { mayManage, USER_MANAGERS } from './user-rights.ts'

export interface DevicesRouteOptions {
  readonly database: Database
  readonly committer: Committer
  readonly sessions: Sessions
  readonly events: SessionEvents
  readonly log: SecurityLog
  readonly now: () => number
}

const deviceAnswer = Type.Object({
  id: Type.String({ format: 'uuid' }),
  userId: Type.String({ format: 'uuid' }),
  userName: Type.Optional(Type.String()),
  deviceId: Type.String(),
  name: Type.Optional(Type.String()),
  userAgent: Type.Optional(Type.String()),
  schemaVersion: Type.Optional(Type.Integer()),
  firstSeenAt: Type.String({ format: 'date-time' }),
  lastSeenAt: Type.String({ format: 'date-time' }),
  revokedAt: Type.Optional(Type.String({ format: 'date-time' })),
  handedInAt: Type.Optional(Type.String({ format: 'date-time' })),
  current: Type.Boolean(),
})
const newName = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 100 }) },
  { additionalProperties: false },
)

/** The devices from which people sign in: seen, named and taken back by their owner, and by who manages users. */
export function devicesRoutes(options: DevicesRouteOptions): readonly Route[] {
  const { database, committer, sessions, events, log, now } = options
  const group = 'devices'

  async function shown(session: RequestSession, devices: readonly ListedDevice[]) {
    const [own, names] = await Promise.all([
      sessions.find(session.sessionId),
      userNames(database, session.tenant),
    ])
    return devices.map((device) => ({
      ...device,
      userName: names.get(device.userId),
      current: device.userId === session.userId && device.deviceId === own?.deviceId,
    }))
  }

  /** One's own, or one of a user whom the caller manages; everything else is not there. */
  async function reachable(context: AppContext): Promise<ListedDevice> {
    const { session } = context.var
    const id = context.req.param('id')
    const [device] = isUuid(id) ? await readDevices(database, session.tenant, { id }) : []
    if (device?.userId === session.userId) return device
    if (!device || !isUserManager(session)) throw new EtraxError('not-found', 'There is no such device.')
    const account = await findAccount(database, session.tenant, device.userId)
    // Whose account is gone has nobody above an admin any more.
    if (account && !mayManage(session.role, account.role))
      throw new EtraxError('forbidden', 'Your role does not manage users of this role.')
    return device
  }

  const audit = (session: RequestSession, action: 'update' | 'revoke', device: ListedDevice) =>
    auditAct(committer, session.tenant, {
      actorId: session.userId,
      action,
      collection: 'devices',
      documentId: device.id,
      // Its name may be a person's: it stands with the device, and not in a log that nobody changes.
      detail: { userId: device.userId, deviceId: device.deviceId },
    })

  return [
    route(
      {
        method: 'GET',
        path: '/devices',
        group,
        summary:
          'The own devices, the last seen first; with of=school those of everybody, for who manages users',
        callers: 'signed-in',
        query: { of: 'school: of all users' },
        answers: [
          {
            status: 200,
            description: 'The devices',
            schema: Type.Object({ devices: Type.Array(deviceAnswer) }),
          },
          { status: 403, description: 'forbidden: of=school without managing users' },
        ],
      },
      async (context) => {
        const { session } = context.var
        const ofSchool = context.req.query('of') === 'school'
        if (ofSchool && !isUserManager(session))
          throw new EtraxError('forbidden', 'Your role does not see the devices of others.')
        const devices = await readDevices(
          database,
          session.tenant,
          ofSchool ? {} : { userId: session.userId },
        )
        return context.json({ devices: await shown(session, devices) })
      },
    ),
    routeWithBody(
      {
        method: 'PATCH',
        path: '/devices/:id',
        group,
        summary: 'Give a device another name',
        callers: 'signed-in',
        answers: [
          { status: 200, description: 'The device as it is now', schema: deviceAnswer },
          { status: 404, description: 'not-found, also for one that the caller may not see' },
        ],
      },
      newName,
      async (context, { name }) => {
        const { session } = context.var
        const device = await reachable(context)
        await renameDevice(database, device.id, name.trim() || name)
        await audit(session, 'update', device)
        const [renamed] = await shown(session, await readDevices(database, session.tenant, { id: device.id }))
        return context.json(renamed)
      },
    ),
    route(
      {
        method: 'DELETE',
        path: '/devices/:id',
        group,
        summary:
          'Revoke a device: its sessions end now; at its next contact it hands in what is unsent and is emptied',
        callers: 'signed-in',
        answers: [
          { status: 204, description: 'Revoked' },
          { status: 404, description: 'not-found, also for one that the caller may not see' },
        ],
      },
      async (context) => {
        const { session } = context.var
        const device = await reachable(context)
        // Written down before it is done: no revocation is without its entry.
        await audit(session, 'revoke', device)
        const by = { userId: session.userId, at: new Date(now()) }
        for (const sessionId of await revokeDevice(database, session.tenant, device, by))
          events.sessionEnded({ tenantId: session.tenant.id, sessionId })
        log('device', 'revoked', {
          tenant: session.tenant.slug,
          userId: session.userId,
          target: device.userId,
        })
        return context.body(null, 204)
      },
    ),
  ]
}

function isUserManager({ role }: RequestSession): boolean {
  return USER_MANAGERS.some((one) => one === role)
}
