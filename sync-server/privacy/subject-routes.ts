import Type from 'typebox'
import { EtraxError } from '../../shared/errors.ts'
import { isUuid } from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import type { AppContext } from '../api/app-env.ts'
import { type Route, route, routeWithBody } from '../api/route.ts'
import { findAccount } from '../identity/accounts.ts'
import { mayManage } from '../identity/user-rights.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import { withTenant } from '../tenancy/with-tenant.ts'
import { type DataSubject, findSubject, thingsOut } from './data-subject.ts'
import { type ErasureParts, eraseSubject } from './erase-subject.ts'
import { readErasurePlan } from './erasure-plan.ts'
import { type ExportCollections, exportSubject, zipOf } from './export-subject.ts'
import { noteExport } from './note-export.ts'

export interface SubjectRouteOptions extends ErasureParts {
  readonly exported: ExportCollections
  readonly log: SecurityLog
}

/** Who answers for the school's data. */
export const PRIVACY_ROLES: readonly Role[] = ['SCHOOL_ADMIN', 'SUPER_ADMIN']

const erasure = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
)

/** What a school holds on somebody, by the id of the person or of the user: to look at, to hand out, and to erase. */
export function subjectRoutes(options: SubjectRouteOptions): readonly Route[] {
  const { database, committer, exported, log } = options
  const group = 'privacy'

  async function subjectOf(context: AppContext): Promise<DataSubject> {
    const id = context.req.param('id')
    const { tenant } = context.var.session
    const found = isUuid(id)
      ? await withTenant(database, tenant, (tx) => findSubject(tx, id), { mode: 'snapshot' })
      : undefined
    if (!found) throw new EtraxError('not-found', 'There is nobody of that id.')
    await requireRank(context, found)
    return found
  }

  /** Who does not manage an account does not read all that is held on its person, nor erase it. */
  async function requireRank(context: AppContext, { users }: DataSubject): Promise<void> {
    const { tenant, role, userId } = context.var.session
    for (const id of users) {
      const account = id === userId ? undefined : await findAccount(database, tenant, id)
      if (account && !mayManage(role, account.role))
        throw new EtraxError('forbidden', 'Your role does not manage users of this role.')
    }
  }

  async function outlook(context: AppContext) {
    const subject = await subjectOf(context)
    const { tenant, userId } = context.var.session
    return await withTenant(
      database,
      tenant,
      async (tx) => {
        const { people, users, ...others } = await readErasurePlan(tx, subject)
        const counts = Object.fromEntries(Object.entries(others).map(([name, ids]) => [name, ids.length]))
        return context.json({
          names: subject.names,
          people: people.length,
          users: users.length,
          ...counts,
          thingsOut: await thingsOut(tx, people),
          own: users.includes(userId),
        })
      },
      { mode: 'snapshot' },
    )
  }

  async function handOut(context: AppContext) {
    const subject = await subjectOf(context)
    const { tenant, userId } = context.var.session
    const { format = 'zip' } = context.req.query()
    if (format !== 'zip' && format !== 'json')
      throw new EtraxError('malformed-request', 'The format is zip or json.')
    const all = await exportSubject(database, tenant, subject, exported)
    const [id = ''] = [...subject.people, ...subject.users]
    await noteExport(committer, tenant, userId, subject.people.length > 0 ? 'people' : 'users', id)
    log('privacy', 'subject-exported', { tenant: tenant.slug, userId, target: id })
    context.header('Content-Disposition', `attachment; filename="person-${id}.${format}"`)
    if (format === 'json') return context.json(all)
    context.header('Content-Type', 'application/zip')
    return context.body(new Uint8Array(zipOf(all)))
  }

  async function erase(context: AppContext, { name }: Type.Static<typeof erasure>) {
    const subject = await subjectOf(context)
    const { tenant, userId } = context.var.session
    if (subject.users.includes(userId))
      throw new EtraxError('forbidden', 'Nobody erases the account that is signed in.')
    if (!subject.names.includes(name))
      throw new EtraxError('invalid-value', 'This is not the name of whom is to be erased.', {
        details: { errors: [{ field: 'name', code: 'other-name' }] },
      })
    const documents = await eraseSubject(options, tenant, subject, userId)
    const [target] = [...subject.people, ...subject.users]
    log('privacy', 'subject-erased', { tenant: tenant.slug, userId, target })
    return context.json({ documents })
  }

  return [
    route(
      {
        method: 'GET',
        path: '/privacy/subjects/:id',
        group,
        summary: 'What an erasure of a person or user would change, and what stands against it',
        callers: PRIVACY_ROLES,
        answers: [
          { status: 200, description: 'Names, counts by kind of document, and how many things are out' },
          { status: 404, description: 'not-found, also for one who was erased' },
        ],
      },
      outlook,
    ),
    route(
      {
        method: 'GET',
        path: '/privacy/subjects/:id/export',
        group,
        summary: 'All that is held on a person or user',
        callers: PRIVACY_ROLES,
        recentSignIn: true,
        query: { format: 'zip (JSON and CSV) or json' },
        answers: [
          { status: 200, description: 'A file to hand out' },
          { status: 404, description: 'not-found' },
        ],
      },
      handOut,
    ),
    routeWithBody(
      {
        method: 'POST',
        path: '/privacy/subjects/:id/erasure',
        group,
        summary: 'Erases a person or user; there is no way back',
        callers: PRIVACY_ROLES,
        recentSignIn: true,
        answers: [
          { status: 200, description: '{ documents }: how many were changed' },
          { status: 403, description: 'forbidden: the own account, or a role that you do not manage' },
          { status: 404, description: 'not-found' },
          { status: 409, description: 'holds-things: things are still out' },
          { status: 422, description: 'invalid-value: the name does not confirm it' },
        ],
      },
      erasure,
      erase,
    ),
  ]
}
