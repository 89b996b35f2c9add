import type { Tenant } from '../tenancy/with-tenant.ts'
import type { Needs } from './needs.ts'
import type { SyncState } from './numbered.ts'
import type { Unit } from './unit.ts'

/** Something that is read, decided and written in one commit, maybe together with others of the same tenant. */
export interface Job<Result> {
  /** How many documents it brings; commits are merged up to {@link MAX_MERGED}. */
  readonly size: number
  /** The history that whoever asks knows [L3]; undefined: any. */
  readonly epoch?: string | undefined
  needs(needs: Needs): void
  /** Pure but for the unit; runs again from the start where a commit has to be repeated. */
  decide(unit: Unit): Result
}

export interface Waiting {
  readonly job: Job<unknown>
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

/** A commit whose writes are with Postgres: what it leaves, and the names of all that it went by. */
export interface Sent {
  readonly state: SyncState
  readonly touched: ReadonlySet<string>
}

/** A commit under way. */
export interface Turn {
  readonly batch: readonly Waiting[]
  readonly size: number
  /** Undefined while it is read and decided. */
  sent?: Sent
}

/** What waits for its commit in one school, and what is under way. */
export interface Queue {
  readonly tenant: Tenant
  readonly waiting: Waiting[]
  /** Documents that wait. */
  size: number
  readonly turns: Set<Turn>
  /** Whether the queue is looked at when this turn of the event loop ends. */
  woken: boolean
}

export function newQueue(tenant: Tenant): Queue {
  return { tenant, waiting: [], size: 0, turns: new Set(), woken: false }
}

const MAX_MERGED = 500

/**
 * The next commit, or undefined where it has to wait. One is decided while the one before it is being written, so that neither
 * Postgres nor this process idles; but not before as much waits as half of that one held, since commits of few documents cost
 * nearly what large ones do.
 */
export function nextTurn(queue: Queue): Turn | undefined {
  const [last, ...more] = queue.turns
  if (queue.waiting.length === 0 || more.length > 0) return undefined
  if (last && (!last.sent || queue.size * 2 < last.size)) return undefined
  const batch: Waiting[] = []
  let size = 0
  while (queue.waiting[0] && (batch.length === 0 || size + queue.waiting[0].job.size <= MAX_MERGED)) {
    const entry = queue.waiting.shift()
    if (!entry) break
    size += entry.job.size
    batch.push(entry)
  }
  queue.size -= size
  return { batch, size }
}
