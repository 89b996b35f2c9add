import { EtraxError } from '../../shared/errors.ts'
import { readConfig } from '../../sync-server/config.ts'
import { connectDatabase, type Database } from '../../sync-server/db/database.ts'
import { EmbeddedPostgresError } from '../../sync-server/db/embedded-error.ts'
import { startEmbeddedPostgres } from '../../sync-server/db/embedded-postgres.ts'
import { clusterUrls } from '../../sync-server/db/embedded-roles.ts'
import { readState } from '../../sync-server/db/embedded-state.ts'

export interface AdminDatabase {
  readonly admin: Database
  readonly adminUrl: string
  /** Of the application's login, for what is done as a server would. */
  readonly appUrl: string
  /** The application's login. */
  readonly appRole: string
}

/**
 * Runs a command's work with the owner's login: of DATABASE_ADMIN_URL, or of the embedded Postgres, which is started for it
 * unless a server runs on it already. A failure is told by its sentence.
 */
export async function withAdminDatabase(work: (database: AdminDatabase) => Promise<void>): Promise<void> {
  const config = readConfig(process.env, [])
  const embedded = config.database ? undefined : await embeddedUrls(config.dataDir)
  const urls = config.database ?? embedded
  try {
    if (!urls?.adminUrl) throw new Error('DATABASE_ADMIN_URL is needed for this.')
    const admin = connectDatabase(urls.adminUrl, { max: 4, name: 'etrax-command' })
    try {
      const appRole = decodeURIComponent(new URL(urls.url).username)
      await work({ admin, adminUrl: urls.adminUrl, appUrl: urls.url, appRole })
    } finally {
      await admin.end({ timeout: 5 })
    }
  } finally {
    await embedded?.stop?.()
  }
}

interface Urls {
  readonly url: string
  readonly adminUrl: string
  readonly stop?: () => Promise<void>
}

async function embeddedUrls(dataDir: string): Promise<Urls> {
  try {
    const { adminUrl, appUrl, stop } = await startEmbeddedPostgres({ dataDir, log: () => {} })
    return { url: appUrl, adminUrl, stop }
  } catch (error) {
    if (!(error instanceof EmbeddedPostgresError) || error.code !== 'data-folder-in-use') throw error
    const { port, passwords } = readState(dataDir)
    if (port === undefined) throw error
    const { adminUrl, appUrl } = clusterUrls(port, passwords)
    return { url: appUrl, adminUrl }
  }
}

/** Ends the process with the failure's sentence and code 1. */
export function failCommand(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  if (error instanceof EtraxError && error.details.errors !== undefined)
    process.stderr.write(`${JSON.stringify(error.details.errors)}\n`)
  process.exitCode = 1
}
