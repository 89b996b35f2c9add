import type { AnyDocument } from '../../shared/collections/definition.ts'
import { type CollectionName, collectionNames } from '../../shared/registry.ts'
import type { Role } from '../../shared/roles.ts'
import { isRole } from '../../shared/roles.ts'
import { createDeviceClock, type DeviceClock } from './device-clock.ts'
import { createDeviceSync, type DeviceSync } from './device-sync.ts'
import { createReplica, type Replica } from './replica.ts'
import type { HeldDocument, OnSaved } from './saved-write.ts'
import { type Account, createTransport, type Transport } from './transport.ts'

export type Replicas = ReadonlyMap<CollectionName, Replica>

/** One device with one signed-in user, which keeps what the contract asks of a client and knows nothing else. */
export interface Device extends DeviceSync {
  readonly name: string
  readonly userId: string
  readonly deviceId: string
  readonly clock: DeviceClock
  readonly transport: Transport
  /** The version of the set of collections that it speaks; undefined: the current one. */
  readonly schemaVersion: number | undefined
  /** As far as the device knows: of the user that it last pulled. */
  role(): Role
  shown(collection: CollectionName, id: string): AnyDocument | undefined
  all(collection: CollectionName): readonly AnyDocument[]
  /**
   * A local commit: the documents share one stamp, and are saved when this returns. `make` gets what the device shows;
   * undefined: nothing is written. `thing` is what a ledger's entry is about. Returns whether anything was written.
   */
  save(collection: CollectionName, id: string, stamp: string, make: Make, thing?: AnyDocument): boolean
}

export type Make = (current: AnyDocument | undefined) => HeldDocument | undefined

export interface DeviceOptions {
  readonly name: string
  readonly account: Account
  readonly role: Role
  readonly hoursOff: number
  readonly url: () => URL
  readonly onSaved: OnSaved
  readonly schemaVersion?: number
  /** Whether its account is disabled. */
  readonly isDisabled?: () => boolean
}

export function createDevice(options: DeviceOptions): Device {
  const { name, account, onSaved } = options
  const deviceId = name
  const clock = createDeviceClock(deviceId, options.hoursOff)
  const replicas: Replicas = new Map(collectionNames.map((collection) => [collection, createReplica()]))
  const transport = createTransport({
    ...options,
    deviceId,
    time: clock.raw,
    onServerTime: clock.correct,
  })
  const replica = (collection: CollectionName) => {
    const found = replicas.get(collection)
    if (!found) throw new Error(`There is no ${collection}.`)
    return found
  }

  const sync = createDeviceSync({ transport, replica, clock })
  return {
    ...sync,
    name,
    schemaVersion: options.schemaVersion,
    deviceId,
    userId: account.userId,
    clock,
    transport,
    role() {
      const role = replica('users').shown(account.userId)?.role
      return isRole(role) ? role : options.role
    },
    shown: (collection, id) => replica(collection).shown(id),
    all: (collection) => replica(collection).all(),
    save(collection, id, stamp, make, thing) {
      const before = replica(collection).shown(id)
      const after = make(before)
      if (!after) return false
      const known = sync.known(collection, id)
      replica(collection).write(after)
      onSaved({ collection, id, stamp, before, after, known, thing })
      return true
    },
  }
}
