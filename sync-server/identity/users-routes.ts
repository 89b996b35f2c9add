import Type from 'typebox'
import { mayRead } from '../../shared/access.ts'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { users } from '../../shared/collections/users.ts'
import { EtraxError } from '../../shared/errors.ts'
import { isUuid, UUID_PATTERN } from '../../shared/ids.ts'
import { documentSchema } from '../../shared/json-schema.ts'
import { LANGUAGES } from '../../shared/languages.ts'
import { standsForSchool } from '../../shared/loans.ts'
import { isRole, PEOPLE_ROLES, type Role } from '../../shared/roles.ts'
import type { AppContext } from '../api/app-env.ts'
import { type Route, route, routeWithBody } from '../api/route.ts'
import type { Database } from '../db/database.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import type { Committer } from '../sync/committer.ts'

import { writeAsServer } from '../sync/server-write.ts'
import { withTenant } from '../tenancy/with-tenant.ts'
import { isVisitor } from '../visits/is-visitor.ts'
import { type AccountMail, languageFor } from './account-mail.ts'
import { EMAIL_PATTERN } from './accounts.ts'
import { makeUser } from './make-user.ts'
import type { RequestSession } from './request-session.ts'
import { endBelowPolicy } from './second-factor/end-below-policy.ts'
import type { SessionEvents } from './session-events.ts'
import type { Sessions } from './sessions.ts'
import { mayManage, USER_MANAGERS } from './user-rights.ts'

export interface UsersRouteOptions {
  readonly database: Database
  readonly committer: Committer
  readonly sessions: Sessions
  readonly events: SessionEvents
  readonly mail: AccountMail
  readonly log: SecurityLog
}

const uuid = Type.String({ pattern: UUID_PATTERN, maxLength: 36 })
const name = Type.String({ minLength: 1, maxLength: 200 })
const role = Type.Enum([...PEOPLE_ROLES])
const teamIds = Type.Array(uuid, { maxItems: 50 })

const newUser = Type.Object(
  {
    name,
    email: Type.String({ pattern: EMAIL_PATTERN, maxLength: 254 }),
    role,
    personId: Type.Optional(uuid),
    teamIds: Type.Optional(teamIds),
    /** How the invitation gets there; by mail where there is mail and nothing is said. */
    by: Type.Optional(Type.Enum(['mail', 'hand'])),
    language: Type.Optional(Type.Enum([...LANGUAGES])),
  },
  { additionalProperties: false },
)

const userChange = Type.Object(
  {
    name: Type.Optional(name),
    role: Type.Optional(role),
    disabled: Type.Optional(Type.Boolean()),
    personId: Type.Optional(Type.Union([uuid, Type.Null()])),
    teamIds: Type.Optional(teamIds),
  },
  { additionalProperties: false },
)

