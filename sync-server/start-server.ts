import { fileURLToPath } from 'node:url'
import { isForeign } from './api/same-origin.ts'
import { socketRefusals } from './api/socket-refusals.ts'
import type { Config } from './config.ts'
import { migrateAll, requireMigrated } from './db/migrate-all.ts'
import { type Databases, openDatabases } from './db/open-databases.ts'
import type { DemoSize } from './demo/school-plans.ts'
import { seedDemo } from './demo/seed.ts'
import type { DemoSignIn } from './demo/sign-ins.ts'
import { type Certificate, listen } from './http-server.ts'
import { sessionCheck } from './identity/session-check.ts'
import { JOB_NAMES, LOANS, MESSAGES, WOKEN_JOB_NAMES } from './jobs/job-names.ts'
import { prepareJobs, startJobs } from './jobs/job-runner.ts'
import { lanUrl } from './lan/lan-addresses.ts'
import { describeError, type Log } from './observability/log.ts'
import { securityLog } from './observability/security-log.ts'
import { eraseAgain } from './privacy/erase-subject.ts'
import { recurringJobs } from './recurring-jobs.ts'
import { openRedis } from './redis/redis-connection.ts'
import { serverParts } from './server-parts.ts'
import { watchSessions } from './sync/watch-sessions.ts'
import { attachWebSocket } from './sync/web-socket.ts'

export interface RunningServer {
  /** Where it listens; https where there is a certificate. */
  readonly url: string
  readonly signIns: readonly DemoSignIn[]
  /** Whether it says of itself that it can do its work. */
  ready(): Promise<boolean>
  /** Takes no more connections, finishes what was accepted, then ends everything. */
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

const REDIS_START_MS = 2_000

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
    const signIns = config.demo ? await demo(databases, config, config.demo) : []
    const { url, ready } = await serve(options, databases, endings)
    let stopping: Promise<void> | undefined
    return {
      url,
      signIns,
      ready,
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
  await prepareJobs(admin.database, {
    adminUrl: admin.url,
    appRole,
    names: JOB_NAMES,
    woken: WOKEN_JOB_NAMES,
  })
}

function demo(
  { admin, app, appRole }: Databases,
  { dataDir }: Config,
  size: DemoSize,
): Promise<readonly DemoSignIn[]> {
  if (!admin) throw new Error('ETRAX_DEMO makes schools and so needs DATABASE_ADMIN_URL.')
  return seedDemo({ admin: admin.database, database: app, appRole, dataDir, size })
}

async function serve(
  { config, log, certificate, clientFolder = config.clientDir ?? CLIENT }: StartOptions,
  databases: Databases,
  endings: (() => Promise<void> | void)[],
): Promise<Pick<RunningServer, 'url' | 'ready'>> {
  const { app: database } = databases
  const onError = (error: unknown) => log.error({ err: describeError(error) })
  const secure = certificate !== undefined || config.publicUrl?.protocol === 'https:'
  const redis = config.redisUrl && openRedis(config.redisUrl, log)
  if (redis) {
    endings.push(() => redis.close())
    // What is asked first is counted there too; without it the start goes on as well.
    await redis.settled(REDIS_START_MS)
  }
  const { app, identity, sync, loans, protection, messages, erasure, settled, leave, drain } = serverParts({
    ...config,
    redis,
    database,
    log,
    clientFolder,
    strictTransport: secure && !config.lan,
    messageSettings: config.messages,
    // Links in messages are opened on telephones, to which this machine's own name for itself leads nowhere.
    ownAddress: () => (config.lan ? lanUrl(url) : url),
  })

  endings.push(leave)
  await protection.ready()
  await eraseAgain(erasure)
  const recurring = [
    ...recurringJobs(databases, sync, messages, erasure, log),
    { name: LOANS, cron: '* * * * *', run: () => loans.resume() },
  ]
  const jobs = await startJobs(databases.appUrl, recurring, log)
  messages.onWake((seconds) => jobs.runNow(MESSAGES, seconds))
  endings.push(() => jobs.stop())
  const stopWatching = watchSessions(sync.hub, sessionCheck(database), onError)
  endings.push(stopWatching)

  let url = ''
  endings.push(settled)
  const { host } = config
  const listening = await listen(app, { host, port: config.port, certificate })
  // What a request needs outlives the last connection.
  endings.push(
    () => sync.close(),
    () => listening.closed(),
  )
  const sockets = attachWebSocket(listening.server, {
    hub: sync.hub,
    authenticate: (token, { headers }) =>
      identity.authenticate(token, { host: headers.host, tenantHeader: headers['x-tenant']?.toString() }),
    onRefused: socketRefusals(securityLog(log), config.behindProxy),
    originAllowed: ({ headers }) => !isForeign(headers, config.publicUrl),
  })
  endings.push(async () => {
    drain()
    listening.refuse()
    await sockets.sendAway()
    sync.hub.close()
  })
  const name = host === '127.0.0.1' || host === '0.0.0.0' ? '127.0.0.1' : host
  url = `${certificate ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${listening.port}`
  const asked = { incoming: { headers: {}, socket: {} } }
  return { url, ready: async () => (await app.request('/health/ready', {}, asked)).status === 200 }
}
