import { parseArgs } from 'node:util'
import { migrateAll } from '../../sync-server/db/migrate-all.ts'
import { revertPlatform } from '../../sync-server/db/migrate-platform.ts'
import { JOB_NAMES, WOKEN_JOB_NAMES } from '../../sync-server/jobs/job-names.ts'
import { prepareJobs } from '../../sync-server/jobs/job-runner.ts'
import { revertTenants } from '../../sync-server/tenancy/migrate-tenants.ts'
import { listTenants } from '../../sync-server/tenancy/tenants.ts'
import { failCommand, withAdminDatabase } from './admin-database.ts'

const HELP = `npm run migrate [-- options]

Brings the platform's tables and every school's up to date. A run that was cut off goes on where it ended; two at a time
wait for each other. The server does the same when it starts with DATABASE_ADMIN_URL or its embedded Postgres.

  --tenants-to N    take back every step of the schools above N (0: all, with what is in them)
  --platform-to N   take back every step of the platform above N; no school may be left for 0
  --help            print this
`

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`)
}

async function migrate(): Promise<void> {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', short: 'h' },
      'tenants-to': { type: 'string' },
      'platform-to': { type: 'string' },
    },
  })
  if (values.help) return say(HELP)
  const tenantsTo = stepOf('--tenants-to', values['tenants-to'])
  const platformTo = stepOf('--platform-to', values['platform-to'])
  await withAdminDatabase(async ({ admin, adminUrl, appRole }) => {
    if (tenantsTo !== undefined) {
      await revertTenants(admin, {
        toVersion: tenantsTo,
        onSchool: (slug) => say(`${slug}: back to ${tenantsTo}.`),
      })
    }
    if (platformTo !== undefined) {
      if (platformTo === 0 && (await listTenants(admin)).length > 0)
        throw new Error('There are schools: remove each by name first (npm run tenant -- remove).')
      const steps = await revertPlatform(admin, { appRole, toVersion: platformTo })
      for (const step of steps) say(`Platform: without step ${step.version}, ${step.name}.`)
    }
    if (tenantsTo !== undefined || platformTo !== undefined) return
    await migrateAll(admin, { appRole, log: say })
    await prepareJobs(admin, { adminUrl, appRole, names: JOB_NAMES, woken: WOKEN_JOB_NAMES })
    say('Up to date.')
  })
}

function stepOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,4}$/.test(text)) throw new Error(`${option} needs a step's number.`)
  return Number(text)
}

await migrate().catch(failCommand)
