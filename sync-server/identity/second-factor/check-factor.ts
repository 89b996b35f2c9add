import type { DataProtection } from '../../data-protection/data-protection.ts'
import type { Database } from '../../db/database.ts'
import type { Tenant } from '../../tenancy/with-tenant.ts'
import type { OpenChallenge } from './challenges.ts'
import type { CodeKind, FactorCodes } from './factor-codes.ts'
import { factorPurpose, passkeysOf, sealedFactors, takePasskeyCounter, useFactor } from './factors.ts'
import type { AuthenticationResponse } from './passkey-schemas.ts'
import { usedPasskey } from './passkeys.ts'
import { useRecoveryCode } from './recovery-codes.ts'
import type { RelyingParty } from './relying-party.ts'
import { takeTotpStep, totpStep } from './totp.ts'

/** How somebody may answer for the second factor. */
export type Proof =
  | { readonly method: 'totp' | 'recovery-code'; readonly code: string }
  | { readonly method: CodeKind; readonly code: string; readonly challenge: OpenChallenge }
  | {
      readonly method: 'passkey'
      readonly response: AuthenticationResponse
      readonly site: RelyingParty
      readonly toSign: string
    }

export interface CheckFactorOptions {
  readonly database: Database
  readonly protection: DataProtection
  readonly codes: Pick<FactorCodes, 'take'>
  readonly now: () => number
}

/** Whether this proves that somebody is the user. What proves it is used up by that, also where many ask at once. */
export async function checkFactor(
  options: CheckFactorOptions,
  who: { readonly tenant: Tenant; readonly userId: string },
  proof: Proof,
): Promise<boolean> {
  const { database, codes, now } = options
  switch (proof.method) {
    case 'totp':
      return await checkTotp(options, who, proof.code)
    case 'recovery-code':
      return await useRecoveryCode(database, who.tenant, who.userId, proof.code, new Date(now()))
    case 'email':
    case 'sms':
      // The factor may have been removed since the code was sent.
      return (
        (await codes.take(proof.challenge, proof.method, proof.code)) &&
        (await useFactor(database, who.tenant, who.userId, proof.method, new Date(now())))
      )
    case 'passkey': {
      const known = await passkeysOf(database, who.tenant, who.userId)
      const passkey = known.find(
        ({ credentialId }) => credentialId.toString('base64url') === proof.response.id,
      )
      const used = passkey && (await usedPasskey(proof.site, proof.toSign, proof.response, passkey))
      if (!used) return false
      return await takePasskeyCounter(database, who.tenant, passkey, used.counter, new Date(now()))
    }
  }
}

async function checkTotp(
  { database, protection, now }: CheckFactorOptions,
  { tenant, userId }: { readonly tenant: Tenant; readonly userId: string },
  code: string,
): Promise<boolean> {
  for (const { id, sealed } of await sealedFactors(database, tenant, userId, 'totp')) {
    const secret = await protection.open(tenant.id, factorPurpose(id), sealed)
    const step = totpStep(secret, code, now())
    if (step !== undefined)
      return await takeTotpStep(database, tenant, { id, userId, step, at: new Date(now()) })
  }
  return false
}
