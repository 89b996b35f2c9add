import { resolve } from 'node:path'
import { requireModestLogin } from './app-login.ts'
import { connectDatabase, type Database } from './database.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'

/** The logins of one Postgres. */
export interface Databases {
  /** The application's. */
  readonly app: Database
  readonly appUrl: string
  readonly appRole: string
  /** The owner's: for migration, provisioning and partitions alone. Undefined where it is kept from this process. */
  readonly admin: { readonly database: Database; readonly url: string } | undefined
  close(): Promise<void>
}

export interface OpenOptions {
  readonly dataDir: string
  /** Undefined: the embedded Postgres. */
  readonly own: { readonly url: string; readonly adminUrl: string | undefined } | undefined
  readonly log: (sentence: string) => void
}

const APP_CONNECTIONS = 12
const STATEMENT_TIMEOUT_MS = 30_000

/** @throws Error with a sentence where the database cannot be used as it is */
export async function openDatabases(options: OpenOptions): Promise<Databases> {
  const { own } = options
  const embedded = own
    ? undefined
    : await startEmbeddedPostgres({ ...options, dataDir: resolve(options.dataDir) })
  const appUrl = own?.url ?? embedded?.appUrl ?? ''
  const adminUrl = own ? own.adminUrl : embedded?.adminUrl
  const app = connectDatabase(appUrl, {
    max: APP_CONNECTIONS,
    name: 'etrax',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  })
  const admin =
    adminUrl === undefined ? undefined : connectDatabase(adminUrl, { max: 3, name: 'etrax-admin' })
  const close = async () => {
    await Promise.all([app.end({ timeout: 5 }), admin?.end({ timeout: 5 })])
    await embedded?.stop()
  }
  try {
    await requireModestLogin(app)
    await requireVersion(app)
  } catch (error) {
    await close()
    throw error
  }
  return {
    app,
    appUrl,
    appRole: decodeURIComponent(new URL(appUrl).username),
    admin: admin && adminUrl !== undefined ? { database: admin, url: adminUrl } : undefined,
    close,
  }
}

const OLDEST_POSTGRES = 15

async function requireVersion(app: Database): Promise<void> {
  const [server] = await app<{ version: number; synchronous: string }[]>`
    SELECT current_setting('server_version_num')::int / 10000 AS version,
      current_setting('synchronous_commit') AS synchronous`
  if (!server || server.version < OLDEST_POSTGRES)
    throw new Error(
      `Postgres ${OLDEST_POSTGRES} or newer is needed; DATABASE_URL leads to ${server?.version}.`,
    )
  if (server.synchronous === 'off')
    throw new Error(
      'The database runs with synchronous_commit off: what was answered as stored could be lost.',
    )
}
