import Type from 'typebox'
import { EtraxError } from '../../shared/errors.ts'
import { isUuid } from '../../shared/ids.ts'
import { LANGUAGES } from '../../shared/languages.ts'
import type { AppContext } from '../api/app-env.ts'
import { type Route, route, routeWithBody } from '../api/route.ts'
import type { Database } from '../db/database.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import type { Committer } from '../sync/committer.ts'
import type { AccountAction } from '../sync/unit.ts'
import { type AccountMail, languageFor } from './account-mail.ts'
import {
  type Account,
  EMAIL_PATTERN,
  findAccount,
  normalEmail,
  replaceableEmail,
  replaceEmail,
} from './accounts.ts'
import { renewInvitation } from './invitations.ts'
import type { RequestSession } from './request-session.ts'
import { auditAccount } from './second-factor/audit-account.ts'
import { requestOrigin } from './second-factor/request-origin.ts'
import type { Sessions } from './sessions.ts'
import { shownSession } from './shown-session.ts'
import { mayManage, USER_MANAGERS } from './user-rights.ts'

export interface UserSessionsRouteOptions {
  readonly database: Database
  readonly sessions: Sessions
  readonly mail: AccountMail
  readonly committer: Committer
  readonly log: SecurityLog
}

const address = Type.Object(
  {
    email: Type.String({ pattern: EMAIL_PATTERN, maxLength: 254 }),
    /** Somebody else had the account: their password, factors and PIN go too. */
    anew: Type.Optional(Type.Boolean()),
    /** Of the mail to the former address. */
    language: Type.Optional(Type.Enum([...LANGUAGES])),
  },
  { additionalProperties: false },
)

/** What an admin does about another person's ways in: sees and ends them, has a new password chosen, corrects the address. */
export function userSessionsRoutes({
  database,
  sessions,
  mail,
  committer,
  log,
}: UserSessionsRouteOptions): readonly Route[] {
  const group = 'users'

  async function managed(context: AppContext): Promise<Account> {
    const { session } = context.var
    const id = context.req.param('id') ?? ''
    const account = isUuid(id) ? await findAccount(database, session.tenant, id) : undefined
    if (!account) throw new EtraxError('not-found', 'There is no such user.')
    if (!mayManage(session.role, account.role))
      throw new EtraxError('forbidden', 'Your role does not manage users of this role.')
    return account
  }

  /** Of whoever corrects the own address, the one that it is done by goes on. */
  function endSessions({ tenant, userId, sessionId }: RequestSession, { id }: Account): Promise<void> {
    return id === userId
      ? sessions.endOthersOf(tenant.id, id, sessionId, 'ended-by-user')
      : sessions.endAllOf(tenant.id, id, 'ended-by-admin')
  }

  /** Before the act: what cannot be entered is not done. */
  function audit(
    context: AppContext,
    { id }: Account,
    action: AccountAction,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { tenant, userId } = context.var.session
    const { deviceId } = requestOrigin(context)
    return auditAccount(committer, tenant, { actorId: userId, deviceId, userId: id, action, detail })
  }

  return [
    route(
      {
        method: 'GET',
        path: '/users/:id/sessions',
        group,
        summary: 'Where a user is signed in, the last used first',
        callers: USER_MANAGERS,
        answers: [{ status: 200, description: '{ sessions }' }],
      },
      async (context) => {
        const { session } = context.var
        const account = await managed(context)
        const all = await sessions.listOf(session.tenant.id, account.id)
        return context.json({ sessions: all.map((one) => shownSession(one, session.sessionId)) })
      },
    ),
    route(
      {
        method: 'DELETE',
        path: '/users/:id/sessions',
        group,
        summary: 'End every session of a user; what is unsent stays on the devices',
        callers: USER_MANAGERS,
        answers: [{ status: 204, description: 'Ended' }],
      },
      async (context) => {
        const { session } = context.var
        const account = await managed(context)
        await audit(context, account, 'sessions-end', {})
        await sessions.endAllOf(session.tenant.id, account.id, 'ended-by-admin')
        log('session', 'all-ended-by-admin', {
          tenant: session.tenant.slug,
          userId: session.userId,
          target: account.id,
        })
        return context.body(null, 204)
      },
    ),
    route(
      {
        method: 'POST',
        path: '/users/:id/invitation',
        group,
        summary: 'A new invitation to choose a password; the present password works until it is used',
        callers: USER_MANAGERS,
        waysIn: true,
        recentSignIn: true,
        query: {
          by: 'hand: the link is in the answer; mail, or nothing where there is mail: it is sent',
          language: 'Of the mail: en or es',
        },
        answers: [{ status: 201, description: 'mailed: true, or the invitation, which is shown this once' }],
      },
      async (context) => {
        const { session } = context.var
        const account = await managed(context)
        const by = context.req.query('by')
        if (by !== undefined && by !== 'hand' && by !== 'mail')
          throw new EtraxError('malformed-request', 'by is mail or hand.')
        await audit(context, account, 'invite', { by: by === 'hand' || !mail.can() ? 'hand' : 'mail' })
        const renewed = await renewInvitation(database, session.tenant, account.id)
        log('invitation', 'renewed', {
          tenant: session.tenant.slug,
          userId: session.userId,
          target: account.id,
        })
        const { token, expiresAt, email, hadPassword } = renewed
        if (!mail.can() || by === 'hand') return context.json({ invitation: { token, expiresAt } }, 201)
        await mail.sendLink(
          hadPassword ? 'new-password' : 'invitation',
          session.tenant,
          { name: account.name, email, token },
          languageFor(context, context.req.query('language')),
        )
        return context.json({ mailed: true }, 201)
      },
    ),
    routeWithBody(
      {
        method: 'PUT',
        path: '/users/:id/email',
        group,
        summary:
          'The address that a user signs in with; sessions end, the former one is told, links and codes that went there are void',
        callers: USER_MANAGERS,
        waysIn: true,
        recentSignIn: true,
        answers: [
          { status: 204, description: 'The user signs in with it from now on' },
          { status: 403, description: 'forbidden: a role that you do not manage, or oneself anew' },
          { status: 404, description: 'not-found, also where the user signs in with nothing' },
          { status: 409, description: 'already-exists: the e-mail address is taken' },
        ],
      },
      address,
      async (context, { email, language, anew = false }) => {
        const { session } = context.var
        const account = await managed(context)
        if (anew && account.id === session.userId)
          throw new EtraxError('forbidden', 'Nobody takes away his own ways in.')
        const before = await replaceableEmail(database, session.tenant, account.id, email)
        if (before === undefined)
          throw new EtraxError('not-found', 'This user has no e-mail address to sign in with.')
        if (before === normalEmail(email)) return context.body(null, 204)
        // Neither of the two addresses is entered.
        await audit(context, account, 'email-change', anew ? { anew } : {})
        // Also before: a process that dies in between has ended sessions for nothing, and leaves none to whoever had the address.
        await endSessions(session, account)
        await replaceEmail(database, session.tenant, account.id, { email, anew })
        await endSessions(session, account)
        log('users', 'email-changed', {
          tenant: session.tenant.slug,
          userId: session.userId,
          target: account.id,
        })
        const former = { name: account.name, email: before }
        await mail.tellEmailChanged(session.tenant, former, languageFor(context, language))
        return context.body(null, 204)
      },
    ),
  ]
}
