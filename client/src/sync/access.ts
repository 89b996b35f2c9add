import { isJsonObject } from '../../../shared/json.ts'
import { HEADER, SCHEMA_VERSION } from '../../../shared/protocol.ts'
import { isRole } from '../../../shared/roles.ts'
import { stationOf } from '../../../shared/station.ts'
import { exclusively } from '../db/exclusively.ts'
import type { SentStation } from '../db/station.ts'
import { ApiError } from './api-error.ts'
import { stationIn } from './read-station.ts'
import { readJson, request } from './request.ts'
import { type SessionEnd, type SessionRecord, textOf } from './session-record.ts'

/** A token that ends within this time is renewed before it is used. */
const RENEW_BEFORE_MS = 30_000

/** Held by whoever uses the refresh cookie up, over all tabs and the worker. */
export const REFRESH_LOCK = 'etrax-refresh'

/** A session that is over is not asked for again before this time: every local write would. */
const ENDED_MS = 60_000

export interface SignedInAnswer {
  readonly accessToken: string
  /** Time of this device at which the token ends. */
  readonly expiresAt: number
  readonly record: SessionRecord
  /** Where this browser is a station. */
  readonly station?: SentStation | undefined
}

/** The answer to a sign-in or a refresh. */
export function readSignIn(body: unknown, tenant: string): SignedInAnswer {
  const user = isJsonObject(body) ? body.user : undefined
  const school = isJsonObject(body) && isJsonObject(body.school) ? body.school : {}
  const visit = isJsonObject(body) && isJsonObject(body.visit) ? body.visit : {}
  if (!isJsonObject(body) || !isJsonObject(user)) throw unexpected()
  const { accessToken, expiresIn } = body
  const { id, name, role } = user
  if (typeof accessToken !== 'string' || typeof expiresIn !== 'number') throw unexpected()
  if (typeof id !== 'string' || typeof name !== 'string' || !isRole(role)) throw unexpected()
  const station = stationIn(body.station)
  return {
    accessToken,
    expiresAt: Date.now() + expiresIn * 1_000,
    record: {
      tenant: textOf(user.tenant) ?? tenant,
      userId: id,
      userName: name,
      role,
      schoolName: textOf(school.name),
      schoolColour: textOf(school.colour),
      timeZone: textOf(school.timeZone),
      visitUntil: textOf(visit.until),
      stationDeviceId: station?.deviceId,
    },
    station,
  }
}

function unexpected(): ApiError {
  return new ApiError('unexpected-answer', 'The answer to the sign-in is not complete.')
}

/** The access token of the signed-in person; in memory alone, renewed by the refresh cookie. */
export interface Access {
  readonly tenant: string
  /** A token that is good for a while. @throws ApiError where there is none to be had */
  token(): Promise<string>
  /** The server refused this token: the next one is made new. */
  refused(token: string): void
  /** A token of the session that took the place of the one before. */
  replace(token: { readonly accessToken: string; readonly expiresAt: number }): void
}

export interface AccessEvents {
  /** A refresh brought the person's present role and name. */
  onRenewed(record: SessionRecord): void
  /** It brought what this station holds: who its staff are, and what they identify themselves by. */
  onStation(station: SentStation): Promise<void>
  /** The session is over for good: only a new sign-in helps. */
  onEnded(reason: SessionEnd): void
}

function endBy(code: ApiError['code']): SessionEnd {
  if (code === 'account-disabled') return 'disabled'
  return code === 'device-revoked' ? 'revoked' : 'expired'
}

export function createAccess(
  { tenant, userId, visitUntil }: Pick<SessionRecord, 'tenant' | 'userId' | 'visitUntil'>,
  deviceId: string,
  events: AccessEvents,
  first?: { readonly accessToken: string; readonly expiresAt: number },
): Access {
  // A visit has a cookie of its own: that of the own school waits for the way back. So has a station.
  const ownPath = stationOf(deviceId) ? '/api/v1/auth/station/session' : '/api/v1/auth/refresh'
  const path = visitUntil === undefined ? ownPath : '/api/v1/auth/visit/refresh'
  let current = first
  let renewing: Promise<string> | undefined
  let over: { readonly error: ApiError; readonly at: number } | undefined

  async function renew(): Promise<string> {
    try {
      // One refresh at a time over all tabs and the worker: each takes the cookie that the one before it left.
      const answer = await exclusively(REFRESH_LOCK, async () => {
        const { response } = await request(path, {
          method: 'POST',
          headers: {
            'X-Requested-With': 'etrax',
            [HEADER.tenant]: tenant,
            [HEADER.device]: deviceId,
            [HEADER.schema]: String(SCHEMA_VERSION),
          },
        })
        return readSignIn(await readJson(response), tenant)
      })
      // The cookie is the browser's: another person may have signed in meanwhile, whose token is not for this queue [P7].
      if (answer.record.userId !== userId)
        throw new ApiError('session-ended', 'Somebody else is signed in here now.')
      if (answer.station) await events.onStation(answer.station)
      current = answer
      events.onRenewed(answer.record)
      return answer.accessToken
    } catch (error) {
      if (error instanceof ApiError && (error.status === 401 || error.code === 'session-ended')) {
        over = { error, at: performance.now() }
        events.onEnded(endBy(error.code))
      }
      throw error
    }
  }

  return {
    tenant,
    async token() {
      if (current && current.expiresAt - Date.now() > RENEW_BEFORE_MS) return current.accessToken
      if (over && performance.now() - over.at < ENDED_MS) throw over.error
      renewing ??= renew().finally(() => {
        renewing = undefined
      })
      return renewing
    },
    replace(token) {
      current = token
    },
    refused(token) {
      if (current?.accessToken === token) current = undefined
    },
  }
}
