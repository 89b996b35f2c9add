import { EtraxError } from '../../shared/errors.ts'
import type { Database } from '../db/database.ts'
import { isDatabaseAway } from '../db/database-away.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { isCounterMoved, readUnit, writeUnit } from './commit.ts'
import { createNeeds, type Needs } from './needs.ts'
import type { Participant } from './participant.ts'
import type { Unit } from './unit.ts'

/** Something that is read, decided and written in one commit, maybe together with others of the same tenant. */
export interface Job<Result> {
  /** How many documents it brings; commits are merged up to {@link MAX_MERGED}. */
  readonly size: number
  needs(needs: Needs): void
  /** Pure but for the unit; runs again from the start where a commit has to be repeated. */
  decide(unit: Unit): Result
}

export interface Committer {
  /** Resolves after the commit is durable [P5]. Throws what `decide` threw, or `database-unavailable`. */
  run<Result>(tenant: Tenant, job: Job<Result>): Promise<Result>
  /** Resolves when all that waits has been committed. */
  idle(): Promise<void>
}

export interface CommitterOptions {
  readonly database: Database
  readonly participants: readonly Participant[]
  /** Told after each commit that moved the counter. */
  readonly onCommit: (tenant: Tenant, seq: number) => void
  /** The server's time of a commit; the demo schools tell a season that has passed. */
  readonly now?: () => Date
}

const MAX_MERGED = 500
const MAX_WAITING = 50_000
const MAX_ATTEMPTS = 5
/** What is read late can lead to one more thing to read; a chain longer than this is a mistake in the code. */
const MAX_ROUNDS = 8

interface Waiting {
  readonly job: Job<unknown>
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

interface Queue {
  readonly tenant: Tenant
  readonly waiting: Waiting[]
  size: number
}

/**
 * Group commit: while one commit of a tenant is under way, what arrives waits and is then decided and written together. On
 * an error the merged jobs are tried one by one, so that one bad job never blocks the others.
 */
export function createCommitter(options: CommitterOptions): Committer {
  const { database, participants, onCommit } = options
  const queues = new Map<string, Queue>()
  let idle: (() => void)[] = []

  async function commit(tenant: Tenant, jobs: readonly Job<unknown>[]): Promise<unknown[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await commitOnce(tenant, jobs)
      } catch (error) {
        if (!isCounterMoved(error) || attempt >= MAX_ATTEMPTS) throw error
      }
    }
  }

  async function commitOnce(tenant: Tenant, jobs: readonly Job<unknown>[]): Promise<unknown[]> {
    const needs = createNeeds()
    for (const job of jobs) job.needs(needs)
    const { results, seq, moved } = await withTenant(database, tenant, async (transaction) => {
      for (let round = 1; ; round += 1) {
        const { unit, state } = await readUnit(
          transaction,
          tenant.schema,
          needs,
          participants,
          options.now?.(),
        )
        const results = jobs.map((job) => job.decide(unit))
        if (unit.addUnread(needs)) {
          if (round === MAX_ROUNDS) throw new Error('a commit asks for more to read without end')
          continue
        }
        const seq = writeUnit(transaction, unit, state, participants)
        return { results, seq, moved: seq !== state.seq }
      }
    })
    if (moved) onCommit(tenant, seq)
    return results
  }

  async function work(queue: Queue) {
    while (queue.waiting.length > 0) {
      const batch = takeBatch(queue)
      try {
        const results = await commit(
          queue.tenant,
          batch.map((entry) => entry.job),
        )
        for (const [index, entry] of batch.entries()) entry.resolve(results[index])
      } catch (error) {
        if (batch.length === 1) batch[0]?.reject(asProblem(error))
        else await oneByOne(queue.tenant, batch)
      }
    }
    queues.delete(queue.tenant.id)
    if (queues.size === 0) {
      for (const done of idle) done()
      idle = []
    }
  }

  async function oneByOne(tenant: Tenant, batch: readonly Waiting[]) {
    for (const entry of batch) {
      try {
        const [result] = await commit(tenant, [entry.job])
        entry.resolve(result)
      } catch (error) {
        entry.reject(asProblem(error))
      }
    }
  }

  return {
    run<Result>(tenant: Tenant, job: Job<Result>) {
      return new Promise<Result>((resolve, reject) => {
        let queue = queues.get(tenant.id)
        const starts = queue === undefined
        queue ??= { tenant, waiting: [], size: 0 }
        if (queue.size + job.size > MAX_WAITING) {
          reject(
            new EtraxError('database-unavailable', 'Too much is waiting to be stored.', { retryAfter: 2 }),
          )
          return
        }
        let result: { value: Result } | undefined
        queue.waiting.push({
          job: {
            size: job.size,
            needs: (needs) => job.needs(needs),
            decide: (unit) => {
              result = { value: job.decide(unit) }
            },
          },
          resolve: () =>
            result ? resolve(result.value) : reject(new Error('a job was answered before it was decided')),
          reject,
        })
        queue.size += job.size
        if (!starts) return
        queues.set(tenant.id, queue)
        // What arrives in the same turn of the event loop goes into the same commit.
        setImmediate(work, queue)
      })
    },
    idle: () =>
      new Promise((resolve) => {
        if (queues.size === 0) resolve()
        else idle.push(resolve)
      }),
  }
}

function takeBatch(queue: Queue): Waiting[] {
  const batch: Waiting[] = []
  let size = 0
  while (queue.waiting[0] && (batch.length === 0 || size + queue.waiting[0].job.size <= MAX_MERGED)) {
    const entry = queue.waiting.shift()
    if (!entry) break
    size += entry.job.size
    batch.push(entry)
  }
  queue.size -= size
  return batch
}

function asProblem(error: unknown): unknown {
  if (!isDatabaseAway(error)) return error
  return new EtraxError('database-unavailable', 'The database can’t be reached right now.', {
    cause: error,
    retryAfter: 2,
  })
}
