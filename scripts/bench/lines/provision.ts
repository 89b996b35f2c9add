import { provisionTenant } from '../../../sync-server/tenancy/provision.ts'
import type { Line, LineResult } from '../line.ts'
import { figure, median, percentile } from '../statistics.ts'

const STEPS = [50, 200]
const LAST = 20

/** Each step's figures are of its last schools: what a school costs where so many are there already. */
export const provision: Line = {
  name: 'provision',
  title: 'Provision a school',
  async measure(bench): Promise<LineResult> {
    const { maker } = await bench.etrax()
    const { admin, appRole, organizationId } = maker
    const times: number[] = []
    const rows: { system: string; values: number[][] }[] = []
    for (const schools of STEPS) {
      while (times.length < schools) {
        const slug = `provisioned${times.length}`
        const wanted = { slug, name: slug, organizationId, timeZone: 'America/Los_Angeles' }
        const start = performance.now()
        await provisionTenant(admin, wanted, { appRole })
        times.push(performance.now() - start)
      }
      const last = times.slice(-LAST)
      rows.push({
        system: `ETrax, at ${schools} schools`,
        values: [[median(last)], [percentile(last, 0.99)]],
      })
      bench.log(`  at ${schools} schools: ${figure(median(last))} ms`)
    }
    const most = rows.at(-1)?.values[0]?.[0] ?? Number.NaN
    return {
      columns: ['p50 ms', 'slowest ms'],
      rows,
      verdicts: [{ target: 'at most 100 ms', value: `${figure(most)} ms`, reached: most <= 100 }],
    }
  },
}
