import type { Hono } from 'hono'
import { registry } from '../shared/registry.ts'
import type { AppEnv } from './api/app-env.ts'
import { collectionRoutes } from './api/documents/collection-routes.ts'
import { equipmentRoutes } from './api/documents/equipment-routes.ts'
import { restStamps } from './api/documents/rest-stamps.ts'
import { openApiRoutes } from './api/openapi/openapi-routes.ts'
import { resolveRoute } from './api/reviews/resolve-route.ts'
import type { Route } from './api/route.ts'
import { createApp } from './app.ts'
import { auditRoutes } from './audit/audit-routes.ts'
import { createSchoolSync, schoolLookups } from './create-school-sync.ts'
import type { Database } from './db/database.ts'
import { authRoutes } from './identity/auth-routes.ts'
import { createIdentity, type Identity } from './identity/identity.ts'
import { passwordRoute } from './identity/password-route.ts'
import { registerRoute } from './identity/register-route.ts'
import { signInLimits } from './identity/sign-in-limits.ts'
import { userSessionsRoutes } from './identity/user-sessions-routes.ts'
import { usersRoutes } from './identity/users-routes.ts'
import { describeError, type Log } from './observability/log.ts'
import { securityLog } from './observability/security-log.ts'
import { clientFiles } from './static/client-files.ts'
import type { Sync } from './sync/create-sync.ts'
import { syncRoutes } from './sync/routes.ts'
import type { SchemaVersions } from './sync/sync-session.ts'
import { tenantDirectory } from './tenancy/tenants.ts'

export interface ServerPartsOptions {
  readonly database: Database
  readonly dataDir: string
  readonly log: Log
  readonly publicUrl: URL | undefined
  readonly behindProxy: boolean
  readonly strictTransport: boolean
  readonly rateLimits: boolean
  readonly clientFolder: string
  readonly now?: () => number
  /** What devices may speak; those of this program where nothing is said. */
  readonly schemaVersions?: SchemaVersions
}

/** All that answers requests, without a port: what the server listens with, and what tests ask directly. */
export interface ServerParts {
  readonly app: Hono<AppEnv>
  readonly identity: Identity
  readonly sync: Sync
  readonly routes: readonly Route[]
  /** From now on new requests are told to come back. */
  drain(): void
}

export function serverParts(options: ServerPartsOptions): ServerParts {
  const { database, log, dataDir, publicUrl, now = Date.now } = options
  let draining = false
  const tenants = tenantDirectory(database, now)
  const baseHost = publicUrl?.hostname ?? 'localhost'
  const issuer = publicUrl?.origin ?? 'etrax'
  const identity = createIdentity({ database, tenants, dataDir, issuer, baseHost, now })
  const sync = createSchoolSync({
    database,
    onError: (error) => log.error({ err: describeError(error), part: 'sync' }),
  })
  const common = { database, tenants, baseHost, log: securityLog(log), ...identity }
  const limits = signInLimits()
  const documents = { database, sync, stamps: restStamps(now) }
  const described = [
    ...authRoutes({ ...common, limits }),
    passwordRoute({ ...common, limits }),
    registerRoute(common),
    ...usersRoutes({ ...common, committer: sync.committer }),
    ...userSessionsRoutes(common),
    ...auditRoutes(common),
    ...equipmentRoutes({ ...documents, equipment: registry.equipment, transactions: registry.transactions }),
    resolveRoute({ ...documents, reviews: registry.reviews, lookups: schoolLookups, now }),
    ...Object.values(registry)
      // Users have routes of their own.
      .filter((definition) => definition !== registry.users)
      .flatMap((definition) => collectionRoutes(documents, definition)),
  ]
  const routes = [...described, ...openApiRoutes(described, Object.values(registry))]
  const app = createApp({
    ...options,
    identity,
    routes,
    sync: syncRoutes(sync, options.schemaVersions),
    files: clientFiles(options.clientFolder),
    isDraining: () => draining,
  })
  return {
    app,
    identity,
    sync,
    routes,
    drain() {
      draining = true
    },
  }
}
