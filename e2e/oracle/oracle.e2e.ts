import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../support/server.ts'
import type { Also } from './also.ts'
import { failedRuns } from './failed-seeds.ts'
import { reportOf } from './report.ts'
import { type OracleRun, runOracle } from './run-oracle.ts'
import type { Met } from './what-was-met.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ ETRAX_DEMO: '0' })
})
afterAll(() => server.remove())

const runs: readonly OracleRun[] = [
  { seed: 1, moves: 200, disasters: ['server killed', 'postgres killed'] },
  { seed: 2, moves: 200, disasters: ['backup', 'restore'] },
]

/** What else there may be, each with what it is to meet in one of its runs at least. */
const alsoRuns: readonly {
  readonly also: Also
  readonly met: keyof Met
  readonly seeds: readonly number[]
  readonly moves: number
}[] = [
  { also: 'turnover', met: 'handedOver', seeds: [308, 313], moves: 150 },
  { also: 'histories', met: 'generations', seeds: [540, 541], moves: 80 },
  { also: 'codes', met: 'sharedCodes', seeds: [705, 714], moves: 200 },
]

test.each([...runs, ...failedRuns])(
  '[C1] [P2] [P5] [P9] [D10] [D11] what any device showed as saved is kept once, and all converge (seed $seed)',
  async (run) => {
    const result = await runOracle(server, run)
    expect(result.differences, reportOf(result)).toEqual([])
    expect(result.writes).toBeGreaterThan(run.moves / 4)
  },
)

test.each(alsoRuns)(
  '[A1] [D6] [P7] [S5] all is kept once, and nothing passed over, where there are $also, too',
  async ({ also, met, seeds, moves }) => {
    let count = 0
    for (const seed of seeds) {
      const result = await runOracle(server, { seed, moves, disasters: [], wide: true, also: [also] })
      expect(result.differences, reportOf(result)).toEqual([])
      count += result.met?.[met] ?? 0
    }
    expect(count).toBeGreaterThan(0)
  },
)
