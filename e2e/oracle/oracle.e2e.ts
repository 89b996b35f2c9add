import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../support/server.ts'
import { failedRuns } from './failed-seeds.ts'
import { reportOf } from './report.ts'
import { type OracleRun, runOracle } from './run-oracle.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ ETRAX_DEMO: '0' })
})
afterAll(() => server.remove())

const runs: readonly OracleRun[] = [
  { seed: 1, moves: 200, disasters: ['server killed', 'postgres killed'] },
  { seed: 2, moves: 200, disasters: ['backup', 'restore'] },
]

/** Where accounts are disabled, and people change places, too. */
const turnoverRuns: readonly OracleRun[] = [
  { seed: 308, moves: 200, disasters: [], wide: true, turnover: true },
  { seed: 313, moves: 200, disasters: [], wide: true, turnover: true },
]

test.each([...runs, ...failedRuns])(
  '[C1] [P2] [P5] [P9] [D10] [D11] what any device showed as saved is kept once, and all converge (seed $seed)',
  async (run) => {
    const result = await runOracle(server, run)
    expect(result.differences, reportOf(result)).toEqual([])
    expect(result.writes).toBeGreaterThan(run.moves / 4)
  },
)

test('[P7] [D6] what is left on a device whose user was disabled or went is kept once, and nobody else’s', async () => {
  let handedOver = 0
  for (const run of turnoverRuns) {
    const result = await runOracle(server, run)
    expect(result.differences, reportOf(result)).toEqual([])
    handedOver += result.met?.handedOver ?? 0
  }
  expect(handedOver).toBeGreaterThan(0)
})
