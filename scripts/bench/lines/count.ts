import { setTimeout as delay } from 'node:timers/promises'
import { connectDatabase } from '../../../sync-server/db/database.ts'
import { organizationOf } from '../../../sync-server/organizations/organization-scope.ts'
import { readTotals, type SchoolTotals } from '../../../sync-server/organizations/read-totals.ts'
import { refreshAnalytics } from '../../../sync-server/organizations/refresh-analytics.ts'
import { provisionTenant } from '../../../sync-server/tenancy/provision.ts'
import type { Tenant } from '../../../sync-server/tenancy/with-tenant.ts'
import { countByLoop, countByView } from '../limits/count-schools.ts'
import type { Bench, Line, LineResult, Row, Verdict } from '../line.ts'
import { connect } from '../load/connection.ts'
import type { Device } from '../load/wire.ts'
import { type Contestant, inRounds, medianOf } from '../rounds.ts'
import { figure, median, percentile } from '../statistics.ts'
import { type Etrax, startEtrax } from '../systems/etrax.ts'
import { grantDevices } from '../systems/granted-devices.ts'
import { makeSchool } from '../systems/school.ts'

const STEPS = [50, 500]
const THINGS = 100
/** Postgres settles on one plan after a statement's fifth time. */
const WARM_UP = 7
const ASKED = 20

const ETRAX = 'ETrax, the page’s totals'
const OVER_HTTP = 'ETrax, the same over HTTP'
const VIEW = 'limit: a plain view over all schemas, warm'
const LOOP = 'limit: a loop over the schools on two connections'

async function addSchools({ maker }: Etrax, from: number, to: number): Promise<readonly Tenant[]> {
  const { admin, appRole, organizationId } = maker
  const added: Tenant[] = []
  for (let school = from; school < to; school += 1) {
    const slug = `counted${school}`
    const wanted = { slug, name: slug, organizationId, timeZone: 'America/Los_Angeles' }
    const tenant = await provisionTenant(admin, wanted, { appRole })
    await admin.unsafe(
      `INSERT INTO ${tenant.schema}.equipment (id, kind, name, status, purchase_price_cents, stamp, seq)
       SELECT gen_random_uuid(), 'serialized', 'Helmet ' || n, CASE WHEN n % 4 = 0 THEN 'checked_out' ELSE 'available' END,
         n * 100, '', n FROM generate_series(1, ${THINGS}) AS n;
       ANALYZE ${tenant.schema}.equipment`,
    )
    added.push(tenant)
  }
  return added
}

type Ask = (now: Date) => Promise<readonly SchoolTotals[]>

/** Milliseconds: in the middle, the slowest, and the first of all. @throws Error where the schools are not all counted */
async function timesOf(ask: Ask, schools: number): Promise<readonly number[]> {
  const times: number[] = []
  for (let asked = 0; asked < WARM_UP + ASKED; asked += 1) {
    const start = performance.now()
    const found = await ask(new Date())
    times.push(performance.now() - start)
    const pieces = found.reduce((sum, school) => sum + school.pieces, 0)
    if (found.length !== schools || pieces !== schools * THINGS)
      throw new Error(`${pieces} pieces of ${found.length} schools were counted, of ${schools}.`)
  }
  const warm = times.slice(WARM_UP)
  return [median(warm), percentile(warm, 0.99), times[0] ?? Number.NaN]
}

/** Asks on connections that are new in each round. */
function asking(
  system: string,
  schools: number,
  open: () => Promise<{ readonly ask: Ask; close(): Promise<void> }>,
): Contestant {
  return {
    system,
    async measure() {
      const { ask, close } = await open()
      try {
        return await timesOf(ask, schools)
      } finally {
        await close()
      }
    },
  }
}

async function openTotals({ appUrl, maker }: Etrax, [school]: readonly Tenant[]) {
  if (!school) throw new Error('There has to be a school.')
  const database = connectDatabase(appUrl, { max: 1, name: 'bench-totals' })
  const { role } = await organizationOf(maker.app, school)
  if (role === null) throw new Error('The organization has no views.')
  return { ask: (now: Date) => readTotals(database, role, now), close: () => database.end() }
}

async function openPage({ maker }: Etrax, device: Device) {
  const connection = await connect(maker.port)
  const headers = { Authorization: `Bearer ${device.token}`, 'X-Device-Id': device.deviceId }
  return {
    async ask() {
      const request = { method: 'GET', path: '/api/v1/organization/totals', headers } as const
      const { status, body } = await connection.send(request)
      if (status !== 200) throw new Error(`The totals were answered with ${status}: ${body}`)
      const answer: { readonly schools: readonly SchoolTotals[] } = JSON.parse(body.toString())
      return answer.schools
    },
    close: () => Promise.resolve(connection.close()),
  }
}

async function countAt(
  bench: Bench,
  etrax: Etrax,
  device: Device,
  schools: readonly Tenant[],
): Promise<{ readonly rows: readonly Row[]; readonly verdict: Verdict }> {
  const count = schools.length
  bench.log(`  at ${count} schools`)
  const rows = await inRounds(
    bench.rounds,
    [
      asking(ETRAX, count, () => openTotals(etrax, schools)),
      asking(OVER_HTTP, count, () => openPage(etrax, device)),
      asking(VIEW, count, () => countByView(etrax.adminUrl, schools)),
      asking(LOOP, count, async () => countByLoop(etrax.adminUrl, schools)),
    ],
    bench.log,
  )
  const ratio = medianOf(rows, ETRAX) / Math.min(medianOf(rows, VIEW), medianOf(rows, LOOP))
  return {
    rows: rows.map(({ system, values }) => ({ system: `${system}, ${count} schools`, values })),
    verdict: {
      target: `within 1.5x of the better at ${count}`,
      value: `${ratio.toFixed(2)}x (${figure(medianOf(rows, ETRAX))} ms)`,
      reached: ratio <= 1.5,
    },
  }
}

export const count: Line = {
  name: 'count',
  title: `A count over ${STEPS.join(' and ')} schools of ${THINGS} things each`,
  async measure(bench): Promise<LineResult> {
    // A server of its own: its schools would weigh on what is measured after them.
    const etrax = await startEtrax(bench.port())
    try {
      const { maker } = etrax
      const office = await makeSchool(maker, 'office', 0, 'ORG_ADMIN')
      const [device] = await grantDevices(maker, office, 1, 'ORG_ADMIN')
      if (!device) throw new Error('Nobody is signed in.')
      const schools: Tenant[] = []
      const rows: Row[] = []
      const verdicts: Verdict[] = []
      for (const step of STEPS) {
        schools.push(...(await addSchools(etrax, schools.length, step)))
        await refreshAnalytics(maker.admin, maker.appRole)
        // What autovacuum and the write-ahead log still have to do after so many new tables.
        await delay(2_000)
        const measured = await countAt(bench, etrax, device, schools)
        rows.push(...measured.rows)
        verdicts.push(measured.verdict)
      }
      return { columns: ['p50 ms', 'slowest ms', 'first of a connection ms'], rows, verdicts }
    } finally {
      await etrax.stop()
    }
  },
}
