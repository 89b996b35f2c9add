import Type from 'typebox'
import { EtraxError } from '../../shared/errors.ts'
import type { AppContext } from '../api/app-env.ts'
import { type Route, routeWithBody } from '../api/route.ts'
import { findAccount, findCredentials } from './accounts.ts'
import { answerGranted, grantedAnswer } from './granted-answer.ts'
import { verifyPassword } from './passwords.ts'
import { auditAccount } from './second-factor/audit-account.ts'
import { checkFactor } from './second-factor/check-factor.ts'
import { codeAttempt } from './second-factor/code-attempt.ts'
import type { SecondFactorParts } from './second-factor/parts.ts'
import { relyingParty } from './second-factor/relying-party.ts'
import { requestOrigin } from './second-factor/request-origin.ts'
import { secondStepAnswer, secondStepUp } from './second-factor/second-step.ts'
import { type TypedProof, typedProof, typedProofBody } from './second-factor/typed-proof.ts'
import type { SignInLimits } from './sign-in-limits.ts'

export interface StepUpRoutesOptions extends SecondFactorParts {
  readonly limits: SignInLimits
}

const proof = Type.Object(
  { password: Type.String({ minLength: 1, maxLength: 1024 }) },
  { additionalProperties: false },
)

/**
 * Whoever is signed in proves once more who it is: by the password, and by the factor where there is one. Another session takes
 * the place of the present one, so that a token that somebody took before is worth nothing after it.
 */
export function stepUpRoutes(options: StepUpRoutesOptions): readonly Route[] {
  const { database, sessions, limits, codeLimits, challenges, committer, publicUrl, log } = options
  const group = 'auth'

  async function byPassword(context: AppContext, { password }: { password: string }) {
    const { session, address } = context.var
    const { tenant, userId, sessionId } = session
    const credentials = await findCredentials(database, tenant, userId)
    const email = credentials?.email ?? userId
    const attempt = { tenant: tenant.slug, email, address, knownDevice: undefined, session: sessionId }
    await limits.take(attempt)
    if (!(await verifyPassword(credentials?.passwordHash, password))) throw refused(context, 'password')
    await limits.giveBack(attempt)
    const { deviceId } = requestOrigin(context)
    const asked = await secondStepUp(options, session, { deviceId, site: relyingParty(context, publicUrl) })
    return asked
      ? context.json({ secondFactor: asked })
      : await grant(context, undefined, credentials?.passwordHash)
  }

  async function byFactor(context: AppContext, body: TypedProof) {
    const { session } = context.var
    const { tenant, userId } = session
    const origin = requestOrigin(context)
    const challenge = await challenges.answer(body.challenge, {
      purposes: ['step-up'],
      deviceId: origin.deviceId,
      userId,
    })
    // Ids of users are their school's own.
    if (challenge.tenant.id !== tenant.id) throw refused(context, body.method)
    const attempt = await codeAttempt(database, session, origin)
    await codeLimits.take(attempt)
    if (!(await checkFactor(options, session, typedProof(context, publicUrl, body, challenge)))) {
      await auditAccount(committer, tenant, {
        ...{ actorId: userId, deviceId: origin.deviceId, userId },
        action: 'factor-refused',
        detail: { method: body.method },
      })
      throw refused(context, body.method === 'passkey' ? 'response' : 'code')
    }
    await codeLimits.giveBack(attempt)
    await challenges.end(challenge)
    if (body.method === 'recovery-code')
      await auditAccount(committer, tenant, {
        ...{ actorId: userId, deviceId: origin.deviceId, userId },
        action: 'recovery-code-used',
        detail: {},
      })
    return await grant(context, { factor: true })
  }

  async function grant(context: AppContext, proved: { factor: true } | undefined, passwordHash?: string) {
    const { session } = context.var
    const { tenant, userId, sessionId } = session
    const granted = await sessions.replace(
      { id: sessionId, tenantId: tenant.id },
      context.req.header('User-Agent'),
      proved,
    )
    // A rise that came meanwhile has ended the sessions that it saw, and not the one that took their place.
    const asItIsNow = proved ? undefined : await findAccount(database, tenant, userId)
    if (!proved && asItIsNow?.role !== session.role) {
      await sessions.end(granted.session, 'factor-required')
      throw new EtraxError('session-ended', 'Your role was changed meanwhile. Sign in again.')
    }
    // Nor did a change of the password, which may have ended the one whose place it took.
    const credentials = proved ? undefined : await findCredentials(database, tenant, userId)
    if (!proved && credentials?.passwordHash !== passwordHash) {
      await sessions.end(granted.session, 'password-reset')
      throw new EtraxError('session-ended', 'Your password was changed meanwhile. Sign in again.')
    }
    log('step-up', 'granted', { ...about(context), target: granted.session.id })
    return await answerGranted(context, options, granted, {
      tenant,
      account: { ...session, id: userId, active: true },
    })
  }

  function about(context: AppContext) {
    const { session, address } = context.var
    return { tenant: session.tenant.slug, userId: session.userId, sessionId: session.sessionId, address }
  }

  function refused(context: AppContext, field: string): EtraxError {
    log('step-up', 'refused', { ...about(context), target: field })
    return new EtraxError('invalid-value', 'This does not prove that it is you.', {
      details: { errors: [{ field, code: 'wrong' }] },
    })
  }

  return [
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/step-up',
        group,
        summary: 'Prove once more who you are, for what asks for a recent sign-in',
        callers: 'signed-in',
        waysIn: true,
        answers: [
          {
            status: 200,
            description:
              'As at sign-in: another session, the former one has ended; or the second step, where there is a factor',
            schema: Type.Union([grantedAnswer, secondStepAnswer]),
          },
          {
            status: 403,
            description: 'factor-required: the school asks for a factor, which is set up at the next sign-in',
          },
          { status: 422, description: 'invalid-value: the password is wrong' },
          { status: 429, description: 'too-many-requests' },
        ],
      },
      proof,
      byPassword,
    ),
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/step-up/second-factor',
        group,
        summary: 'The second step of proving it once more: a code, or the answer of a passkey',
        callers: 'signed-in',
        waysIn: true,
        answers: [
          {
            status: 200,
            description: 'As at sign-in: another session, the former one has ended',
            schema: grantedAnswer,
          },
          { status: 410, description: 'challenge-ended: begin with the password again' },
          { status: 422, description: 'invalid-value: it proves nothing' },
          { status: 429, description: 'too-many-requests' },
        ],
      },
      typedProofBody,
      byFactor,
    ),
  ]
}
