import Type from 'typebox'
import { EtraxError } from '../../shared/errors.ts'
import type { Language } from '../../shared/languages.ts'
import type { AppContext } from '../api/app-env.ts'
import { type Route, route, routeWithBody } from '../api/route.ts'
import type { Committer } from '../sync/committer.ts'
import type { AccessTokens } from './access-tokens.ts'
import { type AccountMail, languageFor } from './account-mail.ts'
import { findAccount, findCredentials } from './accounts.ts'
import { optionalDeviceId } from './device-header.ts'
import { answerGranted, grantedAnswer, schoolAnswer, schoolOf, userAnswer, userOf } from './granted-answer.ts'
import { clearRefreshCookie, readRefreshCookie } from './refresh-cookie.ts'
import { parseRefreshToken } from './refresh-tokens.ts'
import { namedTenants, namesOf, requireTenant } from './require-session.ts'
import { auditAccount } from './second-factor/audit-account.ts'
import { goesOnInRole } from './second-factor/goes-on-in-role.ts'
import { relyingParty } from './second-factor/relying-party.ts'
import { requestOrigin } from './second-factor/request-origin.ts'
import { secondStepAnswer } from './second-factor/second-step.ts'
import type { SessionRow } from './sessions.ts'
import { shownSession } from './shown-session.ts'
import { type SignInOptions, signIn } from './sign-in.ts'

export interface AuthRouteOptions extends SignInOptions {
  readonly tokens: AccessTokens
  readonly baseHost: string
  readonly publicUrl: URL | undefined
  readonly committer: Committer
  readonly mail: AccountMail
}

const credentials = Type.Object(
  {
    tenant: Type.String({ minLength: 1, maxLength: 63 }),
    email: Type.String({ minLength: 1, maxLength: 254 }),
    password: Type.String({ minLength: 1, maxLength: 1024 }),
  },
  { additionalProperties: false },
)

const sessionAnswer = Type.Object({
  id: Type.String({ format: 'uuid' }),
  deviceId: Type.Optional(Type.String()),
  userAgent: Type.Optional(Type.String()),
  createdAt: Type.String({ format: 'date-time' }),
  usedAt: Type.String({ format: 'date-time' }),
  current: Type.Boolean(),
})

