import { forgetOldKeys } from './api/documents/idempotency.ts'
import { schoolCustody } from './create-school-sync.ts'
import { settleOverdueMoves } from './custody/overdue-moves.ts'
import type { Databases } from './db/open-databases.ts'
import { forEachSchool } from './jobs/for-each-school.ts'
import { HOUSEKEEPING, OVERDUE_MOVES, PARTITIONS } from './jobs/job-names.ts'
import type { RecurringJob } from './jobs/job-runner.ts'
import { addPartitionsAhead } from './jobs/partitions.ts'
import type { Log } from './observability/log.ts'
import type { Sync } from './sync/create-sync.ts'

/** What a server does again and again, school by school. Partitions are made by the owner's login, where there is one. */
export function recurringJobs(
  { app, admin }: Pick<Databases, 'app' | 'admin'>,
  sync: Sync,
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
    {
      name: HOUSEKEEPING,
      cron: '17 3 * * *',
      async run() {
        await app`
          DELETE FROM etrax_system.sessions
          WHERE ended_at < now() - interval '90 days' OR expires_at < now() - interval '90 days'`
        await forEachSchool(app, HOUSEKEEPING, log, (tenant) => forgetOldKeys(app, tenant))
      },
    },
  ]
  if (admin) {
    const { database } = admin
    jobs.push({
      name: PARTITIONS,
      cron: '41 2 * * *',
      run: () => forEachSchool(app, PARTITIONS, log, (tenant) => addPartitionsAhead(database, tenant, log)),
    })
  }
  return jobs
}