/** Users of the school: made and changed here alone, and seen by devices like any other document. */
export function usersRoutes(options: UsersRouteOptions): readonly Route[] {
  const { database, committer, sessions, events, mail, log } = options
  const group = 'users'
  const oneUser = documentSchema(users)

  async function create(context: AppContext, body: Type.Static<typeof newUser>) {
    const { session } = context.var
    requireMayManage(session, body.role)
    const { id, user, invitation } = await makeUser(options, session.tenant, session.userId, body)
    log('users', 'invited', { tenant: session.tenant.slug, userId: session.userId, target: id })
    if (!mail.can() || body.by === 'hand') return context.json({ user, invitation }, 201)
    const to = { name: body.name, email: body.email, token: invitation.token }
    await mail.sendLink('invitation', session.tenant, to, languageFor(context, body.language))
    // Whoever made the user does not see the link: nobody else can choose the password by it.
    return context.json({ user, mailed: true }, 201)
  }

  async function change(context: AppContext, body: Type.Static<typeof userChange>) {
    const { session } = context.var
    const id = idOf(context)
    // It is no account, and has none to become: what is signed in by it would be done in another school's name.
    if (standsForSchool(id)) throw noSuchUser()
    if (
      (body.role !== undefined || body.disabled === false) &&
      (await isVisitor(database, session.tenant, id))
    )
      throw new EtraxError('forbidden', 'What somebody of another school may do here, the visit says.')
    const isSelf = id === session.userId
    let former: Role | undefined
    if (isSelf && (body.disabled === true || (body.role !== undefined && body.role !== session.role)))
      throw new EtraxError('forbidden', 'Nobody disables himself or changes his own role.')
    const [user] = await writeAsServer(committer, session.tenant, session.userId, [
      {
        definition: users,
        id,
        change(stored) {
          if (!stored || !isRole(stored.role)) throw noSuchUser()
          requireMayManage(session, stored.role)
          if (body.role !== undefined) requireMayManage(session, body.role)
          former = stored.role
          return changed(stored, body)
        },
      },
    ])
    const about = { tenant: session.tenant.slug, userId: session.userId, target: id }
    log('users', body.disabled === true ? 'disabled' : 'changed', about)
    events.accountChanged({ tenantId: session.tenant.id, userId: id })
    if (body.role !== undefined && body.role !== former)
      await endBelowPolicy(options, session.tenant, id, body.role)
    if (body.disabled === true) await sessions.endAllOf(session.tenant.id, id, 'disabled')
    return context.json({ user })
  }

  return [
    route(
      {
        method: 'GET',
        path: '/users',
        group,
        summary: 'The users, by name; e-mail addresses for those who manage users alone',
        callers: 'signed-in',
        answers: [{ status: 200, description: '{ users } that the caller may see' }],
      },
      async (context) => {
        const { session } = context.var
        const all = await readUsers(database, session)
        return context.json({ users: all.filter((user) => mayRead(users, session.subject, user)) })
      },
    ),
    route(
      {
        method: 'GET',
        path: '/users/:id',
        group,
        summary: 'One user, as far as the caller sees users',
        callers: 'signed-in',
        answers: [
          { status: 200, description: 'The user', schema: oneUser },
          { status: 404, description: 'not-found, also for one that the caller may not see' },
        ],
      },
      async (context) => {
        const { session } = context.var
        const [user] = await readUsers(database, session, idOf(context))
        if (!user || !mayRead(users, session.subject, user)) throw noSuchUser()
        return context.json({ user })
      },
    ),
    routeWithBody(
      {
        method: 'POST',
        path: '/users',
        group,
        summary: 'Make a user and an invitation to choose a password by',
        callers: USER_MANAGERS,
        waysIn: true,
        answers: [
          {
            status: 201,
            description: 'The user, and mailed: true, or the invitation, which is shown this once',
          },
          { status: 409, description: 'already-exists: the e-mail address is taken' },
        ],
      },
      newUser,
      create,
    ),
    routeWithBody(
      {
        method: 'PATCH',
        path: '/users/:id',
        group,
        summary:
          'Change a user; disabling ends its sessions, a role that needs a second factor those begun without one',
        callers: USER_MANAGERS,
        waysIn: true,
        answers: [
          { status: 200, description: 'The user as it is now' },
          { status: 403, description: 'forbidden: above the own role, or oneself' },
          { status: 404, description: 'not-found' },
        ],
      },
      userChange,
      change,
    ),
  ]
}

function changed(stored: AnyDocument, body: Type.Static<typeof userChange>): AnyDocument {
  const { personId: before, ...rest } = stored
  const personId = body.personId === undefined ? before : (body.personId ?? undefined)
  return {
    ...rest,
    id: stored.id,
    stamp: stored.stamp,
    ...(body.name === undefined ? {} : { name: body.name }),
    ...(body.role === undefined ? {} : { role: body.role }),
    ...(body.teamIds === undefined ? {} : { teamIds: body.teamIds }),
    ...(body.disabled === undefined ? {} : { active: !body.disabled }),
    ...(personId === undefined ? {} : { personId }),
  }
}

interface UserRow {
  readonly id: string
  readonly stamp: string
  readonly name: string
  readonly role: string
  readonly personId: string | null
  readonly teamIds: readonly string[] | null
  readonly active: boolean
  readonly email: string | null
}

async function readUsers(database: Database, session: RequestSession, id?: string): Promise<AnyDocument[]> {
  const rows = await withTenant(
    database,
    session.tenant,
    (tx) => tx<UserRow[]>`
      SELECT users.id, stamp, name, role, person_id AS "personId", team_ids AS "teamIds", active, email
      FROM users LEFT JOIN credentials ON user_id = users.id
      WHERE NOT deleted AND (${id ?? null}::uuid IS NULL OR users.id = ${id ?? null}::uuid) ORDER BY name, users.id`,
    { mode: 'snapshot' },
  )
  const seesEmail = USER_MANAGERS.some((role) => role === session.role)
  return rows.map(({ personId, teamIds, email, ...row }) => ({
    ...row,
    teamIds: teamIds ?? [],
    ...(personId === null ? {} : { personId }),
    ...(email === null || !seesEmail ? {} : { email }),
  }))
}

function requireMayManage(session: RequestSession, other: Role) {
  if (!mayManage(session.role, other)) throw new EtraxError('forbidden', 'Your role does not allow this.')
}

function idOf(context: AppContext): string {
  const id = context.req.param('id')
  if (!isUuid(id)) throw noSuchUser()
  return id
}

function noSuchUser(): EtraxError {
  return new EtraxError('not-found', 'There is no such user.')
}
