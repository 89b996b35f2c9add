import { accessKey, type Subject } from '../../shared/access.ts'
import { EtraxError } from '../../shared/errors.ts'
import type { Role } from '../../shared/roles.ts'
import type { Database } from '../db/database.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import type { AccessClaims } from './access-tokens.ts'
import { findAccount } from './accounts.ts'
import type { SessionEvents } from './session-events.ts'
import { isAlive, type Sessions } from './sessions.ts'

/** Who asks, as every route below sign-in finds it: read from the school's users and never from the token. */
export interface RequestSession {
  readonly sessionId: string
  readonly userId: string
  readonly name: string
  readonly role: Role
  readonly personId: string | undefined
  readonly teamIds: readonly string[]
  readonly tenant: Tenant
  readonly subject: Subject
  /** Names role and scope. */
  readonly access: string
  /** Of the session, in milliseconds since 1970. */
  readonly expiresAt: number
}

type Claims = Pick<AccessClaims, 'userId' | 'sessionId' | 'tenantId'>

export interface LiveSessions {
  /**
   * The session as it stands, at most {@link KEPT_MS} old; what this process itself changed is seen at once.
   * @throws EtraxError `session-ended` or `account-disabled`
   */
  require(claims: Claims): Promise<RequestSession>
  /** The same, asked of Postgres now. */
  requireNow(claims: Claims): Promise<RequestSession>
}

export const KEPT_MS = 3_000
const MOST_KEPT = 20_000

export function liveSessions(options: {
  readonly database: Database
  readonly tenants: TenantDirectory
  readonly sessions: Sessions
  readonly events: SessionEvents
  readonly now?: () => number
}): LiveSessions {
  const { database, tenants, sessions, events, now = Date.now } = options
  const kept = new Map<string, { userId: string; until: number; session: Promise<RequestSession> }>()

  events.onSessionEnded((event) => {
    if (event.sessionId !== undefined) kept.delete(event.sessionId)
    if (event.userId !== undefined) forgetUser(event.userId)
  })
  events.onAccountChanged((event) => forgetUser(event.userId))

  function forgetUser(userId: string) {
    for (const [sessionId, entry] of kept) if (entry.userId === userId) kept.delete(sessionId)
  }

  async function read({ userId, sessionId, tenantId }: Claims): Promise<RequestSession> {
    const [session, tenant] = await Promise.all([sessions.find(sessionId), tenants.byId(tenantId)])
    if (session?.endReason === 'disabled') throw disabled()
    const fits = session?.tenantId === tenantId && session.userId === userId && isAlive(session, now())
    if (!fits || !tenant) throw new EtraxError('session-ended', 'This session has ended. Sign in again.')
    const account = await findAccount(database, tenant, userId)
    if (!account?.active) throw disabled()
    const { name, role, personId, teamIds } = account
    const subject: Subject = { userId, role, personId, teamIds }
    return {
      sessionId,
      userId,
      name,
      role,
      personId,
      teamIds,
      tenant,
      subject,
      access: accessKey(subject),
      expiresAt: Date.parse(session.expiresAt),
    }
  }

  function requireNow(claims: Claims): Promise<RequestSession> {
    const session = read(claims)
    const entry = { userId: claims.userId, until: now() + KEPT_MS, session }
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(claims.sessionId, entry)
    session.catch(() => {
      // A refusal is asked again each time; so is what could not be read.
      if (kept.get(claims.sessionId) === entry) kept.delete(claims.sessionId)
    })
    return session
  }

  return {
    requireNow,
    async require(claims) {
      const entry = kept.get(claims.sessionId)
      if (!entry || entry.until <= now()) return await requireNow(claims)
      const session = await entry.session
      // A token names all three; one that mixes them is nobody's.
      if (session.userId !== claims.userId || session.tenant.id !== claims.tenantId)
        throw new EtraxError('session-ended', 'This session has ended. Sign in again.')
      return session
    },
  }
}

function disabled(): EtraxError {
  return new EtraxError('account-disabled', 'This account is disabled. What is unsent stays on the device.')
}
