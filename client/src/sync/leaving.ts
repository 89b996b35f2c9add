import { blankTombstone } from '../../../shared/json-schema.ts'
import { registry } from '../../../shared/registry.ts'
import { leaves, staysOnDevice } from './pull-page.ts'
import type { CollectionReplication } from './replication.ts'
import type { SyncContext } from './sync-context.ts'
import { thingsIn } from './things-in.ts'

/** Lets what has become too old leave this device [D7]. It is not deleted: nothing of it is ever sent. */
export async function letOldLeave(
  { database }: SyncContext,
  replication: CollectionReplication,
): Promise<void> {
  const definition = registry[replication.collection]
  if (!leaves(definition)) return
  const { days, timeField } = definition.leavesDevice
  const now = database.stamps.now()
  const before = new Date(now - days * 24 * 3_600_000).toISOString()
  const old = await database.collections[replication.collection]
    .find({ selector: { [timeField]: { $lt: before } }, sort: [{ [timeField]: 'asc' }] })
    .exec()
  const inside = await thingsIn(database)
  const leaving = old
    .map((document) => document._data)
    .filter((document) => !staysOnDevice(definition, document, now, inside))
  replication.dismiss(leaving.map(({ id }) => blankTombstone(definition, id)))
}
