import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildHarness } from '../../support/build-harness.ts'
import { startTestServer, type TestServer } from '../../support/server.ts'
import { reportOf } from '../report.ts'
import { type OracleRun, runOracle } from '../run-oracle.ts'

let server: TestServer
let client: string
beforeAll(async () => {
  client = await mkdtemp(join(tmpdir(), 'etrax-oracle-client-'))
  ;[server] = await Promise.all([startTestServer({ ETRAX_DEMO: '0' }), buildHarness(client)])
})
afterAll(async () => {
  await server.remove()
  await rm(client, { recursive: true, force: true })
})

const runs: readonly OracleRun[] = [
  { seed: 1001, moves: 110, disasters: ['server killed'], browsers: 2 },
  { seed: 1002, moves: 110, disasters: [], browsers: 2 },
]

test.each(runs)(
  '[D2] [D8] [D10] [C1] [P2] what a real browser showed as saved is kept once, and all converge (seed $seed)',
  async (run) => {
    const result = await runOracle(server, run, client)
    expect(result.differences, reportOf(result)).toEqual([])
    expect(result.writes).toBeGreaterThan(run.moves / 4)
  },
)
