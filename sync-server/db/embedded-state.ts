import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-error.ts'
import { giveToOwnerOfFolder } from './embedded-folders.ts'

/** Where a cluster is: below the data folder, or below /var/lib/etrax where Postgres cannot enter that. */
export type KeptIn = 'data-folder' | 'system-folder'

/** What an installation keeps of its embedded Postgres between starts, in the data folder, mode 0600. */
export type EmbeddedState = {
  /** Names the installation's folder below /var/lib/etrax. */
  id: string
  passwords: { superuser: string; owner: string; app: string }
  /** The loopback port of the last start. */
  port?: number
  /** Set once the cluster exists: from then on a missing cluster is a loss to be told, not a new beginning. */
  keptIn?: KeptIn
}

const FILE = 'embedded-postgres.json'

/** The data folder's state; a new one is stored before it is answered. */
export function readState(dataDir: string): EmbeddedState {
  const path = join(dataDir, FILE)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    return saveState(dataDir, newState())
  }
  const stored: unknown = JSON.parse(text)
  if (isState(stored)) return stored
  throw new EmbeddedPostgresError('database-missing', `${path} is damaged. Put it back from a backup.`)
}

/** Stores the state whole: a reader sees the old one or the new one. */
export function saveState(dataDir: string, state: EmbeddedState): EmbeddedState {
  const path = join(dataDir, FILE)
  writeFileSync(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600, flush: true })
  giveToOwnerOfFolder(`${path}.new`)
  renameSync(`${path}.new`, path)
  return state
}

/** A state for a cluster that is yet to be made. */
export function newState(): EmbeddedState {
  const password = () => randomBytes(24).toString('hex')
  return {
    id: randomBytes(8).toString('hex'),
    passwords: { superuser: password(), owner: password(), app: password() },
  }
}

function isState(value: unknown): value is EmbeddedState {
  if (typeof value !== 'object' || value === null) return false
  if (!('id' in value) || typeof value.id !== 'string' || !/^[0-9a-f]{16}$/.test(value.id)) return false
  if (!('passwords' in value) || typeof value.passwords !== 'object' || value.passwords === null) return false
  const passwords = Object.entries(value.passwords)
  const names = passwords.map(([name]) => name)
  return (
    ['superuser', 'owner', 'app'].every((name) => names.includes(name)) &&
    passwords.every(([, secret]) => typeof secret === 'string' && /^[0-9a-f]{48}$/.test(secret)) &&
    (!('port' in value) || typeof value.port === 'number') &&
    (!('keptIn' in value) || value.keptIn === 'data-folder' || value.keptIn === 'system-folder')
  )
}
