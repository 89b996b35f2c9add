import { isManager } from '../../shared/roles.ts'
import type { Device } from './device.ts'
import type { SentBatch } from './device-sync.ts'
import type { Random } from './random.ts'
import { RefusedError, type Transport, UnreachableError } from './transport.ts'
import type { World } from './world.ts'

const BATCH_SIZES = [1, 3, 100]

/** Whose work a manager at a place hands over: of accounts that were disabled when they left it, or are as far as the manager sees. */
export function handedOverAt({ seats }: World, seat: number): readonly Device[] {
  const manager = seats.devices[seat]
  if (!manager || !isManager(manager.role()) || manager.transport.isShutOut()) return []
  return seats
    .away(seat)
    .filter(
      ({ userId, transport }) => transport.isShutOut() || manager.shown('users', userId)?.active === false,
    )
}

/** The manager at a place hands over what lies there [P7]; what broke off begins anew another time. Returns what happened. */
export async function handOverAt(world: World, seat: number): Promise<string | undefined> {
  const [left] = handedOverAt(world, seat)
  const manager = world.seats.devices[seat]
  if (!left || !manager) return undefined
  const unsent = left.unsentCount()
  const how = await handOver(world, left, manager.transport, world.random)
  return `${manager.name} hands over ${unsent} of ${left.name}: ${how}`
}

/** @param faults decides where the network breaks off; undefined: nowhere */
export async function handOver(
  world: World,
  left: Device,
  by: Transport,
  faults: Random | undefined,
): Promise<string> {
  const size = world.random.pick(BATCH_SIZES)
  try {
    for (const batch of left.kept().flatMap((kept) => inParts(kept, size))) {
      if (faults?.chance(0.08)) return 'broken off'
      await post(by, left.userId, batch)
      if (faults?.chance(0.08)) return 'an answer is lost'
    }
  } catch (error) {
    if (error instanceof UnreachableError) return 'the server is not reached'
    // Its owner was let in again, and sends it; or whoever hands over is no manager any more.
    if (error instanceof RefusedError && ['author-active', 'forbidden'].includes(error.code))
      return error.code
    throw error
  }
  world.seats.empty(left)
  return 'done'
}

async function post(by: Transport, authorId: string, { collection, rows }: SentBatch): Promise<void> {
  await by.ask('/sync/v1/hand-over', { method: 'POST', body: JSON.stringify({ authorId, collection, rows }) })
}

function inParts({ collection, rows }: SentBatch, size: number): readonly SentBatch[] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, part) => ({
    collection,
    rows: rows.slice(part * size, (part + 1) * size),
  }))
}
