import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { uuidv7 } from '../../shared/ids.ts'
import type { Database } from '../db/database.ts'
import type { MasterKey, MasterKeys } from './master-keys.ts'
import { NotOpenedError } from './not-opened.ts'
import { requireMasterKey } from './require-master-key.ts'
import { openBytes, sealBytes } from './sealed-bytes.ts'

/** A school's own key. */
export interface DataKey {
  readonly id: string
  readonly tenantId: string
  readonly key: KeyObject
}

export interface DataKeys {
  /** The key that a school's values are sealed with now; it is made when the school seals its first one. */
  current(tenantId: string): Promise<DataKey>
  /** @throws NotOpenedError where the school has no key of that id */
  find(tenantId: string, id: string): Promise<DataKey>
}

interface Row {
  readonly id: string
  readonly tenant_id: string
  readonly master_key_id: string
  readonly sealed_key: Buffer
}

/** How long a key is the one to seal with before Postgres is asked again: it may have been replaced by a command. */
const CURRENT_MS = 60_000
const MOST_KEPT = 10_000
const KEY_BYTES = 32

/** What a data key is bound to: sealed for one school, it opens for no other. */
export const boundKey = (tenantId: string, id: string) => JSON.stringify(['etrax', 'data-key', tenantId, id])

export function dataKeys(database: Database, masters: MasterKeys, now: () => number): DataKeys {
  const opened = new Map<string, DataKey>()
  const currents = new Map<string, { readonly key: DataKey; readonly until: number }>()

  function masterOf(id: string): MasterKey {
    const found = masters.read().find((key) => key.id === id)
    if (!found) throw new Error(`The master key ${id.slice(0, 8)} is not in ${masters.place}.`)
    return found
  }

  function openRow(row: Row): DataKey {
    const known = opened.get(row.id)
    if (known) return known
    const { key: master } = masterOf(row.master_key_id)
    const bytes = openBytes(master, boundKey(row.tenant_id, row.id), row.sealed_key)
    const key = { id: row.id, tenantId: row.tenant_id, key: createSecretKey(bytes) }
    if (opened.size >= MOST_KEPT) opened.clear()
    opened.set(key.id, key)
    return key
  }

  async function currentRow(tenantId: string): Promise<Row | undefined> {
    const [row] = await database<Row[]>`
      SELECT id, tenant_id, master_key_id, sealed_key FROM etrax_system.data_keys
      WHERE tenant_id = ${tenantId} AND current`
    return row
  }

  /** Where another process is faster, its key is taken. */
  async function makeCurrent(tenantId: string): Promise<Row> {
    const master = await requireMasterKey(database, masters)
    const id = uuidv7()
    const sealed = sealBytes(master.key, boundKey(tenantId, id), randomBytes(KEY_BYTES))
    await database`
      INSERT INTO etrax_system.data_keys (id, tenant_id, current, master_key_id, sealed_key)
      VALUES (${id}, ${tenantId}, true, ${master.id}, ${sealed})
      ON CONFLICT (tenant_id) WHERE current DO NOTHING`
    const row = await currentRow(tenantId)
    if (!row) throw new Error('The school has no data key.')
    return row
  }

  return {
    async current(tenantId) {
      const entry = currents.get(tenantId)
      if (entry && entry.until > now()) return entry.key
      const key = openRow((await currentRow(tenantId)) ?? (await makeCurrent(tenantId)))
      if (currents.size >= MOST_KEPT) currents.clear()
      currents.set(tenantId, { key, until: now() + CURRENT_MS })
      return key
    },
    async find(tenantId, id) {
      const known = opened.get(id)
      if (known && known.tenantId === tenantId) return known
      const [row] = await database<Row[]>`
        SELECT id, tenant_id, master_key_id, sealed_key FROM etrax_system.data_keys
        WHERE id = ${id} AND tenant_id = ${tenantId}`
      if (!row) throw new NotOpenedError('The key of a sealed value is not there.')
      return openRow(row)
    },
  }
}
