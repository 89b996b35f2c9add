import { access, constants, mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { installedBinaries } from './embedded-binaries.ts'
import { ensureCluster } from './embedded-cluster.ts'
import { EmbeddedPostgresError } from './embedded-error.ts'
import { findHome, type Home } from './embedded-home.ts'
import { launch } from './embedded-launch.ts'
import { type HeldLock, takeLock } from './embedded-lock.ts'
import { livingPostmaster, stopPostmaster } from './embedded-postmaster.ts'
import { type ClusterUrls, clusterUrls, ensureRoles } from './embedded-roles.ts'
import { readState, saveState } from './embedded-state.ts'
import { keepAlive } from './embedded-watch.ts'

const LAST_SERVER_ENDS_MS = 5_000

/**
 * Options of `startEmbeddedPostgres`: the data folder, what gets one sentence at a time, and how long a server that
 * is just ending on the same folder is waited for, in milliseconds.
 */
export type EmbeddedPostgresOptions = { dataDir: string; log: (sentence: string) => void; waitMs?: number }

/**
 * A running embedded Postgres, with its database `etrax`.
 * - `adminUrl`: the owner's login, for migrations, provisioning and jobs that make schemas or partitions;
 * - `appUrl`: the application's login, which owns nothing and inherits nothing;
 * - `superuserUrl`: for a backup of the whole cluster, never for the application;
 * - `stop()`: a clean stop; it may be called more than once.
 */
export type EmbeddedPostgres = ClusterUrls & { stop(): Promise<void> }

/**
 * Starts the Postgres that belongs to a data folder, made at the first start, and answers when it takes connections.
 *
 * A Postgres that a killed server left is ended first. Should it die while the server runs, it is started again on
 * the same port. @throws EmbeddedPostgresError with a sentence for whoever starts the server.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir)
  await mkdir(dataDir, { recursive: true, mode: 0o755 })
  const locks: HeldLock[] = []
  const release = () => {
    for (const lock of locks) lock.release()
  }
  try {
    locks.push(await lockFolder(dataDir, { ...options, dataDir }))
    const state = readState(dataDir)
    const home = await findHome(dataDir, state, installedBinaries())
    // Two copies of one data folder name the same home below /var/lib/etrax.
    locks.push(await lockFolder(home.folder, { ...options, dataDir }))
    if (livingPostmaster(home)) options.log('Ending the Postgres that a killed server left.')
    await ensureCluster(home, state.passwords.superuser)
    const port = await launch(home, { last: state.port, fixed: false, scale: 'server' })
    if (port !== state.port || home.keptIn !== state.keptIn) {
      saveState(dataDir, { ...state, port, keptIn: home.keptIn })
    }
    await ensureRoles(port, state.passwords)
    return { ...clusterUrls(port, state.passwords), stop: stopper(home, port, options, release) }
  } catch (error) {
    release()
    throw error
  }
}

function stopper(home: Home, port: number, options: EmbeddedPostgresOptions, release: () => void) {
  const watch = keepAlive(home, port, options.log)
  let stopped: Promise<void> | undefined
  return () => {
    stopped ??= watch
      .end()
      .then(() => stopPostmaster(home))
      .finally(release)
    return stopped
  }
}

async function lockFolder(folder: string, options: EmbeddedPostgresOptions): Promise<HeldLock> {
  await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).catch(() => {
    throw new EmbeddedPostgresError(
      'data-folder-of-another-user',
      `The folder ${folder} belongs to another user: the server was started there as somebody else before. Start it as that user, or give it another data folder by ETRAX_DATA.`,
    )
  })
  const deadline = Date.now() + (options.waitMs ?? LAST_SERVER_ENDS_MS)
  for (;;) {
    const lock = takeLock(join(folder, 'postgres.lock'))
    if (lock) return lock
    if (Date.now() >= deadline) break
    await delay(100)
  }
  throw new EmbeddedPostgresError(
    'data-folder-in-use',
    `Another server already runs on the data folder ${options.dataDir}. Stop that one first, or give this one a folder of its own by ETRAX_DATA.`,
  )
}
