import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { ROLES } from '../../shared/roles.ts'
import type { RedisConnection } from '../redis/redis-connection.ts'
import { SESSION_KINDS } from './sessions.ts'

const shared = Type.Object({
  kind: Type.Enum([...SESSION_KINDS]),
  tenantId: Type.String(),
  userId: Type.String(),
  name: Type.String(),
  role: Type.Enum([...ROLES]),
  personId: Type.Optional(Type.String()),
  teamIds: Type.Array(Type.String()),
  deviceId: Type.Optional(Type.String()),
  expiresAt: Type.Number(),
  /** Null: long ago. */
  authenticatedAt: Type.Union([Type.Number(), Type.Null()]),
})
const check = Compile(shared)

/** A living session and its account, as they were read from Postgres. Times in milliseconds since 1970. */
export type SharedSession = Static<typeof shared>

/** Sessions that any process has just read, for all of them. */
export interface SharedSessions {
  /** With how long it may be believed still, in milliseconds. */
  find(sessionId: string): Promise<{ readonly session: SharedSession; readonly msLeft: number } | undefined>
  keep(sessionId: string, session: SharedSession, ms: number): Promise<void>
}

/** Without Redis each process asks Postgres. */
export const NOT_SHARED: SharedSessions = {
  find: async () => undefined,
  keep: async () => undefined,
}

/**
 * In Redis, by an expiry that Redis itself keeps: the clocks of the processes need not agree. Nothing is revoked there; what
 * Redis forgets or cannot answer is read from Postgres.
 */
export function redisSessions(redis: RedisConnection): SharedSessions {
  const keyOf = (sessionId: string) => `etrax:session:${sessionId}`
  const nothing = async () => undefined
  return {
    find: (sessionId) =>
      redis.ask(async () => {
        const key = keyOf(sessionId)
        const answers = await redis.client.multi().get(key).pttl(key).exec()
        const [text, msLeft] = (answers ?? []).map(([, value]) => value)
        if (typeof text !== 'string' || typeof msLeft !== 'number' || msLeft <= 0) return undefined
        const session: unknown = JSON.parse(text)
        return check.Check(session) ? { session, msLeft } : undefined
      }, nothing),
    keep: (sessionId, session, ms) =>
      redis.ask(
        async () => void (await redis.client.set(keyOf(sessionId), JSON.stringify(session), 'PX', ms)),
        nothing,
      ),
  }
}
