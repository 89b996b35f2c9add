import { Hono } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { EtraxError } from '../shared/errors.ts'
import { MAX_PUSH_BYTES } from '../shared/protocol.ts'
import type { AppContext, AppEnv } from './api/app-env.ts'
import { limitBody } from './api/body-limit.ts'
import { healthRoutes } from './api/health.ts'
import { problem, problemHandler } from './api/problem.ts'
import { NO_LIMITS, requestLimits } from './api/rate-limits.ts'
import { requestContext } from './api/request-context.ts'
import { mountRoutes, type Route } from './api/route.ts'
import { refuseForeign } from './api/same-origin.ts'
import { securityHeaders } from './api/security-headers.ts'
import type { Database } from './db/database.ts'
import { type Authenticator, sessionGuard } from './identity/require-session.ts'
import type { MakeCounter } from './limits/counter.ts'
import { memoryCounter } from './limits/memory-counter.ts'
import type { Log } from './observability/log.ts'
import type { ClientFiles } from './static/client-files.ts'
import { serveClient } from './static/serve-client.ts'
import type { SyncEnv } from './sync/sync-session.ts'

export interface AppOptions {
  readonly log: Log
  readonly database: Database
  readonly identity: Authenticator
  /** Below /api/v1. */
  readonly routes: readonly Route[]
  /** Below /sync/v1, behind sign-in. */
  readonly sync: Hono<SyncEnv>
  readonly files: ClientFiles
  readonly publicUrl: URL | undefined
  readonly behindProxy: boolean
  readonly strictTransport: boolean
  /** Off for measuring alone. */
  readonly rateLimits: boolean
  /** Counts requests; undefined: in this process alone. */
  readonly requestCounters?: MakeCounter
  readonly isDraining: () => boolean
  readonly now?: () => number
}

const API_BODY_BYTES = 1024 * 1024
/** A push's rows and the array around them. */
const SYNC_BODY_BYTES = MAX_PUSH_BYTES + 64 * 1024

/** The request's path, from top to bottom: headers, limits, sign-in, school, rights, what was asked for. */
export function createApp(options: AppOptions): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const requireSession = sessionGuard(options.identity)
  const { requestCounters = memoryCounter } = options
  const limits = options.rateLimits ? requestLimits(requestCounters) : NO_LIMITS

  app.onError(problemHandler(options.log))
  app.notFound(serveClient(options.files))
  app.use(requestContext(options.log, options.behindProxy))
  app.use(securityHeaders(options.strictTransport))
  app.use(methodNotAllowed({ app, onMethodNotAllowed: refuseMethod }))
  app.route('/health', healthRoutes(options.database, options.isDraining))

  app.use('/api/*', refuseForeign(options.publicUrl, 'changes'), limitBody(API_BODY_BYTES), noStore)
  app.use('/api/*', async (context, next) => {
    await next()
    // There is nothing at that address: no route has counted it.
    if (context.res.status === 404 && !context.get('counted')) await limits.take(context)
  })
  const api = new Hono<AppEnv>()
  mountRoutes(api, options.routes, requireSession, options.now ?? Date.now, limits)
  app.route('/api/v1', api)

  app.use(
    '/sync/v1/*',
    refuseForeign(options.publicUrl, 'all'),
    limitBody(SYNC_BODY_BYTES),
    async (context, next) => {
      await limits.knowing(context, () => requireSession(context))
      await limits.takeSync(context)
      await next()
    },
  )
  app.route('/sync/v1', options.sync)

  return app
}

function noStore(context: AppContext, next: () => Promise<void>): Promise<void> {
  context.header('Cache-Control', 'no-store')
  return next()
}

function refuseMethod(context: AppContext, allowed: readonly string[]): Response {
  const answer = problem(context, new EtraxError('method-not-allowed', 'This address has no such method.'))
  answer.headers.set('Allow', allowed.join(', '))
  return answer
}
