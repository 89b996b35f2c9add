import Type from 'typebox'
import { EtraxError } from '../../../shared/errors.ts'
import { PEOPLE_ROLES } from '../../../shared/roles.ts'
import type { AppContext } from '../../api/app-env.ts'
import { type Route, route, routeWithBody } from '../../api/route.ts'
import { withTenant } from '../../tenancy/with-tenant.ts'
import { mayManage, USER_MANAGERS } from '../user-rights.ts'
import { auditAccount } from './audit-account.ts'
import type { SecondFactorParts } from './parts.ts'
import { changePolicy, readPolicy } from './policy.ts'
import { requestOrigin } from './request-origin.ts'

const flags = Object.fromEntries(PEOPLE_ROLES.map((role) => [role, Type.Optional(Type.Boolean())]))
const change = Type.Object(
  { required: Type.Object(flags, { additionalProperties: false }) },
  { additionalProperties: false },
)
const policyAnswer = Type.Object({
  required: Type.Object(Object.fromEntries(PEOPLE_ROLES.map((role) => [role, Type.Boolean()]))),
  mayChange: Type.Array(Type.Enum([...PEOPLE_ROLES])),
})

/** Which roles a school asks for a second factor; each admin decides it for the roles that it manages. */
export function policyRoutes({ database, committer, log, now }: SecondFactorParts): readonly Route[] {
  const group = 'security'
  const path = '/security/second-factor'

  async function read(context: AppContext) {
    const { tenant, role } = context.var.session
    const required = await withTenant(database, tenant, readPolicy)
    return context.json({ required, mayChange: PEOPLE_ROLES.filter((other) => mayManage(role, other)) })
  }

  async function write(context: AppContext, { required }: Type.Static<typeof change>) {
    const { tenant, userId, role, sessionId } = context.var.session
    const wanted = PEOPLE_ROLES.flatMap((other) => {
      const value = required[other]
      return typeof value === 'boolean' ? [[other, value] as const] : []
    })
    if (wanted.some(([other]) => !mayManage(role, other)))
      throw new EtraxError('forbidden', 'Your role does not manage users of this role.')
    // First: what cannot be entered is not done.
    await auditAccount(committer, tenant, {
      actorId: userId,
      deviceId: requestOrigin(context).deviceId,
      userId,
      action: 'factor-policy',
      detail: { required: Object.fromEntries(wanted) },
    })
    await withTenant(database, tenant, (tx) =>
      changePolicy(tx, Object.fromEntries(wanted), { userId, at: new Date(now()) }),
    )
    log('second-factor', 'policy-changed', { tenant: tenant.slug, userId, sessionId })
    return await read(context)
  }

  return [
    route(
      {
        method: 'GET',
        path,
        group,
        summary: 'Which roles have to have a second factor, and for which of them you may change it',
        callers: USER_MANAGERS,
        answers: [{ status: 200, description: 'The policy', schema: policyAnswer }],
      },
      read,
    ),
    routeWithBody(
      {
        method: 'PATCH',
        path,
        group,
        summary: 'Change it for some roles; whoever is signed in stays so',
        callers: USER_MANAGERS,
        waysIn: true,
        recentSignIn: true,
        answers: [
          { status: 200, description: 'The policy as it is now', schema: policyAnswer },
          { status: 403, description: 'forbidden: a role that you do not manage' },
        ],
      },
      change,
      write,
    ),
  ]
}
