import type { Condition, EquipmentStatus } from '../../shared/collections/equipment.ts'
import {
  type Transaction,
  type TransactionType,
  transactions,
} from '../../shared/collections/transactions.ts'
import { custodyAfter } from '../../shared/custody.ts'
import type { PushRow } from '../../shared/protocol.ts'
import type { DemoDevice, DemoSchool, Step } from './demo-school.ts'
import { iso } from './season-time.ts'

/** What the book knows of a thing that moves. */
export interface BookThing {
  readonly id: string
  readonly key: string
  readonly homeLocationId: string
  readonly bulk: boolean
  status: EquipmentStatus
  holderId?: string
  custodyId?: string
}

export interface Entry {
  readonly thing: BookThing
  readonly type: TransactionType
  readonly at: number
  readonly toHolderId?: string
  readonly dueAt?: number
  readonly condition?: Condition
  readonly note?: string
  readonly quantity?: number
}

/** What one device recorded in a row before it met the server again. */
interface Session {
  readonly device: DemoDevice
  readonly rows: readonly PushRow[]
  /** When the server received it, ms since 1970. */
  readonly receivedAt: number
}

/**
 * Tells a season: who had what, one entry after the other, each following on the last one of its thing, as the devices
 * that were in step with each other recorded it.
 */
export function ledgerBook(school: DemoSchool) {
  const sessions: Session[] = []
  let count = 0

  function record(device: DemoDevice, entry: Entry): PushRow {
    const { thing, type, at, toHolderId, dueAt, condition, note, quantity } = entry
    count += 1
    const stamp = device.stamp(at)
    const locationId =
      type === 'check_in' || type === 'maintenance_in' || type === 'report_found'
        ? thing.homeLocationId
        : undefined
    const transaction: Transaction = {
      id: school.id('transaction', `${thing.key} ${count}`, at),
      stamp,
      equipmentId: thing.id,
      type,
      occurredAt: iso(at),
      actorId: device.userId,
      deviceId: device.deviceId,
      ...(thing.holderId === undefined ? {} : { fromHolderId: thing.holderId }),
      ...(toHolderId === undefined ? {} : { toHolderId }),
      ...(locationId === undefined ? {} : { locationId }),
      ...(dueAt === undefined ? {} : { dueAt: iso(dueAt) }),
      ...(condition === undefined ? {} : { condition }),
      ...(note === undefined ? {} : { note }),
      ...(quantity === undefined ? {} : { quantity }),
      ...(thing.custodyId === undefined || thing.bulk ? {} : { previousId: thing.custodyId }),
    }
    const after = thing.bulk ? undefined : custodyAfter(transaction)
    if (after) {
      thing.status = after.status
      thing.custodyId = after.custodyId
      if (after.holderId === undefined) delete thing.holderId
      else thing.holderId = after.holderId
    }
    return { newDocumentState: { ...transaction, _deleted: false } }
  }

  return {
    /** A device's entries in the order of their time, sent `delayMs` after the last one. */
    session(device: DemoDevice, entries: readonly Entry[], delayMs = 90_000) {
      const ordered = entries.toSorted((a, b) => a.at - b.at)
      const last = ordered.at(-1)
      if (!last) return
      sessions.push({
        device,
        rows: ordered.map((entry) => record(device, entry)),
        receivedAt: Math.min(last.at + delayMs, school.time.anchor),
      })
    },
    steps: (): readonly Step[] =>
      sessions.map(({ device, rows, receivedAt }) => ({
        at: receivedAt,
        run: () => device.push(transactions, rows, receivedAt),
      })),
  }
}

export type LedgerBook = ReturnType<typeof ledgerBook>
