import type { ErrorHandler } from 'hono'
import { EtraxError } from '../../shared/errors.ts'
import { isDatabaseAway } from '../db/database-away.ts'
import { OtherSchool } from '../identity/other-school.ts'
import { describeError, type Log } from '../observability/log.ts'
import { type SecurityLog, securityLog } from '../observability/security-log.ts'
import type { AppContext, AppEnv } from './app-env.ts'

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  408: 'Request timeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition failed',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Invalid value',
  426: 'Update needed',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not available now',
}

/** The one way from an error to an answer: problem+json with a stable code and a trace id, and nothing of what is inside. */
export function problem(context: AppContext, error: EtraxError): Response {
  const { status, code } = error
  const body = {
    ...error.details,
    type: `urn:etrax:problem:${code}`,
    title: TITLES[status] ?? 'Error',
    status,
    code,
    detail: error.message,
    traceId: context.get('traceId'),
  }
  const headers: Record<string, string> = {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Cache-Control': 'no-store',
  }
  if (error.retryAfter !== undefined) headers['Retry-After'] = String(error.retryAfter)
  if (status === 401) headers['WWW-Authenticate'] = 'Bearer'
  return new Response(JSON.stringify(body), { status, headers })
}

export function problemHandler(log: Log): ErrorHandler<AppEnv> {
  const security = securityLog(log)
  return (error, context) => {
    if (error instanceof EtraxError) {
      if (error.status >= 500) logFailure(log, context, error)
      if (error instanceof OtherSchool) note(security, context, 'other-school', error.of)
      else if (error.status === 401 || error.status === 403) noteRefusal(security, context, error)
      return problem(context, error)
    }
    logFailure(log, context, error)
    return problem(
      context,
      isDatabaseAway(error)
        ? new EtraxError('database-unavailable', 'The database cannot be reached now.', { retryAfter: 2 })
        : new EtraxError('internal-error', 'Something went wrong on the server.'),
    )
  }
}

/** Refused access, by whom to what; a token that has merely expired is no event. */
function noteRefusal(security: SecurityLog, context: AppContext, { code }: EtraxError) {
  if (code === 'token-expired') return
  const session = context.get('session')
  note(security, context, code, { tenant: session?.tenant.slug, userId: session?.userId })
}

function note(
  security: SecurityLog,
  context: AppContext,
  outcome: string,
  who: { readonly tenant: string | undefined; readonly userId?: string | undefined },
) {
  security('access', outcome, {
    ...who,
    address: context.get('address'),
    traceId: context.get('traceId'),
    target: `${context.req.method} ${context.req.path}`,
  })
}

function logFailure(log: Log, context: AppContext, error: unknown) {
  log.error({
    err: describeError(error),
    traceId: context.get('traceId'),
    method: context.req.method,
    route: context.req.routePath,
  })
}
