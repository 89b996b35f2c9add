import { PgBoss } from 'pg-boss'
import type { Database } from '../db/database.ts'
import { quoteIdentifier } from '../db/identifiers.ts'
import { describeError, type Log } from '../observability/log.ts'

/** Work that comes again and again, done by one process at a time. */
export interface RecurringJob {
  readonly name: string
  /** When, as cron has it, in UTC; a minute is the shortest. */
  readonly cron: string
  readonly run: () => Promise<void>
  /** How often it is looked whether somebody asked for it out of its turn; 2 where nothing is said. */
  readonly pollSeconds?: number
}

export interface JobRunner {
  /** Asks for a job out of its turn, now or after so many seconds. */
  runNow(name: string, afterSeconds?: number): Promise<void>
  stop(): Promise<void>
}

const SCHEMA = 'etrax_jobs'
/** A job that ran this long is taken for lost, and another process may do it. */
const EXPIRES_SECONDS = 15 * 60

/** Makes the runner's own schema and its queues, by the owner's login, and lets the application's login use them. */
export async function prepareJobs(
  admin: Database,
  options: {
    readonly adminUrl: string
    readonly appRole: string
    readonly names: readonly string[]
    readonly woken?: readonly string[]
  },
): Promise<void> {
  const boss = new PgBoss({
    connectionString: options.adminUrl,
    schema: SCHEMA,
    max: 1,
    supervise: false,
    schedule: false,
  })
  const failures: unknown[] = []
  boss.on('error', (error) => failures.push(error))
  await boss.start()
  try {
    for (const name of options.names) {
      // `exclusive`: one of a kind waits or works at any time, however many processes ask for it.
      await boss.createQueue(name, {
        policy: 'exclusive',
        expireInSeconds: EXPIRES_SECONDS,
        retryLimit: 0,
        deleteAfterSeconds: 3_600,
      })
    }
    for (const name of options.woken ?? [])
      await boss.createQueue(name, {
        policy: 'standard',
        expireInSeconds: EXPIRES_SECONDS,
        retryLimit: 0,
        deleteAfterSeconds: 600,
      })
  } finally {
    await boss.stop({ graceful: false })
  }
  if (failures.length > 0) throw failures[0]
  const app = quoteIdentifier(options.appRole)
  await admin.unsafe(`
    GRANT USAGE ON SCHEMA ${SCHEMA} TO ${app};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${SCHEMA} TO ${app};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${SCHEMA} TO ${app};`)
}

/** Runs the jobs under the application's login until it is stopped. A job that fails is logged and comes again. */
export async function startJobs(appUrl: string, jobs: readonly RecurringJob[], log: Log): Promise<JobRunner> {
  const boss = new PgBoss({
    connectionString: appUrl,
    schema: SCHEMA,
    max: 2,
    migrate: false,
    createSchema: false,
    // Only an owner may rebuild indexes.
    reindex: false,
    application_name: 'etrax-jobs',
  })
  boss.on('error', (error) => log.error({ err: describeError(error), part: 'jobs' }))
  await boss.start()
  for (const { name, cron, run, pollSeconds = 2 } of jobs) {
    await boss.work(name, { pollingIntervalSeconds: pollSeconds }, async () => {
      try {
        await run()
      } catch (error) {
        log.error({ err: describeError(error), job: name })
        throw error
      }
    })
    await boss.schedule(name, cron)
  }
  return {
    async runNow(name, afterSeconds = 0) {
      await boss.send(name, null, { startAfter: afterSeconds })
    },
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
  }
}
