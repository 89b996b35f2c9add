import type { Database } from '../db/database.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import { type AccessTokens, accessTokens } from './access-tokens.ts'
import { type LiveSessions, liveSessions } from './request-session.ts'
import { type Authenticator, authenticator } from './require-session.ts'
import { type SessionEvents, sessionEvents } from './session-events.ts'
import { type Sessions, sessionStore } from './sessions.ts'
import type { SharedSessions } from './shared-sessions.ts'
import { signingKeys } from './signing-keys.ts'

export interface IdentityOptions {
  readonly database: Database
  readonly tenants: TenantDirectory
  /** Where private keys are kept. */
  readonly dataDir: string
  /** Names this installation in its tokens. */
  readonly issuer: string
  /** Below it each school has a host of its own. */
  readonly baseHost: string
  /** Sessions that other processes have read. */
  readonly shared?: SharedSessions | undefined
  readonly now?: () => number
}

/** Sign-in as a whole: sessions, tokens, and who hears when one of them ends. */
export interface Identity extends Authenticator {
  readonly sessions: Sessions
  readonly tokens: AccessTokens
  readonly live: LiveSessions
  readonly events: SessionEvents
}

export function createIdentity(options: IdentityOptions): Identity {
  const { database, tenants, dataDir, issuer, baseHost, shared, now = Date.now } = options
  const events = sessionEvents()
  const sessions = sessionStore(database, events, now)
  const tokens = accessTokens(signingKeys(database, dataDir, now), issuer, now)
  const live = liveSessions({ database, tenants, sessions, events, now, ...(shared ? { shared } : {}) })
  return { sessions, tokens, live, events, ...authenticator(tokens, live, baseHost) }
}
