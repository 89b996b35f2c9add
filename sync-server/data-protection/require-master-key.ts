import type { Database } from '../db/database.ts'
import type { MasterKey, MasterKeys } from './master-keys.ts'

/** Serialises the first starts of several processes. */
const FIRST_START_LOCK = 7_300_184_622

/**
 * The master key that data keys are sealed with now; it is made at the very first start of an installation.
 * @throws Error with a sentence where a key that is in use is not at hand: nothing is ever sealed with another one in its place
 */
export async function requireMasterKey(database: Database, keys: MasterKeys): Promise<MasterKey> {
  let found: MasterKey | undefined
  await database.begin(async (tx) => {
    await tx`SELECT pg_advisory_xact_lock(${FIRST_START_LOCK}::bigint)`
    const known = await tx<{ id: string; current: boolean; used: boolean }[]>`
      SELECT id, current, EXISTS (SELECT FROM etrax_system.data_keys WHERE master_key_id = master_keys.id) AS used
      FROM etrax_system.master_keys`
    const held = keys.read()
    const missing = known.find(
      ({ id, current, used }) => (current || used) && !held.some((key) => key.id === id),
    )
    if (missing)
      throw new Error(
        `The master key ${missing.id.slice(0, 8)}, with which this database's secrets are sealed, is not in ${keys.place}. Put it back: without it they cannot be read, and none are sealed with another one.`,
      )
    const current = known.find((key) => key.current)
    found = current ? held.find(({ id }) => id === current.id) : (held[0] ?? keys.make())
    if (found && !current)
      await tx`INSERT INTO etrax_system.master_keys (id, current) VALUES (${found.id}, true)`
  })
  if (!found) throw new Error('The transaction ended without its work.')
  return found
}
