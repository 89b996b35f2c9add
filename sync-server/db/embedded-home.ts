import { existsSync, statSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Binaries, reachableBinaries } from './embedded-binaries.ts'
import { EmbeddedPostgresError } from './embedded-error.ts'
import { makeFolder, makePassable } from './embedded-folders.ts'
import { chooseOsUser, type OsUser, runsAsRoot } from './embedded-os-user.ts'
import { run } from './embedded-run.ts'
import type { EmbeddedState, KeptIn } from './embedded-state.ts'

const SYSTEM_FOLDER = '/var/lib/etrax'

/** Where one installation's Postgres lives, and as whom. `folder` belongs to `user`; `data` is the cluster. */
export type Home = { binaries: Binaries; user: OsUser; folder: string; data: string; keptIn: KeptIn }

/**
 * Finds or makes the home of a data folder's Postgres.
 *
 * Root's Postgres runs as another user, which may be unable to enter the project or the data folder, as below a
 * parent of mode 0700. No parent's mode is changed for that: what cannot be entered lives below /var/lib/etrax.
 */
export async function findHome(dataDir: string, state: EmbeddedState, installed: Binaries): Promise<Home> {
  const here = join(dataDir, 'postgres')
  const systemFolder = join(SYSTEM_FOLDER, state.id)
  const there = join(systemFolder, 'postgres')
  const user = ownerOfCluster(existing(here) ?? existing(there)) ?? (await chooseOsUser())
  const binaries = await reachableBinaries(installed, user, systemFolder)
  const home = (folder: string, keptIn: KeptIn): Home => {
    return { binaries, user, folder, data: join(folder, 'data'), keptIn }
  }
  if (existing(there)) return home(there, 'system-folder')
  const enterable = await canEnter(dataDir, user)
  if (existing(here)) {
    if (enterable) return home(here, 'data-folder')
    await moveFolder(here, there)
    return home(there, 'system-folder')
  }
  if (state.keptIn) throw missing(dataDir, state.keptIn === 'data-folder' ? here : there)
  const folder = enterable ? here : there
  await makeFolder(folder, user)
  return home(folder, enterable ? 'data-folder' : 'system-folder')
}

function existing(folder: string): string | undefined {
  return existsSync(join(folder, 'data')) ? folder : undefined
}

/** A cluster is run by the user it belongs to, whoever that was at its first start. */
function ownerOfCluster(folder: string | undefined): OsUser {
  if (!folder || !process.getuid) return undefined
  const { uid, gid } = statSync(folder)
  if (runsAsRoot()) return uid === 0 ? undefined : { name: `with the id ${uid}`, uid, gid }
  if (uid === process.getuid()) return undefined
  throw new EmbeddedPostgresError(
    'data-folder-of-another-user',
    `The database in ${folder} belongs to another user: the server was started there as root or as somebody else before. Start it as that user, or give it another data folder by ETRAX_DATA.`,
  )
}

async function canEnter(folder: string, user: OsUser): Promise<boolean> {
  if (!user) return true
  const answer = await run('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], user)
  return answer.code === 0
}

/** Moves a whole folder, across file systems as well; the old one goes only when the new one is complete. */
async function moveFolder(from: string, to: string): Promise<void> {
  await makePassable(dirname(to))
  const unfinished = `${to}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  const copied = await run('cp', ['-Rp', from, unfinished], undefined)
  if (copied.code !== 0) {
    throw new EmbeddedPostgresError(
      'start-failed',
      `The database could not be moved to ${to}: ${copied.output}`,
    )
  }
  await rename(unfinished, to)
  await rm(from, { recursive: true })
}

function missing(dataDir: string, folder: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'database-missing',
    `The database of ${dataDir} was in ${folder} and is not there. Put it back from a backup; to begin with an empty one, remove ${join(dataDir, 'embedded-postgres.json')}.`,
  )
}
