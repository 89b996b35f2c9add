import type { CollectionName } from '../../shared/registry.ts'
import { short, type Turn } from './operation.ts'

/** A new document, made on the device alone. Returns the last letters of its id. */
export function create(
  { device, world }: Turn,
  collection: CollectionName,
  fields: Readonly<Record<string, unknown>>,
): string {
  const id = world.newId(device)
  const stamp = device.clock.next()
  device.save(collection, id, stamp, () => ({ id, stamp, ...fields }))
  return short(id)
}
