import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Binaries, installedBinaries, reachableBinaries } from './embedded-binaries.ts'
import { ensureCluster } from './embedded-cluster.ts'
import { makeFolder } from './embedded-folders.ts'
import type { Home } from './embedded-home.ts'
import { launch } from './embedded-launch.ts'
import { type HeldLock, takeLock } from './embedded-lock.ts'
import { chooseOsUser, type OsUser } from './embedded-os-user.ts'
import { stopPostmaster } from './embedded-postmaster.ts'
import { ensureRoles } from './embedded-roles.ts'
import { type EmbeddedState, newState } from './embedded-state.ts'

const PREFIX = 'etrax-test-'

/** A stopped cluster to copy, with the database and the logins made; plain data, so that it reaches the workers. */
export type PostgresTemplate = { home: Home; passwords: EmbeddedState['passwords'] }

/** Makes a template in a temporary folder of its own; `remove` ends every cluster below it and deletes it. */
export async function makeTemplate(): Promise<{ template: PostgresTemplate; remove(): Promise<void> }> {
  const user = await chooseOsUser()
  const installed = installedBinaries()
  await sweep(installed, user)
  const folder = await mkdtemp(join(tmpdir(), PREFIX))
  // Root's Postgres runs as another user, who must get to the clusters below.
  if (user) await chmod(folder, 0o711)
  const lock = takeLock(join(folder, 'lock'))
  const binaries = await reachableBinaries(installed, user, folder)
  const template = join(folder, 'template')
  await makeFolder(template, user)
  const home: Home = { binaries, user, folder: template, data: join(template, 'data'), keptIn: 'data-folder' }
  const { passwords } = newState()
  await ensureCluster(home, passwords.superuser)
  await ensureRoles(await launch(home, { fixed: false, scale: 'test' }), passwords)
  await stopPostmaster(home)
  return { template: { home, passwords }, remove: () => removeRun(folder, home, lock) }
}

/** The home of a copy: a folder beside the template. */
export function homeBeside(template: PostgresTemplate, name: string): Home {
  const folder = join(template.home.folder, '..', name)
  return { ...template.home, folder, data: join(folder, 'data') }
}

async function removeRun(folder: string, home: Home, lock: HeldLock | undefined): Promise<void> {
  for (const name of await readdir(folder)) {
    const clone: Home = { ...home, folder: join(folder, name), data: join(folder, name, 'data') }
    if (existsSync(clone.data)) await stopPostmaster(clone)
  }
  lock?.release()
  await rm(folder, { recursive: true, force: true })
}

/** Clears away what test runs left that were killed: their lock is free by then. */
async function sweep(binaries: Binaries, user: OsUser): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const path = join(tmpdir(), name, 'lock')
    if (!name.startsWith(PREFIX) || !existsSync(path)) continue
    const lock = takeLock(path)
    if (!lock) continue
    const folder = join(tmpdir(), name)
    await removeRun(folder, { binaries, user, folder, data: folder, keptIn: 'data-folder' }, lock)
  }
}
