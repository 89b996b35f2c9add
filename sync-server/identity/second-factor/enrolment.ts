import { EtraxError } from '../../../shared/errors.ts'
import type { Language } from '../../../shared/languages.ts'
import { type Tenant, type TenantTransaction, withTenant } from '../../tenancy/with-tenant.ts'
import { type Account, findCredentials } from '../accounts.ts'
import { auditAccount } from './audit-account.ts'
import { challengeEnded, type OpenChallenge } from './challenges.ts'
import { emailAlready } from './code-enrolment.ts'
import { CODE_KINDS } from './factor-codes.ts'
import {
  addFactor,
  type FactorKind,
  factorPurpose,
  hasFactor,
  type NewFactor,
  passkeysOf,
  removeKind,
} from './factors.ts'
import type { SecondFactorParts } from './parts.ts'
import type { RegistrationResponse } from './passkey-schemas.ts'
import { madePasskey, passkeyToMake } from './passkeys.ts'
import { newRecoveryCodes, storeRecoveryCodes } from './recovery-codes.ts'
import type { RelyingParty } from './relying-party.ts'
import { tellChange } from './tell-change.ts'
import { newTotpSecret, totpAddress, totpStep } from './totp.ts'

type Parts = Pick<
  SecondFactorParts,
  'database' | 'challenges' | 'codes' | 'protection' | 'committer' | 'mail' | 'log' | 'now'
>

export interface Confirmation {
  readonly name: string
  readonly code: string | undefined
  readonly response: RegistrationResponse | undefined
  readonly site: RelyingParty | undefined
}

export interface Enrolled {
  readonly id: string
  readonly kind: FactorKind
  /** To be shown once; undefined where the user has some. */
  readonly recoveryCodes: readonly string[] | undefined
}

/** The secret for an authenticator app, sealed until a code of it is confirmed. The factor gets the challenge's id. */
export async function offerTotp(
  { database, protection }: Parts,
  tenant: Tenant,
  { id }: Pick<Account, 'id'>,
  challengeId: string,
) {
  const secret = newTotpSecret()
  const email = (await findCredentials(database, tenant, id))?.email ?? id
  return {
    secret,
    address: totpAddress(secret, tenant.name, email),
    sealed: await protection.seal(tenant.id, factorPurpose(challengeId), secret),
  }
}

/** What a browser needs to make a passkey that the user does not have yet. */
export async function offerPasskey(
  { database }: Parts,
  tenant: Tenant,
  { id, name }: Pick<Account, 'id' | 'name'>,
  site: RelyingParty | undefined,
) {
  if (!site) throw new EtraxError('not-found', 'Passkeys do not work at this address.')
  const email = (await findCredentials(database, tenant, id))?.email ?? id
  return await passkeyToMake(site, { id, name, email }, await passkeysOf(database, tenant, id))
}

/**
 * Takes a factor into use, when somebody has shown to hold it. The first one comes with recovery codes.
 * @param options.only The user must have none so far: who knows a password alone adds none to what is there
 * @throws EtraxError `challenge-ended`, `invalid-value` where code or passkey do not fit, `already-exists`
 */
export async function confirmFactor(
  parts: Parts,
  challenge: OpenChallenge,
  account: Pick<Account, 'id' | 'name'>,
  confirmation: Confirmation,
  options: { readonly deviceId: string | undefined; readonly only: boolean; readonly language: Language },
): Promise<Enrolled> {
  const { database, challenges, committer, log, now } = parts
  const { tenant } = challenge
  const wanted = await confirmed(parts, challenge, account.id, confirmation)
  const about = { tenant: tenant.slug, userId: account.id }
  if (!wanted) {
    log('second-factor', 'not-confirmed', about)
    const field = confirmation.response ? 'response' : 'code'
    throw new EtraxError('invalid-value', 'This does not fit what is being set up.', {
      details: { errors: [{ field, code: 'wrong' }] },
    })
  }
  const fresh = await newRecoveryCodes()
  await challenges.end(challenge)
  // First: what cannot be entered is not done.
  await auditAccount(committer, tenant, {
    actorId: account.id,
    deviceId: options.deviceId,
    userId: account.id,
    action: 'factor-add',
    detail: { kind: wanted.kind },
  })
  const at = new Date(now())
  const recoveryCodes = await withTenant(database, tenant, async (tx) => {
    const isFirst = await isWithoutFactor(tx, account.id)
    if (options.only && !isFirst) throw challengeEnded()
    await makeRoom(tx, wanted)
    if (!(await addFactor(tx, wanted, at)))
      throw new EtraxError('already-exists', 'This passkey is in use already.', {
        details: { errors: [{ field: 'response', code: 'taken' }] },
      })
    if (isFirst) await storeRecoveryCodes(tx, account.id, fresh, at)
    return isFirst ? fresh.codes : undefined
  })
  log('second-factor', 'added', { ...about, target: wanted.kind })
  await tellChange(parts, tenant, account, { change: 'added', kind: wanted.kind }, options.language)
  return { id: wanted.id, kind: wanted.kind, recoveryCodes }
}

async function confirmed(
  { protection, codes, now }: Parts,
  challenge: OpenChallenge,
  userId: string,
  { name, code, response, site }: Confirmation,
): Promise<NewFactor | undefined> {
  const { id, tenant, sealed, toSign } = challenge
  if (response) {
    const passkey = site && toSign !== null ? await madePasskey(site, toSign, response) : undefined
    return passkey && { id, userId, kind: 'passkey', name, passkey }
  }
  if (code === undefined) return undefined
  const kind = CODE_KINDS.find((one) => one === challenge.codeBy)
  if (kind) {
    if (!(await codes.take(challenge, kind, code))) return undefined
    return { id, userId, kind, name, ...(sealed === null ? {} : { sealed }) }
  }
  if (sealed === null) return undefined
  const secret = await protection.open(tenant.id, factorPurpose(id), sealed)
  const lastStep = totpStep(secret, code, now())
  return lastStep === undefined ? undefined : { id, userId, kind: 'totp', name, sealed, lastStep }
}

/** There is one address and one number: another number takes the place of the one before. */
async function makeRoom(tx: TenantTransaction, { userId, kind }: NewFactor): Promise<void> {
  if (kind === 'email' && (await hasFactor(tx, userId, kind))) throw emailAlready()
  if (kind === 'sms') await removeKind(tx, userId, kind)
}

/** Two that are set up at once are one after the other: the user's row is held meanwhile. */
async function isWithoutFactor(tx: TenantTransaction, userId: string): Promise<boolean> {
  await tx`SELECT 1 FROM credentials WHERE user_id = ${userId} FOR UPDATE`
  const rows = await tx`SELECT 1 FROM second_factors WHERE user_id = ${userId} LIMIT 1`
  return rows.length === 0
}
