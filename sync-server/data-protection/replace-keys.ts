import { randomBytes } from 'node:crypto'
import { uuidv7 } from '../../shared/ids.ts'
import type { Database } from '../db/database.ts'
import { boundKey } from './data-keys.ts'
import type { MasterKey, MasterKeys } from './master-keys.ts'
import { requireMasterKey } from './require-master-key.ts'
import { openBytes, sealBytes } from './sealed-bytes.ts'

/**
 * Seals the data keys of all schools with another master key: the first one of ETRAX_MASTER_KEY, or a new one of the data
 * folder. Takes the owner's login. What the schools have sealed stays as it is; servers that run go on.
 * @returns the names of the key before and of the one from now on, and how many data keys were sealed anew
 */
export async function replaceMasterKey(
  admin: Database,
  keys: MasterKeys,
): Promise<{ readonly before: string; readonly after: string; readonly sealed: number }> {
  const before = await requireMasterKey(admin, keys)
  const after = keys.set ? keys.read()[0] : keys.make()
  if (!after || after.id === before.id)
    throw new Error('ETRAX_MASTER_KEY begins with the key that is in use: put the new one before it.')
  const held = new Map(keys.read().map((key) => [key.id, key]))
  let sealed = 0
  await admin.begin(async (tx) => {
    await tx`UPDATE etrax_system.master_keys SET current = false WHERE current`
    await tx`
      INSERT INTO etrax_system.master_keys (id, current) VALUES (${after.id}, true)
      ON CONFLICT (id) DO UPDATE SET current = true`
    const rows = await tx<{ id: string; tenantId: string; masterKeyId: string; sealedKey: Buffer }[]>`
      SELECT id, tenant_id AS "tenantId", master_key_id AS "masterKeyId", sealed_key AS "sealedKey"
      FROM etrax_system.data_keys WHERE master_key_id <> ${after.id} FOR UPDATE`
    for (const { id, tenantId, masterKeyId, sealedKey } of rows) {
      const master = held.get(masterKeyId)
      if (!master) throw new Error(`The master key ${masterKeyId.slice(0, 8)} is not in ${keys.place}.`)
      const bound = boundKey(tenantId, id)
      const anew = sealBytes(after.key, bound, openBytes(master.key, bound, sealedKey))
      await tx`
        UPDATE etrax_system.data_keys SET sealed_key = ${anew}, master_key_id = ${after.id} WHERE id = ${id}`
      sealed += 1
    }
  })
  return { before: before.id, after: after.id, sealed }
}

/**
 * Gives a school another data key for what it seals from now on, a minute later at the latest in servers that run. What was
 * sealed before names its key, which is kept. Takes the owner's login.
 */
export async function replaceDataKey(
  admin: Database,
  master: MasterKey,
  tenantId: string,
): Promise<{ readonly id: string }> {
  const id = uuidv7()
  const sealed = sealBytes(master.key, boundKey(tenantId, id), randomBytes(32))
  await admin.begin(async (tx) => {
    await tx`UPDATE etrax_system.data_keys SET current = false WHERE tenant_id = ${tenantId} AND current`
    await tx`
      INSERT INTO etrax_system.data_keys (id, tenant_id, current, master_key_id, sealed_key)
      VALUES (${id}, ${tenantId}, true, ${master.id}, ${sealed})`
  })
  return { id }
}
