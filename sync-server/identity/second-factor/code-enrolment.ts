import { EtraxError } from '../../../shared/errors.ts'
import type { Language } from '../../../shared/languages.ts'
import { withTenant } from '../../tenancy/with-tenant.ts'
import { findCredentials } from '../accounts.ts'
import type { OpenChallenge } from './challenges.ts'
import type { CodeAttempt } from './code-limits.ts'
import { factorPurpose, hasFactor } from './factors.ts'
import type { SecondFactorParts } from './parts.ts'
import { phoneNumber } from './phone-number.ts'

type Parts = Pick<SecondFactorParts, 'database' | 'codes' | 'protection'>

/**
 * Sends a code to the account's own address, which is to become a factor.
 * @throws EtraxError `already-exists`, and what sending a code throws
 */
export async function offerEmail(
  { database, codes }: Parts,
  challenge: OpenChallenge,
  attempt: CodeAttempt,
  language: Language,
): Promise<void> {
  const { tenant } = challenge
  const { userId } = attempt
  if (await withTenant(database, tenant, (tx) => hasFactor(tx, userId, 'email'))) throw emailAlready()
  const credentials = await findCredentials(database, tenant, userId)
  if (!credentials) throw new EtraxError('not-found', 'This account has no e-mail address.')
  await codes.send(challenge, { by: 'email', to: credentials.email, unproved: false }, attempt, language)
}

/**
 * Sends a code to a number, which is to become a factor; it is sealed until then and afterwards.
 * @throws EtraxError `invalid-value`, and what sending a code throws
 */
export async function offerSms(
  { codes, protection }: Parts,
  challenge: OpenChallenge,
  phone: string,
  attempt: CodeAttempt,
  language: Language,
): Promise<void> {
  const to = phoneNumber(phone)
  if (to === undefined)
    throw new EtraxError(
      'invalid-value',
      'A number begins with + and the country, such as +1 503 555 0100.',
      {
        details: { errors: [{ field: 'phone', code: 'wrong' }] },
      },
    )
  const sealed = await protection.seal(challenge.tenant.id, factorPurpose(challenge.id), to)
  await codes.send(challenge, { by: 'sms', to, sealed, unproved: true }, attempt, language)
}

export function emailAlready(): EtraxError {
  return new EtraxError('already-exists', 'Codes by e-mail are set up already.', {
    details: { errors: [{ field: 'kind', code: 'taken' }] },
  })
}
