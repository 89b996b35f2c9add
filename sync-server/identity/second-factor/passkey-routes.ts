import Type from 'typebox'
import { EtraxError } from '../../../shared/errors.ts'
import type { AppContext } from '../../api/app-env.ts'
import { type Route, routeWithBody } from '../../api/route.ts'
import { findAccount } from '../accounts.ts'
import { beginSession } from '../begin-session.ts'
import { answerGranted, grantedAnswer } from '../granted-answer.ts'
import { namedTenants, namesOf, requireTenant } from '../require-session.ts'
import { findPasskey, takePasskeyCounter } from './factors.ts'
import type { SecondFactorParts } from './parts.ts'
import { type AuthenticationResponse, authenticationResponse } from './passkey-schemas.ts'
import { passkeyToUse, usedPasskey } from './passkeys.ts'
import { relyingParty } from './relying-party.ts'
import { requestOrigin } from './request-origin.ts'
import { challengeToken } from './typed-proof.ts'

const asked = Type.Object(
  { tenant: Type.String({ minLength: 1, maxLength: 63 }) },
  { additionalProperties: false },
)
const answered = Type.Object(
  { challenge: challengeToken, response: authenticationResponse },
  { additionalProperties: false },
)

/** Signing in by a passkey alone. Whoever unlocked the device that holds it has proved two things at once. */
export function passkeyRoutes(parts: SecondFactorParts): readonly Route[] {
  const { database, tenants, challenges, publicUrl, baseHost, log, now } = parts
  const group = 'auth'

  async function ask(context: AppContext, body: { tenant: string }) {
    requireTenant(body.tenant, namedTenants(namesOf(context), baseHost))
    const tenant = await tenants.bySlug(body.tenant)
    const site = relyingParty(context, publicUrl)
    if (!tenant || !site) throw new EtraxError('not-found', 'No passkey can be used here.')
    const options = await passkeyToUse(site, undefined)
    const challenge = await challenges.begin(tenant, {
      purpose: 'passkey',
      userId: undefined,
      deviceId: requestOrigin(context).deviceId,
      toSign: options.challenge,
    })
    return context.json({ challenge, options })
  }

  async function signIn(context: AppContext, body: { challenge: string; response: AuthenticationResponse }) {
    const origin = requestOrigin(context)
    const challenge = await challenges.answer(body.challenge, {
      purposes: ['passkey'],
      deviceId: origin.deviceId,
    })
    const { tenant, toSign } = challenge
    requireTenant(tenant.slug, namedTenants(namesOf(context), baseHost))
    const site = relyingParty(context, publicUrl)
    const passkey = await findPasskey(database, tenant, body.response.id)
    const used =
      site && passkey && toSign !== null ? await usedPasskey(site, toSign, body.response, passkey) : undefined
    const account = passkey && (await findAccount(database, tenant, passkey.userId))
    const { userHandle } = body.response.response
    const isTheirs =
      userHandle === undefined || Buffer.from(userHandle, 'base64url').toString() === passkey?.userId
    if (
      !passkey ||
      !used?.userVerified ||
      !account?.active ||
      !isTheirs ||
      !(await takePasskeyCounter(database, tenant, passkey, used.counter, new Date(now())))
    ) {
      log('sign-in', 'refused', {
        tenant: tenant.slug,
        userId: passkey?.userId,
        address: origin.address,
        target: 'passkey',
      })
      throw new EtraxError('invalid-credentials', 'This passkey does not sign in here.')
    }
    await challenges.end(challenge)
    const granted = await beginSession(parts, { tenant, account }, origin, { by: 'passkey', factor: true })
    return await answerGranted(context, parts, granted, { tenant, account })
  }

  return [
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/passkey/options',
        group,
        summary: 'Begin a sign-in by a passkey alone',
        callers: 'everybody',
        answers: [
          { status: 200, description: '{ challenge, options } of navigator.credentials.get, as JSON' },
          {
            status: 404,
            description: 'not-found: no such school, or an address that passkeys do not work at',
          },
        ],
      },
      asked,
      ask,
    ),
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/passkey',
        group,
        summary: 'Sign in by a passkey whose device was unlocked',
        callers: 'everybody',
        answers: [
          { status: 200, description: 'Signed in; the refresh token is a cookie', schema: grantedAnswer },
          { status: 401, description: 'invalid-credentials, the same for all causes' },
          { status: 410, description: 'challenge-ended' },
        ],
      },
      answered,
      signIn,
    ),
  ]
}
