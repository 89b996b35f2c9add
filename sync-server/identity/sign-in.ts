import { EtraxError } from '../../shared/errors.ts'
import type { Database } from '../db/database.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { type Account, findAccountByEmail, normalEmail, replaceHash, type SignInAccount } from './accounts.ts'
import { beginSession } from './begin-session.ts'
import { isKnownDevice, requireNotRevoked } from './devices.ts'
import { hashPassword, isOutdatedHash, verifyPassword } from './passwords.ts'
import type { Challenges } from './second-factor/challenges.ts'
import type { FactorCodes } from './second-factor/factor-codes.ts'
import type { RelyingParty } from './second-factor/relying-party.ts'
import { type SecondStep, secondStep } from './second-factor/second-step.ts'
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
  /** Where passkeys belong to; undefined: they do not work here. */
  readonly site: RelyingParty | undefined
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
  readonly challenges: Challenges
  readonly codes: Pick<FactorCodes, 'can'>
  readonly log: SecurityLog
}

/**
 * Signs in with a password, or asks for the second step. Whatever is wrong, the answer and the time it takes are the same.
 * @throws EtraxError `invalid-credentials`, `too-many-requests`
 */
export async function signIn(options: SignInOptions, request: SignInRequest): Promise<SignedIn | SecondStep> {
  const { database, tenants, limits, log } = options
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
    knownDevice: device && (await isKnownDevice(database, device)) ? device.deviceId : undefined,
  }
  const about = { tenant: request.tenant, userId: account?.id, address: request.address }
  try {
    await limits.take(attempt)
  } catch (error) {
    log('sign-in', 'throttled', about)
    throw error
  }
  const fits = await verifyPassword(account?.passwordHash, request.password)
  if (!fits || !tenant || !account?.active) {
    log('sign-in', 'refused', about)
    throw refusal()
  }
  await limits.giveBack(attempt)
  await renewHash(database, tenant, account, request.password)
  // Before the second step is asked for: what such a device holds is handed in first.
  if (device) await requireNotRevoked(database, device)
  const asked = await secondStep(options, { tenant, account }, request)
  if (asked) {
    if (!(await stillFits(database, tenant, account, request))) throw refusal()
    log('sign-in', 'second-step', about)
    return asked
  }
  const granted = await beginSession(options, { tenant, account }, request, { by: 'password', factor: false })
  // A change of the password ends the sessions that it sees, and not the one that was begun by the former after that.
  if (!(await stillFits(database, tenant, account, request))) {
    await options.sessions.end(granted.session, 'password-reset')
    log('sign-in', 'refused', about)
    throw refusal()
  }
  return { ...granted, tenant, account }
}

/** Whether what was proved opens the account by now: looking at a password takes a while, in which it may be changed. */
async function stillFits(
  database: Database,
  tenant: Tenant,
  { id, passwordHash }: SignInAccount,
  { email, password }: SignInRequest,
): Promise<boolean> {
  const account = await findAccountByEmail(database, tenant, email)
  if (account?.id !== id || !account.active) return false
  // Another hash may be of the same password: one of an import was replaced.
  return account.passwordHash === passwordHash || (await verifyPassword(account.passwordHash, password))
}

function refusal(): EtraxError {
  return new EtraxError('invalid-credentials', 'School, e-mail address or password is not right.')
}

/** A hash of an import, or of weaker parameters, is replaced while the password is at hand. */
async function renewHash(
  database: Database,
  tenant: Tenant,
  { id, passwordHash }: SignInAccount,
  password: string,
): Promise<void> {
  if (passwordHash === undefined || !isOutdatedHash(passwordHash)) return
  await replaceHash(database, tenant, { userId: id, from: passwordHash, to: await hashPassword(password) })
}
