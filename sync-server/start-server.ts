import { fileURLToPath } from 'node:url'
import { isForeign } from './api/same-origin.ts'
import type { Config } from './config.ts'
import { migrateAll, requireMigrated } from './db/migrate-all.ts'
import { type Databases, openDatabases } from './db/open-databases.ts'
import { seedDemo } from './demo/seed.ts'
import type { DemoSignIn } from './demo/sign-ins.ts'
import { type Certificate, listen } from './http-server.ts'
import { sessionCheck } from './identity/session-check.ts'
import { JOB_NAMES } from './jobs/job-names.ts'
import { prepareJobs, startJobs } from './jobs/job-runner.ts'
import { describeError, type Log } from './observability/log.ts'
import { recurringJobs } from './recurring-jobs.ts'
import { serverParts } from './server-parts.ts'
import { watchSessions } from './sync/watch-sessions.ts'
import { attachWebSocket } from './sync/web-socket.ts'

export interface RunningServer {
  /** Where it listens; https where there is a certificate. */
  readonly url: string
  readonly signIns: readonly DemoSignIn[]
  /** Finishes what was accepted, then ends everything. */
  stop(): Promise<void>
}

export interface StartOptions {
  readonly config: Config
  readonly log: Log
  /** Sentences for whoever starts it. */
  readonly say: (sentence: string) => void
  readonly certificate?: Certificate | undefined
  /** The built client. */
  readonly clientFolder?: string
}

const CLIENT = fileURLToPath(new URL('../client/dist', import.meta.url))

/** The whole server, put together. What was begun is ended again where a later part fails. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { config, say } = options
  const endings: (() => Promise<void> | void)[] = []
  const stop = async () => {
    for (const end of endings.splice(0).reverse()) await end()
  }
  try {
    const databases = await openDatabases({ dataDir: config.dataDir, own: config.database, log: say })
    endings.push(() => databases.close())
    await migrate(databases, say)
    const signIns = config.demo ? await demo(databases, config) : []
    const { url } = await serve(options, databases, endings)
    let stopping: Promise<void> | undefined
    return {
      url,
      signIns,
      stop() {
        stopping ??= stop()
        return stopping
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function migrate({ admin, app, appRole }: Databases, say: (sentence: string) => void): Promise<void> {
  if (!admin) return await requireMigrated(app)
  await migrateAll(admin.database, { appRole, log: say })
  await prepareJobs(admin.database, { adminUrl: admin.url, appRole, names: JOB_NAMES })
}

function demo({ admin, app, appRole }: Databases, { dataDir }: Config): Promise<readonly DemoSignIn[]> {
  if (!admin) throw new Error('ETRAX_DEMO makes schools and so needs DATABASE_ADMIN_URL.')
  return seedDemo({ admin: admin.database, database: app, appRole, dataDir })
}

async function serve(
  { config, log, certificate, clientFolder = config.clientDir ?? CLIENT }: StartOptions,
  databases: Databases,
  endings: (() => Promise<void> | void)[],
): Promise<{ url: string }> {
  const { app: database } = databases
  const onError = (error: unknown) => log.error({ err: describeError(error) })
  const secure = certificate !== undefined || config.publicUrl?.protocol === 'https:'
  const { app, identity, sync, drain } = serverParts({
    ...config,
    database,
    log,
    clientFolder,
    strictTransport: secure && !config.lan,
  })

  const jobs = await startJobs(databases.appUrl, recurringJobs(databases, sync, log), log)
  endings.push(() => jobs.stop())
  const stopWatching = watchSessions(sync.hub, sessionCheck(database), onError)
  const stopHearing = identity.events.onSessionEnded(({ tenantId, sessionId, userId }) => {
    sync.hub.endReaders(
      tenantId,
      (reader) => reader.sessionId === sessionId || reader.subject.userId === userId,
    )
  })
  endings.push(stopWatching, stopHearing)

  const { host } = config
  const listening = await listen(app, { host, port: config.port, certificate })
  endings.push(() => listening.close())
  const stopSockets = attachWebSocket(listening.server, {
    hub: sync.hub,
    authenticate: (token, { headers }) =>
      identity.authenticate(token, { host: headers.host, tenantHeader: headers['x-tenant']?.toString() }),
    originAllowed: ({ headers }) => !isForeign(headers, config.publicUrl),
  })
  endings.push(async () => {
    drain()
    stopSockets()
    await sync.close()
  })
  const name = host === '127.0.0.1' || host === '0.0.0.0' ? '127.0.0.1' : host
  return {
    url: `${certificate ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${listening.port}`,
  }
}
