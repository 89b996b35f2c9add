import { EtraxError } from '../../shared/errors.ts'
import { HEADER } from '../../shared/protocol.ts'
import type { AppContext } from '../api/app-env.ts'
import type { AccessTokens } from './access-tokens.ts'
import { OtherSchool } from './other-school.ts'
import type { LiveSessions, RequestSession } from './request-session.ts'

export interface Authenticator {
  /** @throws EtraxError `unauthenticated`, `token-expired`, `session-ended`, `account-disabled`, `not-found` */
  authenticate(token: string, request: RequestNames): Promise<RequestSession>
}

/** How a request names its school, beside the token. */
export interface RequestNames {
  readonly host: string | undefined
  readonly tenantHeader: string | undefined
}

export function authenticator(
  tokens: AccessTokens,
  live: LiveSessions,
  /** Below it each school has a host of its own, such as `northridge.etrax.example`. */
  baseHost: string,
): Authenticator {
  return {
    async authenticate(token, request) {
      const session = await live.require(await tokens.verify(token))
      requireTenant(session.tenant.slug, namedTenants(request, baseHost), session.userId)
      return session
    },
  }
}

/** @throws OtherSchool, which is `not-found`, where host or header name another school */
export function requireTenant(slug: string, named: readonly string[], userId?: string): void {
  if (named.some((name) => name !== slug)) throw new OtherSchool({ tenant: slug, userId })
}

/** The schools that the host and the header name; none, one or two. */
export function namedTenants({ host, tenantHeader }: RequestNames, baseHost: string): readonly string[] {
  const hostName = (host ?? '').toLowerCase().replace(/:\d+$/, '')
  const below = hostName.endsWith(`.${baseHost}`) ? hostName.slice(0, -baseHost.length - 1) : undefined
  return [below, tenantHeader].filter((name) => name !== undefined)
}

export function namesOf(context: AppContext): RequestNames {
  return { host: context.req.header('Host'), tenantHeader: context.req.header(HEADER.tenant) }
}

/** Sets `session` on the request, or refuses it. */
export function sessionGuard(authenticator: Authenticator): (context: AppContext) => Promise<void> {
  return async (context) => {
    const [scheme, token, more] = (context.req.header('Authorization') ?? '').split(' ')
    if (scheme?.toLowerCase() !== 'bearer' || !token || more !== undefined)
      throw new EtraxError('unauthenticated', 'Sign in first: Authorization: Bearer and the access token.')
    context.set('session', await authenticator.authenticate(token, namesOf(context)))
  }
}
