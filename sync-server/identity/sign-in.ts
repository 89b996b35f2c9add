import { EtraxError } from '../../shared/errors.ts'
import type { Database } from '../db/database.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { type Account, findAccountByEmail, normalEmail } from './accounts.ts'
import { isKnownDevice, noteDevice } from './devices.ts'
import { verifyPassword } from './passwords.ts'
import type { Granted, Sessions } from './sessions.ts'
import type { SignInLimits } from './sign-in-limits.ts'

export interface SignInRequest {
  /** The school's slug. */
  readonly tenant: string
  readonly email: string
  readonly password: string
  readonly address: string
  readonly deviceId: string | undefined
  readonly userAgent: string | undefined
}

export interface SignedIn extends Granted {
  readonly tenant: Tenant
  readonly account: Account
}

export interface SignInOptions {
  readonly database: Database
  readonly tenants: TenantDirectory
  readonly sessions: Sessions
  readonly limits: SignInLimits
  readonly log: SecurityLog
}

/**
 * Signs in with a password. Whatever is wrong, the answer and the time it takes are the same.
 * @throws EtraxError `invalid-credentials`, `too-many-requests`
 */
export async function signIn(options: SignInOptions, request: SignInRequest): Promise<SignedIn> {
  const { database, tenants, sessions, limits, log } = options
  const tenant = await tenants.bySlug(request.tenant)
  const account = tenant && (await findAccountByEmail(database, tenant, request.email))
  const device =
    tenant && account && request.deviceId !== undefined
      ? { tenantId: tenant.id, userId: account.id, deviceId: request.deviceId }
      : undefined
  const attempt = {
    tenant: request.tenant,
    email: normalEmail(request.email),
    address: request.address,
    knownDevice: device !== undefined && (await isKnownDevice(database, device)),
  }
  const about = { tenant: request.tenant, userId: account?.id, address: request.address }
  try {
    await limits.require(attempt)
  } catch (error) {
    log('sign-in', 'throttled', about)
    throw error
  }
  const fits = await verifyPassword(account?.passwordHash, request.password)
  if (!fits || !tenant || !account?.active) {
    await limits.failed(attempt)
    log('sign-in', 'refused', about)
    throw new EtraxError('invalid-credentials', 'School, e-mail address or password is not right.')
  }
  await limits.succeeded(attempt)
  if (device) await noteDevice(database, device)
  const granted = await sessions.begin({
    tenantId: tenant.id,
    userId: account.id,
    deviceId: request.deviceId,
    userAgent: request.userAgent,
  })
  log('sign-in', 'granted', { ...about, sessionId: granted.session.id })
  return { ...granted, tenant, account }
}