/** Signing in, going on, signing out, and the sessions of whoever asks. */
export function authRoutes(options: AuthRouteOptions): readonly Route[] {
  const { database, tenants, sessions, log, baseHost } = options
  const group = 'auth'

  async function refresh(context: AppContext) {
    requireOwnPage(context)
    const token = parseRefreshToken(readRefreshCookie(context))
    if (!token) throw new EtraxError('unauthenticated', 'There is no session to go on with. Sign in.')
    const about = { sessionId: token.sessionId, address: context.var.address }
    const known = await sessions.of(token)
    try {
      // Before the token is used up: a request that names another school gets no new one, and is to harm nobody's session.
      const tenant = known && (await tenants.byId(known.tenantId))
      if (!tenant) throw new EtraxError('session-ended', 'This session has ended. Sign in again.')
      requireTenant(tenant.slug, namedTenants(namesOf(context), baseHost))
      const granted = await sessions.rotate(token, 'account')
      const { session } = granted
      const account = await findAccount(database, tenant, session.userId)
      if (!account?.active) {
        await sessions.end(session, 'disabled')
        throw new EtraxError(
          'account-disabled',
          'This account is disabled. What is unsent stays on the device.',
        )
      }
      if (!(await goesOnInRole(options, tenant, session, account.role)))
        throw new EtraxError('session-ended', 'Your role was changed. Sign in again.')
      log('refresh', 'granted', { ...about, tenant: tenant.slug, userId: account.id })
      return await answerGranted(context, options, granted, { tenant, account })
    } catch (error) {
      if (error instanceof EtraxError) {
        const reused = error.details.reason === 'reused'
        log('refresh', reused ? 'reused' : error.code, about)
        if (reused && known) await noteReuse(known, languageFor(context, undefined))
        // A revoked device is known by its cookie when it hands in what it holds.
        if (error.status === 401 && error.code !== 'device-revoked') clearRefreshCookie(context)
      }
      throw error
    }
  }

  /**
   * Somebody has a token that its owner had used up: the person's school sees that, and the person is told. Once for a session,
   * which has ended by it: what comes after is refused as any other's.
   */
  async function noteReuse({ tenantId, userId, deviceId }: SessionRow, language: Language) {
    const tenant = await tenants.byId(tenantId)
    if (!tenant) return
    const event = { actorId: undefined, deviceId: deviceId ?? undefined, userId, detail: {} }
    await auditAccount(options.committer, tenant, { ...event, action: 'token-reused' })
    const account = await findAccount(database, tenant, userId)
    const credentials = await findCredentials(database, tenant, userId)
    if (account && credentials)
      await options.mail.tellTokenReused(tenant, { ...credentials, name: account.name }, language)
  }

  async function signOut(context: AppContext) {
    requireOwnPage(context)
    const token = parseRefreshToken(readRefreshCookie(context))
    if (token) {
      // Only who holds a token of the session ends it.
      const ended = await sessions.endBy(token, 'signed-out')
      if (ended)
        log('sign-out', 'done', { sessionId: ended.id, userId: ended.userId, address: context.var.address })
    }
    clearRefreshCookie(context)
    return context.body(null, 204)
  }

  async function endOwn(context: AppContext) {
    const { session } = context.var
    const own = await sessions.listOf(session.tenant.id, session.userId)
    const wanted = own.find(({ id }) => id === context.req.param('id'))
    if (!wanted) throw new EtraxError('not-found', 'There is no such session.')
    await sessions.end(wanted, 'ended-by-user')
    log('session', 'ended', { tenant: session.tenant.slug, userId: session.userId, sessionId: wanted.id })
    return context.body(null, 204)
  }

  return [
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/login',
        group,
        summary: 'Sign in with a school, an e-mail address and a password',
        callers: 'everybody',
        answers: [
          {
            status: 200,
            description: 'Signed in, the refresh token is a cookie; or what is asked for next',
            schema: Type.Union([grantedAnswer, secondStepAnswer]),
          },
          { status: 401, description: 'invalid-credentials, the same for all causes' },
          { status: 429, description: 'too-many-requests' },
        ],
      },
      credentials,
      async (context, body) => {
        requireTenant(body.tenant, namedTenants(namesOf(context), baseHost))
        const signedIn = await signIn(options, {
          ...body,
          address: context.var.address,
          deviceId: optionalDeviceId(context),
          userAgent: context.req.header('User-Agent'),
          site: relyingParty(context, options.publicUrl),
        })
        if ('challenge' in signedIn) return context.json({ secondFactor: signedIn })
        const { tenant, account, ...granted } = signedIn
        return await answerGranted(context, options, granted, { tenant, account })
      },
    ),
    route(
      {
        method: 'POST',
        path: '/auth/refresh',
        group,
        summary: 'Go on with a session: the cookie and the header X-Requested-With: etrax',
        callers: 'everybody',
        answers: [
          { status: 200, description: 'As at sign-in', schema: grantedAnswer },
          { status: 401, description: 'unauthenticated, session-ended or account-disabled' },
        ],
      },
      refresh,
    ),
    route(
      {
        method: 'POST',
        path: '/auth/logout',
        group,
        summary: 'Sign out: the cookie and the header X-Requested-With: etrax',
        callers: 'everybody',
        answers: [{ status: 204, description: 'Signed out' }],
      },
      signOut,
    ),
    route(
      {
        method: 'GET',
        path: '/auth/me',
        group,
        summary: 'Who is signed in',
        callers: 'signed-in',
        answers: [
          {
            status: 200,
            description: 'The user and the school',
            schema: Type.Object({ user: userAnswer, school: schoolAnswer }),
          },
        ],
      },
      (context) => {
        const { session } = context.var
        const { tenant } = session
        return context.json({
          user: userOf({ ...session, id: session.userId }, tenant),
          school: schoolOf(tenant),
        })
      },
    ),
    route(
      {
        method: 'GET',
        path: '/auth/sessions',
        group,
        summary: 'The own sessions, the last used first',
        callers: 'signed-in',
        answers: [
          {
            status: 200,
            description: 'The sessions',
            schema: Type.Object({ sessions: Type.Array(sessionAnswer) }),
          },
        ],
      },
      async (context) => {
        const { tenant, userId, sessionId } = context.var.session
        const own = await sessions.listOf(tenant.id, userId)
        return context.json({ sessions: own.map((session) => shownSession(session, sessionId)) })
      },
    ),
    route(
      {
        method: 'DELETE',
        path: '/auth/sessions/:id',
        group,
        summary: 'End one of the own sessions',
        callers: 'signed-in',
        waysIn: true,
        recentSignIn: true,
        answers: [
          { status: 204, description: 'Ended' },
          { status: 404, description: 'not-found' },
        ],
      },
      endOwn,
    ),
    route(
      {
        method: 'DELETE',
        path: '/auth/sessions',
        group,
        summary: 'End every own session but this one',
        callers: 'signed-in',
        waysIn: true,
        recentSignIn: true,
        answers: [{ status: 204, description: 'Ended' }],
      },
      async (context) => {
        const { tenant, userId, sessionId } = context.var.session
        const { deviceId } = requestOrigin(context)
        const event = { actorId: userId, deviceId, userId, detail: { kept: 'own' } }
        await auditAccount(options.committer, tenant, { ...event, action: 'sessions-end' })
        await sessions.endOthersOf(tenant.id, userId, sessionId, 'ended-by-user')
        log('session', 'others-ended', { tenant: tenant.slug, userId, sessionId })
        return context.body(null, 204)
      },
    ),
  ]
}

/** A page of another origin cannot set this header without being asked first, and is never allowed to. */
function requireOwnPage(context: AppContext) {
  if (context.req.header('X-Requested-With') !== 'etrax')
    throw new EtraxError('origin-refused', 'The header X-Requested-With: etrax is missing.')
}
