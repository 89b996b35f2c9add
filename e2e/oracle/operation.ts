import type { AnyDocument } from '../../shared/collections/definition.ts'
import { typed } from '../../shared/collections/definition.ts'
import { type Equipment, equipment } from '../../shared/collections/equipment.ts'
import type { CollectionName } from '../../shared/registry.ts'
import type { Role } from '../../shared/roles.ts'
import type { Device } from './device.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

/** Somebody's turn at a device. */
export interface Turn {
  readonly world: World
  readonly device: Device
  readonly random: Random
}

/** Something that people do on their devices. */
export interface Operation {
  readonly name: string
  readonly weight: number
  readonly roles: readonly Role[]
  /** Does it on the device alone. Returns on what, in a few words; undefined where there was nothing to do it on. */
  run(turn: Turn): string | undefined
}

/** Whoever chooses among what a device shows. */
export interface Chooser {
  readonly device: Pick<Device, 'all'>
  readonly random: Random
}

/** Whether somebody works on a device: who was shut out does not, nor who has read nothing yet. */
export function isAtWork(device: Device): boolean {
  return !device.transport.isShutOut() && device.shown('users', device.userId) !== undefined
}

/** Few things are touched by all, so that devices meet on them. */
const SHARED = 7

/** One of those that everybody works on. */
export function pickShared(
  { device, random }: Chooser,
  collection: CollectionName,
  fits: (document: AnyDocument) => boolean,
) {
  const found = device
    .all(collection)
    .filter(fits)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, SHARED)
  return found.length === 0 ? undefined : random.pick(found)
}

export function pickThing(turn: Chooser, fits: (thing: Equipment) => boolean): Equipment | undefined {
  const found = pickShared(turn, 'equipment', (document) => fits(typed(equipment, document)))
  return found && typed(equipment, found)
}

/** Changes fields of a document as its device shows it. `undefined` removes a field. */
export function edit(
  { device }: Turn,
  collection: CollectionName,
  id: string,
  changes: (current: AnyDocument, stamp: string) => Readonly<Record<string, unknown>>,
): boolean {
  const stamp = device.clock.next()
  return device.save(collection, id, stamp, (current) => {
    if (!current) return undefined
    const changed = changes(current, stamp)
    const fields = Object.entries({
      ...current,
      ...changed,
      ...withoutOld(current, changed, device.known(collection, id)),
    })
    return { ...Object.fromEntries(fields.filter(([, value]) => value !== undefined)), id, stamp }
  })
}

/**
 * A document that this device grew and that says less than what is written now would be believed: as in a client, the write goes
 * without one [A1].
 */
function withoutOld(
  current: AnyDocument,
  changed: Readonly<Record<string, unknown>>,
  known: AnyDocument | undefined,
) {
  const isOfDocument = ['notes', 'tags', 'custom'].some((field) => field in changed)
  return isOfDocument && !('merge' in changed) && current.merge !== known?.merge ? { merge: undefined } : {}
}

/** The last letters of an id, as a script shows it. */
export function short(id: string): string {
  return id.slice(-4)
}
