import Type from 'typebox'
import { EtraxError } from '../../../shared/errors.ts'
import { isUuid } from '../../../shared/ids.ts'
import type { AppContext } from '../../api/app-env.ts'
import { type Route, route } from '../../api/route.ts'
import { withTenant } from '../../tenancy/with-tenant.ts'
import { languageFor } from '../account-mail.ts'
import { type Account, findAccount } from '../accounts.ts'
import { mayManage, USER_MANAGERS } from '../user-rights.ts'
import { auditAccount } from './audit-account.ts'
import { shownFactor } from './factor-routes.ts'
import { listFactors, removeAllFactors } from './factors.ts'
import type { SecondFactorParts } from './parts.ts'
import { requestOrigin } from './request-origin.ts'
import { tellChange } from './tell-change.ts'

/** What an admin does for somebody who lost every factor and the codes: takes them away, so that new ones can be set up. */
export function userFactorsRoutes(parts: SecondFactorParts): readonly Route[] {
  const { database, committer, sessions, log } = parts
  const group = 'users'
  const path = '/users/:id/factors'

  async function managed(context: AppContext): Promise<Account> {
    const { session } = context.var
    const id = context.req.param('id') ?? ''
    const account = isUuid(id) ? await findAccount(database, session.tenant, id) : undefined
    if (!account) throw new EtraxError('not-found', 'There is no such user.')
    if (!mayManage(session.role, account.role))
      throw new EtraxError('forbidden', 'Your role does not manage users of this role.')
    return account
  }

  async function list(context: AppContext) {
    const { tenant } = context.var.session
    const factors = await listFactors(database, tenant, (await managed(context)).id)
    // What somebody calls the own devices is nobody else's business.
    return context.json({ factors: factors.map((factor) => ({ ...shownFactor(factor), name: undefined })) })
  }

  async function removeAll(context: AppContext) {
    const { tenant, userId } = context.var.session
    const account = await managed(context)
    const { length: count } = await listFactors(database, tenant, account.id)
    if (count > 0) {
      // First: what cannot be entered is not done.
      await auditAccount(committer, tenant, {
        actorId: userId,
        deviceId: requestOrigin(context).deviceId,
        userId: account.id,
        action: 'factor-remove',
        detail: { count },
      })
      await withTenant(database, tenant, (tx) => removeAllFactors(tx, account.id))
      // Whoever found the lost device is out.
      await sessions.endAllOf(tenant.id, account.id, 'ended-by-admin')
      log('second-factor', 'removed-by-admin', { tenant: tenant.slug, userId, target: account.id })
      const news = { change: 'removed-by-admin' } as const
      await tellChange(parts, tenant, account, news, languageFor(context, undefined))
    }
    return context.body(null, 204)
  }

  return [
    route(
      {
        method: 'GET',
        path,
        group,
        summary: 'By what a user proves who it is, beside the password',
        callers: USER_MANAGERS,
        answers: [
          {
            status: 200,
            description: '{ factors }, without their names',
            schema: Type.Object({
              factors: Type.Array(
                Type.Object({
                  id: Type.String(),
                  kind: Type.String(),
                  createdAt: Type.String(),
                  usedAt: Type.Optional(Type.String()),
                }),
              ),
            }),
          },
        ],
      },
      list,
    ),
    route(
      {
        method: 'DELETE',
        path,
        group,
        summary: 'Take away all second factors and recovery codes of a user who lost them; its sessions end',
        callers: USER_MANAGERS,
        waysIn: true,
        recentSignIn: true,
        answers: [
          { status: 204, description: 'There are none any more' },
          { status: 403, description: 'forbidden: a role that you do not manage' },
          { status: 404, description: 'not-found' },
        ],
      },
      removeAll,
    ),
  ]
}
