import type { Database } from '../db/database.ts'
import type { Tenant } from './with-tenant.ts'

/** The history that a school has from now on. */
export interface History {
  readonly epoch: string
  /** The counter up to which it is the same as the one before. */
  readonly restoredTo: number
}

/**
 * Begins another history after a school's tables were restored from a backup: what every restore ends with, before devices
 * are let in again. Devices then pull from the beginning and send again what they had confirmed since `restoredTo` [L3],
 * [D11]. A school that was restored before keeps the lower counter of the two: a device may have been away at both.
 *
 * `admin` is the owner's login, as for all that a restore does.
 */
export async function beginHistory(admin: Database, { schema }: Pick<Tenant, 'schema'>): Promise<History> {
  const [history] = await admin<History[]>`
    UPDATE ${admin(schema)}.sync_state SET epoch = gen_random_uuid(), restored_to = least(restored_to, seq)
    RETURNING epoch, restored_to AS "restoredTo"`
  if (!history) throw new Error('sync_state is empty')
  return history
}
