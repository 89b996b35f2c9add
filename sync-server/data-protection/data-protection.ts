import { isUuid } from '../../shared/ids.ts'
import type { Database } from '../db/database.ts'
import { type DataKey, dataKeys } from './data-keys.ts'
import type { MasterKeys } from './master-keys.ts'
import { NotOpenedError } from './not-opened.ts'
import { requireMasterKey } from './require-master-key.ts'
import { openBytes, sealBytes } from './sealed-bytes.ts'

/** Where a value stands: its table, its column, and the id of its row, such as `credentials.phone:0198…`. */
export type Purpose = `${string}.${string}:${string}`

/**
 * Seals what must not be readable in the database or in a backup of it: AES-256-GCM with a key of the school's own, which the
 * master key seals. A sealed value opens in its own school, for its own purpose alone.
 */
export interface DataProtection {
  /** Refuses with a sentence where the master key is not at hand; to be asked before anything is served. */
  ready(): Promise<void>
  /** A text for the column; another one each time. */
  seal(tenantId: string, purpose: Purpose, text: string): Promise<string>
  /** @throws NotOpenedError */
  open(tenantId: string, purpose: Purpose, sealed: string): Promise<string>
}

export interface DataProtectionOptions {
  readonly database: Database
  readonly masterKeys: MasterKeys
  readonly now?: () => number
}

export function dataProtection({
  database,
  masterKeys,
  now = Date.now,
}: DataProtectionOptions): DataProtection {
  const keys = dataKeys(database, masterKeys, now)
  return {
    async ready() {
      await requireMasterKey(database, masterKeys)
    },
    async seal(tenantId, purpose, text) {
      const key = await keys.current(tenantId)
      const sealed = sealBytes(key.key, boundValue(key, purpose), Buffer.from(text))
      return `${FORM}.${key.id}.${sealed.toString('base64url')}`
    },
    async open(tenantId, purpose, sealed) {
      const [form, id = '', body = '', more] = sealed.split('.')
      if (form !== FORM || !isUuid(id) || more !== undefined) throw new NotOpenedError('No sealed value.')
      const key = await keys.find(tenantId, id)
      try {
        return openBytes(key.key, boundValue(key, purpose), Buffer.from(body, 'base64url')).toString()
      } catch (cause) {
        throw new NotOpenedError('A sealed value was changed, or stands in another place.', { cause })
      }
    },
  }
}

/** The first part of each sealed value: another way of sealing gets another one. */
const FORM = 'e1'

function boundValue({ id, tenantId }: DataKey, purpose: Purpose): string {
  return JSON.stringify(['etrax', FORM, tenantId, id, purpose])
}
