import { forgetOldKeys } from './api/documents/idempotency.ts'
import { schoolCustody, schoolLoans } from './create-school-sync.ts'
import { settleOverdueMoves } from './custody/overdue-moves.ts'
import type { Databases } from './db/open-databases.ts'
import { notAwaited } from './identity/awaited-devices.ts'
import { forgetOldChallenges } from './identity/second-factor/challenges.ts'
import { forEachSchool } from './jobs/for-each-school.ts'
import { ANALYTICS, HOUSEKEEPING, MESSAGES, OVERDUE_MOVES, PARTITIONS, RETENTION } from './jobs/job-names.ts'
import type { RecurringJob } from './jobs/job-runner.ts'
import { addPartitionsAhead } from './jobs/partitions.ts'
import { forgetOldAttempts } from './limits/postgres-counter.ts'
import { settleLeft } from './loans/settle-left.ts'
import type { Messages } from './messages/messages.ts'
import type { Log } from './observability/log.ts'
import { refreshAnalytics } from './organizations/refresh-analytics.ts'
import { enforceRetention } from './privacy/enforce-retention.ts'
import { type ErasureParts, eraseAgain } from './privacy/erase-subject.ts'
import type { Sync } from './sync/create-sync.ts'

const SESSIONS_KEPT_MS = 90 * 24 * 3_600_000

/** What a server does again and again, school by school. Partitions and views are made by the owner's login, where there is one. */
export function recurringJobs(
  { app, admin, appRole }: Pick<Databases, 'app' | 'admin' | 'appRole'>,
  sync: Sync,
  messages: Pick<Messages, 'sendDue' | 'store'>,
  erasure: ErasureParts,
  log: Log,
): readonly RecurringJob[] {
  const jobs: RecurringJob[] = [
    {
      name: OVERDUE_MOVES,
      cron: '* * * * *',
      run: () =>
        forEachSchool(app, OVERDUE_MOVES, log, (tenant) =>
          settleOverdueMoves(app, sync.committer, schoolCustody, tenant),
        ),
    },
    { name: MESSAGES, cron: '* * * * *', pollSeconds: 1, run: () => messages.sendDue() },
    {
      name: HOUSEKEEPING,
      cron: '17 3 * * *',
      async run() {
        const before = new Date(Date.now() - SESSIONS_KEPT_MS)
        await app`
          DELETE FROM etrax_system.sessions
          WHERE (ended_at < ${before} OR expires_at < ${before}) AND ${notAwaited(app, before)}`
        await forgetOldAttempts(app)
        await messages.store.tidy()
        await forEachSchool(app, HOUSEKEEPING, log, async (tenant) => {
          await forgetOldKeys(app, tenant)
          await forgetOldChallenges(app, tenant)
          await settleLeft(app, sync.committer, schoolLoans, tenant)
        })
      },
    },
    {
      name: RETENTION,
      cron: '29 4 * * *',
      async run() {
        const parts = { ...erasure, admin: admin?.database }
        await forEachSchool(app, RETENTION, log, (tenant) => enforceRetention(parts, tenant, log))
        // Devices may have brought back what was erased.
        await eraseAgain(erasure)
      },
    },
  ]
  if (admin) {
    const { database } = admin
    jobs.push(
      {
        name: PARTITIONS,
        cron: '41 2 * * *',
        run: () => forEachSchool(app, PARTITIONS, log, (tenant) => addPartitionsAhead(database, tenant, log)),
      },
      {
        name: ANALYTICS,
        cron: '*/5 * * * *',
        async run() {
          await refreshAnalytics(database, appRole)
        },
      },
    )
  }
  return jobs
}
