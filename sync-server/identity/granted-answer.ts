import Type from 'typebox'
import { HEADER } from '../../shared/protocol.ts'
import { ROLES } from '../../shared/roles.ts'
import type { AppContext } from '../api/app-env.ts'
import type { Database } from '../db/database.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { ACCESS_TOKEN_LIFE, type AccessTokens } from './access-tokens.ts'
import type { Account } from './accounts.ts'
import { seenDevice } from './devices.ts'
import { writeRefreshCookie } from './refresh-cookie.ts'
import type { Granted } from './sessions.ts'

export const userAnswer = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  role: Type.Enum([...ROLES]),
  tenant: Type.String(),
  personId: Type.Optional(Type.String({ format: 'uuid' })),
  teamIds: Type.Array(Type.String({ format: 'uuid' })),
})
export const schoolAnswer = Type.Object({ name: Type.String(), timeZone: Type.String() })
export const grantedAnswer = Type.Object({
  accessToken: Type.String(),
  expiresIn: Type.Integer(),
  user: userAnswer,
  school: schoolAnswer,
})

/** Answers a session that was begun or goes on: the access token in the body, the refresh token as a cookie. */
export async function answerGranted(
  context: AppContext,
  { database, tokens }: { readonly database: Database; readonly tokens: AccessTokens },
  { session, refreshToken }: Granted,
  { tenant, account }: { readonly tenant: Tenant; readonly account: Account },
  more: Readonly<Record<string, unknown>> = {},
): Promise<Response> {
  writeRefreshCookie(context, refreshToken, Date.parse(session.expiresAt))
  await seenDevice(database, session, {
    userAgent: context.req.header('User-Agent'),
    schema: context.req.header(HEADER.schema),
  })
  const claims = { userId: account.id, sessionId: session.id, tenantId: tenant.id }
  return context.json({
    accessToken: await tokens.sign(claims),
    expiresIn: ACCESS_TOKEN_LIFE,
    user: userOf(account, tenant),
    school: schoolOf(tenant),
    ...more,
  })
}

export function userOf(
  account: Pick<Account, 'id' | 'name' | 'role' | 'personId' | 'teamIds'>,
  tenant: Tenant,
) {
  const { id, name, role, personId, teamIds } = account
  return { id, name, role, tenant: tenant.slug, ...(personId === undefined ? {} : { personId }), teamIds }
}

export function schoolOf({ name, timeZone }: Tenant) {
  return { name, timeZone }
}
