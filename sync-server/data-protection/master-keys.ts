import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const MASTER_KEY_BYTES = 32

/** The key that the data keys of all schools are sealed with. */
export interface MasterKey {
  readonly id: string
  readonly key: KeyObject
}

/** Where master keys come from: the setting, then the file of the data folder. The first one is the one to seal with. */
export interface MasterKeys {
  /** As they are there now; none before the first start. */
  read(): readonly MasterKey[]
  /** Makes another one the first of the file; those before it are kept, since what they sealed may be in a backup. */
  make(): MasterKey
  /** Says where they are looked for. */
  readonly place: string
  /** Whether the first one comes from the setting: then whoever sets it replaces it. */
  readonly set: boolean
}

/** Follows from the key, so that another key is found out by its name. */
export function masterKey(bytes: Buffer): MasterKey {
  const id = createHmac('sha256', bytes).update('etrax master key').digest('hex').slice(0, 32)
  return { id, key: createSecretKey(bytes) }
}

/**
 * @param fromSetting the keys of ETRAX_MASTER_KEY, the current one first
 */
export function masterKeys(dataDir: string, fromSetting: readonly Buffer[]): MasterKeys {
  const folder = join(dataDir, 'keys')
  const file = join(folder, 'master.json')

  function fromFile(): readonly string[] {
    if (!existsSync(file)) return []
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (!Array.isArray(kept) || !kept.every(isKeyText))
      throw new Error(`${file} is not a list of master keys: put back the one that was there.`)
    return kept
  }

  return {
    place: fromSetting.length > 0 ? `ETRAX_MASTER_KEY or ${file}` : file,
    set: fromSetting.length > 0,
    read: () => [...fromSetting, ...fromFile().map(bytesOf)].map(masterKey),
    make() {
      const bytes = randomBytes(MASTER_KEY_BYTES)
      const text = JSON.stringify([bytes.toString('base64'), ...fromFile()])
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      chmodSync(folder, 0o700)
      // All of it or nothing: half a file would be the loss of every key in it.
      writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true })
      renameSync(`${file}.new`, file)
      return masterKey(bytes)
    },
  }
}

const bytesOf = (text: string) => Buffer.from(text, 'base64')

function isKeyText(value: unknown): value is string {
  return typeof value === 'string' && bytesOf(value).length === MASTER_KEY_BYTES
}
