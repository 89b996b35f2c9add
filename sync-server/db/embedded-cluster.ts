import { existsSync } from 'node:fs'
import { chown, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { program } from './embedded-binaries.ts'
import { PG_HBA_CONF, postgresConf, type Scale } from './embedded-config.ts'
import { EmbeddedPostgresError } from './embedded-error.ts'
import type { Home } from './embedded-home.ts'
import { run } from './embedded-run.ts'

/** The cluster's superuser, used to make the roles and for nothing the application does. */
export const SUPERUSER = 'etrax_superuser'

const UNFINISHED = 'data.unfinished-'

/** Makes the cluster where there is none. One that an earlier start left half made is cleared away. */
export async function ensureCluster(home: Home, superuserPassword: string): Promise<void> {
  if (existsSync(home.data)) return checkVersion(home)
  await clearUnfinished(home)
  const data = join(home.folder, `${UNFINISHED}${process.pid}-${Date.now()}`)
  const secret = `${data}.secret`
  await writeFor(home, secret, superuserPassword)
  const made = await run(
    program(home.binaries, 'initdb'),
    [
      `--pgdata=${data}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The bundled ICU is old: the built-in collation keeps indexes valid when data moves between builds.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--data-checksums',
    ],
    home.user,
  )
  await rm(secret, { force: true })
  if (made.code !== 0) {
    throw new EmbeddedPostgresError('initdb-failed', `The database could not be made: ${made.output}`)
  }
  await rename(data, home.data)
}

/** A cluster is readable by its own major version alone. */
async function checkVersion(home: Home): Promise<void> {
  const made = (await readFile(join(home.data, 'PG_VERSION'), 'utf8')).trim()
  const brought = home.binaries.version.split('.', 1)[0] ?? ''
  if (made === brought) return
  throw new EmbeddedPostgresError(
    'other-version',
    `The database in ${home.data} was made by Postgres ${made}, and this is ${brought}. Take a backup with the release that made it, and restore that into an empty data folder.`,
  )
}

/** Writes the cluster's settings; they take effect at its next start. */
export async function configure(home: Home, port: number, scale: Scale): Promise<void> {
  await writeFor(home, join(home.data, 'postgresql.conf'), postgresConf(port, scale))
  await writeFor(home, join(home.data, 'pg_hba.conf'), PG_HBA_CONF)
}

async function clearUnfinished(home: Home): Promise<void> {
  for (const entry of await readdir(home.folder)) {
    if (entry.startsWith(UNFINISHED)) await rm(join(home.folder, entry), { recursive: true, force: true })
  }
}

async function writeFor(home: Home, path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 })
  if (home.user) await chown(path, home.user.uid, home.user.gid)
}
