import Type from 'typebox'
import { EtraxError } from '../../../shared/errors.ts'
import type { AppContext } from '../../api/app-env.ts'
import { type Route, routeWithBody } from '../../api/route.ts'
import { beginSession } from '../begin-session.ts'
import { answerGranted, grantedAnswer } from '../granted-answer.ts'
import { namedTenants, namesOf, requireTenant } from '../require-session.ts'
import { auditAccount } from './audit-account.ts'
import { challengeAccount } from './challenge-account.ts'
import { checkFactor } from './check-factor.ts'
import { codeAttempt } from './code-attempt.ts'
import { passkeysOf } from './factors.ts'
import type { SecondFactorParts } from './parts.ts'
import { passkeyToUse } from './passkeys.ts'
import { relyingParty } from './relying-party.ts'
import { requestOrigin } from './request-origin.ts'
import { challengeToken, type TypedProof, typedProof, typedProofBody } from './typed-proof.ts'

/** What a factor may be asked for. */
export const PROVED_BY_FACTOR = ['second-factor', 'step-up'] as const

/** The second step of a sign-in: a code or a passkey, for the challenge that the password was answered with. */
export function secondStepRoutes(parts: SecondFactorParts): readonly Route[] {
  const { database, challenges, codeLimits, publicUrl, baseHost, committer, log } = parts
  const group = 'auth'

  async function complete(context: AppContext, body: TypedProof) {
    const origin = requestOrigin(context)
    const { address, deviceId } = origin
    const challenge = await challenges.answer(body.challenge, { purposes: ['second-factor'], deviceId })
    const { tenant } = challenge
    requireTenant(tenant.slug, namedTenants(namesOf(context), baseHost))
    const account = await challengeAccount(database, challenge)
    const about = { tenant: tenant.slug, userId: account.id, address, target: body.method }
    const who = { tenant, userId: account.id }
    const attempt = await codeAttempt(database, who, origin)
    try {
      await codeLimits.take(attempt)
    } catch (error) {
      log('second-factor', 'throttled', about)
      throw error
    }
    const event = { actorId: account.id, deviceId, userId: account.id }
    if (!(await checkFactor(parts, who, typedProof(context, publicUrl, body, challenge)))) {
      log('second-factor', 'refused', about)
      // The password was right: somebody may have it who is not the person.
      await auditAccount(committer, tenant, {
        ...event,
        action: 'factor-refused',
        detail: { method: body.method },
      })
      throw new EtraxError('invalid-credentials', 'This does not prove that it is you.')
    }
    await codeLimits.giveBack(attempt)
    await challenges.end(challenge)
    log('second-factor', 'granted', about)
    if (body.method === 'recovery-code')
      await auditAccount(committer, tenant, { ...event, action: 'recovery-code-used', detail: {} })
    const proved = { by: `password ${body.method}`, factor: true }
    const granted = await beginSession(parts, { tenant, account }, origin, proved)
    return await answerGranted(context, parts, granted, { tenant, account })
  }

  async function askPasskey(context: AppContext, body: { challenge: string }) {
    const { deviceId } = requestOrigin(context)
    const challenge = await challenges.open(body.challenge, { purposes: PROVED_BY_FACTOR, deviceId })
    const { tenant } = challenge
    requireTenant(tenant.slug, namedTenants(namesOf(context), baseHost))
    const { id } = await challengeAccount(database, challenge)
    const site = relyingParty(context, publicUrl)
    const known = await passkeysOf(database, tenant, id)
    if (!site || known.length === 0) throw new EtraxError('not-found', 'There is no passkey to use here.')
    const options = await passkeyToUse(site, known)
    await challenges.setToSign(challenge, options.challenge)
    return context.json({ options })
  }

  return [
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/second-factor',
        group,
        summary: 'The second step of a sign-in: a code, or the answer of a passkey',
        callers: 'everybody',
        answers: [
          { status: 200, description: 'Signed in; the refresh token is a cookie', schema: grantedAnswer },
          { status: 401, description: 'invalid-credentials: it proves nothing' },
          { status: 410, description: 'challenge-ended: begin with the password again' },
          { status: 429, description: 'too-many-requests' },
        ],
      },
      typedProofBody,
      complete,
    ),
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/second-factor/passkey',
        group,
        summary: 'What a passkey is to sign for the second step',
        callers: 'everybody',
        answers: [
          { status: 200, description: '{ options } of navigator.credentials.get, as JSON' },
          { status: 404, description: 'not-found: the account has no passkey for this site' },
          { status: 410, description: 'challenge-ended' },
        ],
      },
      Type.Object({ challenge: challengeToken }, { additionalProperties: false }),
      askPasskey,
    ),
  ]
}
