import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startTestServer, type TestServer } from '../../support/server.ts'
import { reportOf } from '../report.ts'
import { type OracleRun, runOracle } from '../run-oracle.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ ETRAX_DEMO: '0' })
})
afterAll(() => server.remove())

/** A browser that was told of no network waits longer and longer before it tries again [D4]. */
const LONGEST_MS = 300_000

const runs: readonly OracleRun[] = [{ seed: 1002, moves: 130, disasters: ['server killed'], browsers: 2 }]

test.each(runs)(
  '[D2] [D8] [D10] [C1] [P2] what a real browser showed as saved is kept once, and all converge (seed $seed)',
  async (run) => {
    const result = await runOracle(server, run, inject('harness'))
    expect(result.differences, reportOf(result)).toEqual([])
    expect(result.writes).toBeGreaterThan(run.moves / 4)
  },
  LONGEST_MS,
)
