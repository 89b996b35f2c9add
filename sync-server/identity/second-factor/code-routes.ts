import Type from 'typebox'
import { EtraxError } from '../../../shared/errors.ts'
import { LANGUAGES } from '../../../shared/languages.ts'
import type { AppContext } from '../../api/app-env.ts'
import { type Route, routeWithBody } from '../../api/route.ts'
import { withTenant } from '../../tenancy/with-tenant.ts'
import { languageFor } from '../account-mail.ts'
import { findCredentials } from '../accounts.ts'
import { namedTenants, namesOf, requireTenant } from '../require-session.ts'
import { challengeAccount } from './challenge-account.ts'
import type { OpenChallenge } from './challenges.ts'
import { codeAttempt } from './code-attempt.ts'
import { CODE_KINDS, type CodeKind } from './factor-codes.ts'
import { factorPurpose, hasFactor, sealedFactors } from './factors.ts'
import type { SecondFactorParts } from './parts.ts'
import { requestOrigin } from './request-origin.ts'
import { PROVED_BY_FACTOR } from './second-step-routes.ts'
import { challengeToken } from './typed-proof.ts'

export const codeLanguage = Type.Optional(Type.Enum([...LANGUAGES]))
export const typedPhone = Type.String({ minLength: 1, maxLength: 40 })
/** What every sending of a code may be answered with. */
export const SENDING_ANSWERS = [
  { status: 404, description: 'not-found: no codes are sent in this way' },
  { status: 429, description: 'too-many-requests' },
] as const

const wanted = Type.Object(
  { challenge: challengeToken, method: Type.Enum([...CODE_KINDS]), language: codeLanguage },
  { additionalProperties: false },
)

/** Asking for a code for the second step of a sign-in: to the address or the number of the account, never to another one. */
export function codeRoutes(parts: SecondFactorParts): readonly Route[] {
  const { database, challenges, codes, protection, baseHost } = parts

  async function addressOf({ tenant }: OpenChallenge, userId: string, by: CodeKind): Promise<string> {
    if (by === 'email') {
      const has = await withTenant(database, tenant, (tx) => hasFactor(tx, userId, by))
      const credentials = has ? await findCredentials(database, tenant, userId) : undefined
      if (credentials) return credentials.email
    } else {
      const [factor] = await sealedFactors(database, tenant, userId, by)
      if (factor) return await protection.open(tenant.id, factorPurpose(factor.id), factor.sealed)
    }
    throw new EtraxError('not-found', 'The account has no such factor.')
  }

  async function send(context: AppContext, body: Type.Static<typeof wanted>) {
    const origin = requestOrigin(context)
    const challenge = await challenges.open(body.challenge, {
      purposes: PROVED_BY_FACTOR,
      deviceId: origin.deviceId,
    })
    const { tenant } = challenge
    requireTenant(tenant.slug, namedTenants(namesOf(context), baseHost))
    const { id: userId } = await challengeAccount(database, challenge)
    const to = await addressOf(challenge, userId, body.method)
    const attempt = await codeAttempt(database, { tenant, userId }, origin)
    const code = { by: body.method, to, unproved: false }
    await codes.send(challenge, code, attempt, languageFor(context, body.language))
    return context.body(null, 204)
  }

  return [
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/second-factor/code',
        group: 'auth',
        summary: 'Send a code for the second step; one that was sent before is void',
        callers: 'everybody',
        answers: [
          { status: 204, description: 'It is on its way' },
          ...SENDING_ANSWERS,
          { status: 410, description: 'challenge-ended' },
        ],
      },
      wanted,
      send,
    ),
  ]
}
