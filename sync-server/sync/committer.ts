import { EtraxError } from '../../shared/errors.ts'
import type { Database } from '../db/database.ts'
import { isDatabaseAway } from '../db/database-away.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { isCounterMoved, lockSchool, readUnit, writeUnit } from './commit.ts'
import {
  type Job,
  newQueue,
  nextTurn,
  type Queue,
  type Sent,
  type Turn,
  type Waiting,
} from './commit-queue.ts'
import { requireHistory } from './history.ts'
import { createNeeds } from './needs.ts'
import type { Participant } from './participant.ts'
import { haveNothingInCommon, touched } from './touched.ts'

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

const MAX_WAITING = 50_000
const MAX_ATTEMPTS = 5
/**
 * What is read late can lead to one more thing to read, once more for each decision on a review that comes with others; a chain
 * longer than this is a mistake in the code.
 */
const MAX_ROUNDS = 64

/**
 * Group commit: while one commit of a tenant is under way, what arrives waits and is then decided and written together. On
 * an error the merged jobs are tried one by one, so that one bad job never blocks the others.
 */
export function createCommitter(options: CommitterOptions): Committer {
  const { database, participants, onCommit } = options
  const queues = new Map<string, Queue>()
  let idle: (() => void)[] = []

  async function commit(
    tenant: Tenant,
    jobs: readonly Job<unknown>[],
    before?: Sent,
    onSent?: (sent: Sent) => void,
  ): Promise<unknown[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await commitOnce(tenant, jobs, attempt === 1 ? before : undefined, onSent)
      } catch (error) {
        if (!isCounterMoved(error) || attempt >= MAX_ATTEMPTS) throw error
      }
    }
  }

  /** Decides after `before`, which may still be under way, where the two have nothing in common; else when it has ended. */
  async function commitOnce(
    tenant: Tenant,
    jobs: readonly Job<unknown>[],
    before: Sent | undefined,
    onSent: ((sent: Sent) => void) | undefined,
  ): Promise<unknown[]> {
    const needs = createNeeds()
    for (const job of jobs) job.needs(needs)
    // One time for all rounds: what is decided again gets the same stamps and ids.
    const now = options.now?.() ?? new Date()
    const { results, seq, moved } = await withTenant(database, tenant, async (transaction) => {
      for (let round = 1; ; round += 1) {
        const state = before && haveNothingInCommon(touched(needs), before.touched) ? before.state : undefined
        if (!state) lockSchool(transaction, tenant.schema)
        const read = await readUnit(transaction, needs, participants, { school: tenant.id, state, now })
        for (const job of jobs) requireHistory(read.history, job.epoch)
        const results = jobs.map((job) => job.decide(read.unit))
        if (read.unit.addUnread(needs)) {
          if (round === MAX_ROUNDS) throw new Error('a commit asks for more to read without end')
          continue
        }
        if (state) lockSchool(transaction, tenant.schema)
        const after = writeUnit(transaction, read, participants)
        onSent?.({ state: after, touched: touched(needs, read.unit.changes()) })
        return { results, seq: after.seq, moved: after.seq !== read.state.seq }
      }
    })
    if (moved) onCommit(tenant, seq)
    return results
  }

  function advance(queue: Queue) {
    const turn = nextTurn(queue)
    if (turn) void take(queue, turn)
    if (queue.turns.size > 0 || queues.get(queue.tenant.id) !== queue) return
    queues.delete(queue.tenant.id)
    if (queues.size > 0) return
    for (const done of idle) done()
    idle = []
  }

  function wake(queue: Queue) {
    queue.woken = false
    advance(queue)
  }

  async function take(queue: Queue, turn: Turn) {
    const { batch } = turn
    const [before] = queue.turns
    queue.turns.add(turn)
    const jobs = batch.map((entry) => entry.job)
    try {
      const results = await commit(queue.tenant, jobs, before?.sent, (sent) => {
        turn.sent = sent
        // Its writes and its COMMIT leave first.
        setImmediate(advance, queue)
      })
      for (const [index, entry] of batch.entries()) entry.resolve(results[index])
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(asProblem(error))
      else await oneByOne(queue.tenant, batch)
    }
    queue.turns.delete(turn)
    advance(queue)
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
        const queue = queues.get(tenant.id) ?? newQueue(tenant)
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
            epoch: job.epoch,
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
        queues.set(tenant.id, queue)
        // What arrives in the same turn of the event loop goes into the same commit.
        if (!queue.woken) setImmediate(wake, queue)
        queue.woken = true
      })
    },
    idle: () =>
      new Promise((resolve) => {
        if (queues.size === 0) resolve()
        else idle.push(resolve)
      }),
  }
}

/** What passes is said to be so: whoever sent it sends the same again. */
function asProblem(error: unknown): unknown {
  if (isCounterMoved(error)) {
    return new EtraxError('database-unavailable', 'Others are writing to this school all the time.', {
      cause: error,
      retryAfter: 1,
    })
  }
  if (!isDatabaseAway(error)) return error
  return new EtraxError('database-unavailable', 'The database can’t be reached right now.', {
    cause: error,
    retryAfter: 2,
  })
}
