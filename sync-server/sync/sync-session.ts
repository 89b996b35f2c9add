import type { Context } from 'hono'
import type { Subject } from '../../shared/access.ts'
import { DEVICE_ID_PATTERN } from '../../shared/clock.ts'
import { EtraxError } from '../../shared/errors.ts'
import { HEADER, OLDEST_SCHEMA_VERSION, SCHEMA_VERSION } from '../../shared/protocol.ts'
import { stationOf } from '../../shared/station.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import type { Sender } from './sender.ts'

/** What sign-in leaves on a request for these routes. */
export interface SyncSession {
  readonly sessionId: string
  readonly subject: Subject
  /** Names role and scope. */
  readonly access: string
  readonly tenant: Tenant
}

export type SyncEnv = { Variables: { session: SyncSession } }

const deviceIdForm = new RegExp(DEVICE_ID_PATTERN)
/** Under these the server itself writes, decisions and what comes by REST: whoever took one would pass for having known it [C4]. */
const ownNames = /^(server|rest\..*)$/

/** @throws EtraxError `malformed-request` where the header is missing, no device id, or a name of the server's */
function deviceIdOf(context: Context<SyncEnv>): string {
  const deviceId = context.req.header(HEADER.device) ?? ''
  if (!deviceIdForm.test(deviceId) || ownNames.test(deviceId)) {
    throw new EtraxError(
      'malformed-request',
      `${HEADER.device} must be 1 to 64 letters, digits or one of _.:-, and no name of the server’s`,
    )
  }
  // Of what names a station each says that it was made there.
  const station = stationOf(deviceId)
  const { subject } = context.var.session
  if (station !== undefined && (subject.role !== 'STATION' || subject.stationDeviceId !== deviceId))
    throw new EtraxError('malformed-request', `${HEADER.device} is that of a station.`)
  if (station === undefined && subject.role === 'STATION')
    throw new EtraxError('malformed-request', `${HEADER.device} is not that of this station.`)
  return deviceId
}

/** Who pushes. @throws EtraxError `malformed-request` where the device's header is missing or no device id */
export function senderOf(context: Context<SyncEnv>): Sender {
  return {
    subject: context.var.session.subject,
    deviceId: deviceIdOf(context),
    deviceTime: deviceTimeIn(context.req.header(HEADER.time)),
  }
}

/** Nobody is refused for a clock, whatever it says [C3]: what is no time is no evidence. */
function deviceTimeIn(text: string | undefined): number | undefined {
  return text !== undefined && /^-?[0-9]{1,15}$/.test(text) ? Number(text) : undefined
}

/** Versions of the set of collections that are served [L5]. */
export interface SchemaVersions {
  readonly oldest: number
  readonly current: number
}

export const SCHEMA_VERSIONS: SchemaVersions = { oldest: OLDEST_SCHEMA_VERSION, current: SCHEMA_VERSION }

/**
 * A request that names no version speaks the current one.
 * @throws EtraxError `malformed-request`, `schema-too-old` with `oldest`, `server-outdated`
 */
export function requireSchema(header: string | undefined, { oldest, current }: SchemaVersions): number {
  if (header === undefined) return current
  if (!/^[0-9]{1,6}$/.test(header)) {
    throw new EtraxError('malformed-request', `${HEADER.schema} must be a whole number.`)
  }
  const version = Number(header)
  if (version < oldest) {
    throw new EtraxError(
      'schema-too-old',
      'This version of the app is too old: update it. What is unsent stays.',
      { details: { oldest } },
    )
  }
  if (version > current) {
    throw new EtraxError('server-outdated', 'The server is older than the app.', { retryAfter: 60 })
  }
  return version
}

/** A number of the query; undefined where it is absent. @throws EtraxError `malformed-request` */
export function wholeNumber(name: string, text: string | undefined, least = 0): number | undefined {
  if (text === undefined) return undefined
  if (!/^[0-9]{1,15}$/.test(text) || Number(text) < least) {
    throw new EtraxError('malformed-request', `${name} must be a whole number of at least ${least}.`)
  }
  return Number(text)
}
