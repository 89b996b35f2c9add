import Type from 'typebox'
import { EtraxError } from '../../shared/errors.ts'
import type { AppContext } from '../api/app-env.ts'
import { type Route, routeWithBody } from '../api/route.ts'
import { findCredentials } from './accounts.ts'
import { answerGranted, grantedAnswer } from './granted-answer.ts'
import { verifyPassword } from './passwords.ts'
import { checkFactor } from './second-factor/check-factor.ts'
import type { SecondFactorParts } from './second-factor/parts.ts'
import { typedCode } from './second-factor/second-step-routes.ts'
import type { SignInLimits } from './sign-in-limits.ts'

export interface StepUpRouteOptions extends SecondFactorParts {
  readonly limits: SignInLimits
}

const proof = Type.Object(
  {
    password: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })),
    /** Of an authenticator app. */
    code: Type.Optional(typedCode),
  },
  { additionalProperties: false },
)

/**
 * Whoever is signed in proves once more who it is. Another session takes the place of the present one, so that a token that
 * somebody took before is worth nothing after it.
 */
export function stepUpRoute(options: StepUpRouteOptions): Route {
  const { database, sessions, limits, codeLimits, log } = options

  async function byPassword(context: AppContext, password: string): Promise<boolean> {
    const { session, address } = context.var
    const { tenant, userId, sessionId } = session
    const credentials = await findCredentials(database, tenant, userId)
    const email = credentials?.email ?? userId
    const attempt = { tenant: tenant.slug, email, address, knownDevice: sessionId }
    await limits.take(attempt)
    const right = await verifyPassword(credentials?.passwordHash, password)
    if (right) await limits.giveBack(attempt)
    return right
  }

  async function byCode(context: AppContext, code: string): Promise<boolean> {
    const { session, address } = context.var
    const attempt = { userId: session.userId, address, knownDevice: session.sessionId }
    await codeLimits.take(attempt)
    const right = await checkFactor(options, session, { method: 'totp', code })
    if (right) await codeLimits.giveBack(attempt)
    return right
  }

  return routeWithBody(
    {
      method: 'POST',
      path: '/auth/step-up',
      group: 'auth',
      summary: 'Prove once more who you are, by the password or a code, for what asks for a recent sign-in',
      callers: 'signed-in',
      answers: [
        {
          status: 200,
          description: 'As at sign-in: another session, the former one has ended',
          schema: grantedAnswer,
        },
        { status: 422, description: 'invalid-value: the password or the code is wrong' },
        { status: 429, description: 'too-many-requests' },
      ],
    },
    proof,
    async (context, { password, code }) => {
      const { session, address } = context.var
      const { tenant, userId, sessionId } = session
      const about = { tenant: tenant.slug, userId, sessionId, address }
      const field = code === undefined ? 'password' : 'code'
      const right = code === undefined ? byPassword(context, password ?? '') : byCode(context, code)
      if (!(await right)) {
        log('step-up', 'refused', { ...about, target: field })
        throw new EtraxError('invalid-value', 'This does not prove that it is you.', {
          details: { errors: [{ field, code: 'wrong' }] },
        })
      }
      const present = { id: sessionId, tenantId: tenant.id }
      const granted = await sessions.replace(present, context.req.header('User-Agent'))
      log('step-up', 'granted', { ...about, target: granted.session.id })
      return await answerGranted(context, options, granted, {
        tenant,
        account: { ...session, id: userId, active: true },
      })
    },
  )
}
