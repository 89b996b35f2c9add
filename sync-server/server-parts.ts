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
import { createSchoolSync, schoolCustody, schoolLoans, schoolLookups } from './create-school-sync.ts'
import { type DataProtection, dataProtection } from './data-protection/data-protection.ts'
import { masterKeys } from './data-protection/master-keys.ts'
import type { Database } from './db/database.ts'
import { accountMail } from './identity/account-mail.ts'
import { authRoutes } from './identity/auth-routes.ts'
import { breachedPasswords } from './identity/breached-passwords.ts'
import { devicesRoutes } from './identity/devices-routes.ts'
import { forgottenPasswordRoutes } from './identity/forgotten-password-routes.ts'
import { handInRoutes } from './identity/hand-in-routes.ts'
import { createIdentity, type Identity } from './identity/identity.ts'
import { passwordRoute } from './identity/password-route.ts'
import { registerRoute } from './identity/register-route.ts'
import { challengeStore } from './identity/second-factor/challenges.ts'
import { codeLimits } from './identity/second-factor/code-limits.ts'
import { factorCodes } from './identity/second-factor/factor-codes.ts'
import { secondFactorRoutes } from './identity/second-factor/second-factor-routes.ts'
import { redisSessions } from './identity/shared-sessions.ts'
import { signInLimits } from './identity/sign-in-limits.ts'
import { stepUpRoutes } from './identity/step-up-routes.ts'
import { userSessionsRoutes } from './identity/user-sessions-routes.ts'
import { usersRoutes } from './identity/users-routes.ts'
import { memoryCounter } from './limits/memory-counter.ts'
import { postgresCounters } from './limits/postgres-counter.ts'
import { redisCounters } from './limits/redis-counter.ts'
import { loanParts } from './loans/loan-parts.ts'
import type { Loans, LoansOptions } from './loans/loans.ts'
import { messageRoutes } from './messages/message-routes.ts'
import type { MessageSettings } from './messages/message-settings.ts'
import { createMessages, type Messages } from './messages/messages.ts'
import { describeError, type Log } from './observability/log.ts'
import { securityLog } from './observability/security-log.ts'
import { organizationRoutes } from './organizations/organization-routes.ts'
import type { ErasureParts } from './privacy/erase-subject.ts'
import { erasureLedger } from './privacy/erasure-ledger.ts'
import { retentionRoutes } from './privacy/retention-routes.ts'
import { schoolRoute } from './privacy/school-route.ts'
import { subjectRoutes } from './privacy/subject-routes.ts'
import { joinProcesses } from './redis/join-processes.ts'
import type { RedisConnection } from './redis/redis-connection.ts'
import { clientFiles } from './static/client-files.ts'
import { revokedStations } from './stations/revoked-station.ts'
import { stationParts } from './stations/station-parts.ts'
import { pushWithStations } from './stations/station-push.ts'
import type { Sync } from './sync/create-sync.ts'
import { syncRoutes } from './sync/routes.ts'
import type { SchemaVersions } from './sync/sync-session.ts'
import { tenantDirectory } from './tenancy/tenants.ts'
import { visitParts } from './visits/visit-parts.ts'

export interface ServerPartsOptions {
  readonly database: Database
  readonly dataDir: string
  /** Beside those of the data folder. */
  readonly masterKeys?: readonly Buffer[]
  readonly log: Log
  readonly publicUrl: URL | undefined
  readonly behindProxy: boolean
  readonly strictTransport: boolean
  readonly rateLimits: boolean
  readonly clientFolder: string
  /** A file of breached passwords; undefined: the shipped list alone. */
  readonly breachedPasswords?: string | undefined
  /** Where it listens: links in messages lead there where there is no public address. */
  readonly ownAddress?: () => string
  /** Without them nothing goes out. */
  readonly messageSettings?: MessageSettings
  /** Joins this process to others. */
  readonly redis?: RedisConnection | undefined
  readonly now?: () => number
  /** Told between the commits of a loan's step; for tests that end the server there. */
  readonly betweenCommits?: LoansOptions['between']
  /** What devices may speak; those of this program where nothing is said. */
  readonly schemaVersions?: SchemaVersions
}

/** All that answers requests, without a port: what the server listens with, and what tests ask directly. */
export interface ServerParts {
  readonly app: Hono<AppEnv>
  readonly identity: Identity
  readonly sync: Sync
  readonly protection: DataProtection
  readonly messages: Messages
  readonly routes: readonly Route[]
  /** Resolves when what goes on after an answer is done. */
  settled(): Promise<void>
  /** What erases people; also whoever was erased before, before anything is served. */
  readonly erasure: ErasureParts
  readonly loans: Loans
  /** Tells and hears nothing of other processes any more. */
  leave(): void
  /** From now on it says that it is not ready; what still comes is served to the end. */
  drain(): void
}

