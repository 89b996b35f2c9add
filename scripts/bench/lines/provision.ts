import { connectDatabase } from '../../../sync-server/db/database.ts'
import { type Migration, readMigrations } from '../../../sync-server/db/migrations.ts'
import { migrateTenants } from '../../../sync-server/tenancy/migrate-tenants.ts'
import { provisionTenant } from '../../../sync-server/tenancy/provision.ts'
import type { Line, LineResult, Row } from '../line.ts'
import { figure, median, percentile } from '../statistics.ts'
import { type Etrax, startEtrax } from '../systems/etrax.ts'

const STEPS = [50, 500, 2_000]
/** So many schools are brought up to date as well. */
const MIGRATED = 500
const LAST = 20

/** A step as a release brings it: a column of a table that is there, and a table. */
function nextStep(released: readonly Migration[]): Migration {
  return {
    version: released.length + 1,
    name: 'bench',
    up: 'ALTER TABLE equipment ADD COLUMN bench text; CREATE TABLE bench (id uuid PRIMARY KEY); GRANT SELECT, INSERT ON bench TO :"role";',
    down: 'DROP TABLE bench; ALTER TABLE equipment DROP COLUMN bench;',
    checksum: 'bench',
  }
}

async function addSchools({ maker }: Etrax, from: number, to: number): Promise<readonly number[]> {
  const { admin, appRole, organizationId } = maker
  const times: number[] = []
  for (let school = from; school < to; school += 1) {
    const slug = `provisioned${school}`
    const wanted = { slug, name: slug, organizationId, timeZone: 'America/Los_Angeles' }
    const start = performance.now()
    await provisionTenant(admin, wanted, { appRole })
    times.push(performance.now() - start)
  }
  return times
}

/** Seconds for one step in every school. The schools that come later have no such step, and are none the worse for it. */
async function migrateAll({ adminUrl }: Etrax): Promise<number> {
  const admin = connectDatabase(adminUrl, { max: 4, name: 'bench-migrate' })
  const released = readMigrations('tenant')
  const start = performance.now()
  await migrateTenants(admin, { migrations: [...released, nextStep(released)] })
  const seconds = (performance.now() - start) / 1000
  await admin.end()
  return seconds
}

/** Seconds for the statistics of every school's tables, such as a restore or a new Postgres asks for. */
async function analyzeAll({ maker }: Etrax): Promise<number> {
  const start = performance.now()
  await maker.admin.unsafe('ANALYZE')
  return (performance.now() - start) / 1000
}

/** Each step's figures are of its last schools: what a school costs where so many are there already. */
export const provision: Line = {
  name: 'provision',
  title: 'Provision a school, and bring all up to date',
  async measure(bench): Promise<LineResult> {
    // A server of its own: thousands of schools would weigh on what is measured after them.
    const etrax = await startEtrax(bench.port())
    try {
      const rows: Row[] = []
      let schools = 0
      for (const step of STEPS) {
        const last = (await addSchools(etrax, schools, step)).slice(-LAST)
        schools = step
        const all = step === MIGRATED ? [[await migrateAll(etrax)], [await analyzeAll(etrax)]] : []
        const values = [[median(last)], [percentile(last, 0.99)], ...all]
        rows.push({ system: `ETrax, at ${step.toLocaleString('en')} schools`, values })
        bench.log(`  at ${step} schools: ${values.flat().map(figure).join(', ')}`)
      }
      const most = rows.at(-1)?.values[0]?.[0] ?? Number.NaN
      const migrated = rows.find(({ values }) => values[2])?.values[2]?.[0] ?? Number.NaN
      return {
        columns: ['p50 ms', 'slowest ms', 'all up to date s', 'all analysed s'],
        rows,
        verdicts: [
          { target: 'at most 100 ms at 2,000', value: `${figure(most)} ms`, reached: most <= 100 },
          {
            target: `${MIGRATED} schools up to date in under 60 s`,
            value: `${figure(migrated)} s`,
            reached: migrated < 60,
          },
        ],
      }
    } finally {
      await etrax.stop()
    }
  },
}
