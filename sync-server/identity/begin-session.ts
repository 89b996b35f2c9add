import { EtraxError } from '../../shared/errors.ts'
import type { Database } from '../db/database.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { type Account, findAccount } from './accounts.ts'
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

/** What proved who it is: the password alone, or a second factor, be it a passkey, which is two. */
export interface Proved {
  readonly by: string
  readonly factor: boolean
}

/** The last step of every way to sign in: everything that was asked for has been proved. */
export async function beginSession(
  { database, sessions, log }: BeginSessionOptions,
  { tenant, account }: { readonly tenant: Tenant; readonly account: Account },
  { address, deviceId, userAgent }: RequestOrigin,
  { by, factor }: Proved,
): Promise<Granted> {
  const who = { tenantId: tenant.id, userId: account.id }
  // Not before: a device that knows the password alone is none that was signed in on.
  if (deviceId !== undefined) await noteDevice(database, { ...who, deviceId })
  const { role } = account
  const granted = await sessions.begin({ kind: 'account', ...who, deviceId, userAgent, factor, role })
  // Whether a factor is asked for was decided by the role of before: a rise that came meanwhile has ended the sessions that it saw.
  const asItIsNow = factor ? account : await findAccount(database, tenant, account.id)
  if (asItIsNow?.role !== account.role) {
    await sessions.end(granted.session, 'factor-required')
    throw new EtraxError('session-ended', 'Your role was changed meanwhile. Sign in again.')
  }
  const about = { tenant: tenant.slug, userId: account.id, address, sessionId: granted.session.id }
  log('sign-in', 'granted', { ...about, target: by })
  return granted
}
