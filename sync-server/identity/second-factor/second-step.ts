import Type from 'typebox'
import { EtraxError } from '../../../shared/errors.ts'
import type { Role } from '../../../shared/roles.ts'
import type { Database } from '../../db/database.ts'
import { type Tenant, type TenantTransaction, withTenant } from '../../tenancy/with-tenant.ts'
import type { Account } from '../accounts.ts'
import { CHALLENGE_LIFE_MS, type Challenges } from './challenges.ts'
import type { FactorCodes } from './factor-codes.ts'
import { readPolicy } from './policy.ts'
import type { RelyingParty } from './relying-party.ts'

export const METHODS = ['totp', 'passkey', 'email', 'sms', 'recovery-code'] as const
export type Method = (typeof METHODS)[number]
export const SET_UP_KINDS = ['totp', 'passkey', 'email', 'sms'] as const

/** What is asked after the password: to prove a factor, or to set one up. */
export interface SecondStep {
  readonly challenge: string
  /** Seconds. */
  readonly expiresIn: number
  /** By which of them; none where a factor is to be set up first. */
  readonly methods: readonly Method[]
  /** What may be set up, where the school asks for a factor and there is none. */
  readonly setUp?: readonly (typeof SET_UP_KINDS)[number][]
}

export const secondStepAnswer = Type.Object({
  secondFactor: Type.Object({
    challenge: Type.String(),
    expiresIn: Type.Integer(),
    methods: Type.Array(Type.Enum([...METHODS])),
    setUp: Type.Optional(Type.Array(Type.Enum([...SET_UP_KINDS]))),
  }),
})

export interface SecondStepOptions {
  readonly database: Database
  readonly challenges: Challenges
  readonly codes: Pick<FactorCodes, 'can'>
}

interface Asker {
  readonly deviceId: string | undefined
  readonly site: RelyingParty | undefined
}

/**
 * What comes after a password that was right; undefined: nothing. Whoever has a factor is asked for it, whatever the policy, also
 * where it cannot be used here: then a recovery code is left, or an admin.
 */
export async function secondStep(
  options: SecondStepOptions,
  { tenant, account }: { readonly tenant: Tenant; readonly account: Account },
  { deviceId, site }: Asker,
): Promise<SecondStep | undefined> {
  const { database, challenges } = options
  const { methods, required } = await withTenant(database, tenant, async (tx) => ({
    methods: await methodsOf(tx, account.id),
    required: (await readPolicy(tx))[account.role],
  }))
  const purpose = methods.length > 0 ? 'second-factor' : required ? 'set-up' : undefined
  if (!purpose) return undefined
  const works = worksHere(options, site)
  return {
    challenge: await challenges.begin(tenant, { purpose, userId: account.id, deviceId }),
    expiresIn: CHALLENGE_LIFE_MS / 1000,
    methods: methods.filter(works),
    ...(purpose === 'set-up' ? { setUp: SET_UP_KINDS.filter(works) } : {}),
  }
}

/**
 * The same for somebody who is signed in and proves it once more: whoever has a factor proves that too. A session that is older than
 * the school's wish for a factor goes on, and proves nothing by a password alone.
 * @throws EtraxError `factor-required` where the role needs a factor and there is none
 */
export async function secondStepUp(
  options: SecondStepOptions,
  { tenant, userId, role }: { readonly tenant: Tenant; readonly userId: string; readonly role: Role },
  { deviceId, site }: Asker,
): Promise<SecondStep | undefined> {
  const { database, challenges } = options
  const { methods, required } = await withTenant(database, tenant, async (tx) => ({
    methods: await methodsOf(tx, userId),
    required: (await readPolicy(tx))[role],
  }))
  if (methods.length === 0 && required)
    throw new EtraxError(
      'factor-required',
      'Your school asks you for a second factor. Sign out and in again: you set it up then.',
    )
  if (methods.length === 0) return undefined
  return {
    challenge: await challenges.begin(tenant, { purpose: 'step-up', userId, deviceId }),
    expiresIn: CHALLENGE_LIFE_MS / 1000,
    methods: methods.filter(worksHere(options, site)),
  }
}

async function methodsOf(tx: TenantTransaction, userId: string): Promise<readonly Method[]> {
  const rows = await tx<{ method: Method }[]>`
    SELECT DISTINCT kind AS method FROM second_factors WHERE user_id = ${userId}
    UNION ALL
    SELECT DISTINCT 'recovery-code' FROM recovery_codes WHERE user_id = ${userId} AND used_at IS NULL`
  const has = new Set(rows.map(({ method }) => method))
  return METHODS.filter((method) => has.has(method))
}

function worksHere({ codes }: Pick<SecondStepOptions, 'codes'>, site: RelyingParty | undefined) {
  return (way: Method) => {
    if (way === 'passkey') return site !== undefined
    return way === 'email' || way === 'sms' ? codes.can(way) : true
  }
}
