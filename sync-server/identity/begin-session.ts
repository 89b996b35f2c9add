import type { Database } from '../db/database.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import type { Account } from './accounts.ts'
import { noteDevice } from './devices.ts'
import type { Granted, Sessions } from './sessions.ts'

export interface BeginSessionOptions {
  readonly database: Database
  readonly sessions: Sessions
  readonly log: SecurityLog
}

/** What a request says of where it comes from. */
export interface RequestOrigin {
  readonly address: string
  readonly deviceId: string | undefined
  readonly userAgent: string | undefined
}

/** The last step of every way to sign in: everything that was asked for has been proved. `by` is what proved it. */
export async function beginSession(
  { database, sessions, log }: BeginSessionOptions,
  { tenant, account }: { readonly tenant: Tenant; readonly account: Account },
  { address, deviceId, userAgent }: RequestOrigin,
  by: string,
): Promise<Granted> {
  const who = { tenantId: tenant.id, userId: account.id }
  // Not before: a device that knows the password alone is none that was signed in on.
  if (deviceId !== undefined) await noteDevice(database, { ...who, deviceId })
  const granted = await sessions.begin({ kind: 'account', ...who, deviceId, userAgent })
  const about = { tenant: tenant.slug, userId: account.id, address, sessionId: granted.session.id }
  log('sign-in', 'granted', { ...about, target: by })
  return granted
}