export function serverParts(options: ServerPartsOptions): ServerParts {
  const { database, log, dataDir, publicUrl, redis, now = Date.now } = options
  let draining = false
  const tenants = tenantDirectory(database, now)
  const baseHost = publicUrl?.hostname ?? 'localhost'
  const issuer = publicUrl?.origin ?? 'etrax'
  const shared = redis && redisSessions(redis)
  const identity = createIdentity({ database, tenants, dataDir, issuer, baseHost, shared, now })
  const protection = dataProtection({
    database,
    masterKeys: masterKeys(dataDir, options.masterKeys ?? []),
    now,
  })
  const sync = createSchoolSync({
    database,
    announce: (tenantId) => news?.commit(tenantId),
    onError: (error) => log.error({ err: describeError(error), part: 'sync' }),
  })
  // At once where it ended here or was heard of; otherwise whoever watches the streams finds out [T5].
  identity.events.onSessionEnded(({ tenantId, sessionId, userId }) => {
    sync.hub.endReaders(
      tenantId,
      (reader) => reader.sessionId === sessionId || reader.subject.userId === userId,
    )
  })
  const news = redis && joinProcesses(redis, identity.events, sync.hub)
  const messages = createMessages({
    database,
    protection,
    settings: options.messageSettings ?? { mail: undefined, sms: undefined },
    log,
  })
  const mail = accountMail(messages, () => publicUrl?.origin ?? options.ownAddress?.() ?? 'http://localhost')
  const breached = breachedPasswords(options.breachedPasswords)
  const background = new Set<Promise<void>>()
  function inBackground(work: Promise<void>) {
    const ended = work
      .catch((error: unknown) => log.error({ err: describeError(error), part: 'background' }))
      .finally(() => background.delete(ended))
    background.add(ended)
  }
  const common = {
    database,
    tenants,
    baseHost,
    publicUrl,
    log: securityLog(log),
    mail,
    breached,
    ...identity,
  }
  // What people get wrong is rare and must not be forgotten: it is counted in Postgres where no Redis counts it.
  const attempts = redis ? redisCounters(redis, postgresCounters(database)) : postgresCounters(database)
  const limits = signInLimits(attempts)
  const erasure: ErasureParts = {
    database,
    committer: sync.committer,
    collections: schoolCustody,
    ledger: erasureLedger(database, dataDir),
    sessions: identity.sessions,
    messages: messages.store,
  }
  const challenges = challengeStore(database, tenants, now)
  const codes = factorCodes({ challenges, messages, counters: attempts, log: common.log, now })
  const secondFactor = {
    ...common,
    committer: sync.committer,
    challenges,
    codes,
    codeLimits: codeLimits(attempts),
    protection,
    now,
  }
  const documents = { database, sync, stamps: restStamps(now) }
  const lending = loanParts({
    database,
    tenants,
    committer: sync.committer,
    collections: schoolLoans,
    now,
    between: options.betweenCommits,
  })
  const described = [
    ...authRoutes({ ...common, limits, challenges, codes, committer: sync.committer }),
    passwordRoute({ ...common, limits, committer: sync.committer }),
    ...stepUpRoutes({ ...secondFactor, limits }),
    registerRoute({ ...common, committer: sync.committer }),
    ...secondFactorRoutes(secondFactor),
    ...forgottenPasswordRoutes({ ...common, counters: attempts, inBackground }),
    ...usersRoutes({ ...common, committer: sync.committer }),
    ...userSessionsRoutes({ ...common, committer: sync.committer }),
    ...messageRoutes(messages),
    ...devicesRoutes({ ...common, committer: sync.committer, now }),
    ...handInRoutes({
      ...common,
      sync,
      now,
      counters: attempts,
      stations: revokedStations(database, tenants),
    }),
    ...stationParts({ ...common, protection, limits, committer: sync.committer, now }),
    ...auditRoutes({ ...common, committer: sync.committer }),
    ...subjectRoutes({ ...erasure, exported: registry, log: common.log }),
    ...retentionRoutes({ ...erasure, log: common.log, now }),
    schoolRoute({ ...erasure, definitions: Object.values(registry), counters: attempts, log: common.log }),
    ...organizationRoutes({ database, now }),
    ...lending.routes,
    ...visitParts({
      ...common,
      committer: sync.committer,
      onError: (error) => log.error({ err: describeError(error), part: 'visits' }),
      now,
    }),
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
    sync: syncRoutes({ ...sync, push: pushWithStations(sync, database) }, options.schemaVersions),
    files: clientFiles(options.clientFolder),
    isDraining: () => draining,
    ...(redis ? { requestCounters: redisCounters(redis, memoryCounter) } : {}),
  })
  return {
    app,
    identity,
    loans: lending.loans,
    sync,
    protection,
    messages,
    routes,
    erasure,
    async settled() {
      await Promise.all(background)
    },
    leave: () => news?.close(),
    drain() {
      draining = true
    },
  }
}
