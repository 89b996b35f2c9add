import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../support/server.ts'
import { ALSO } from './also.ts'
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

/** With all else that there may be, one after the other until each of it was met: ids differ from run to run, and with them what is drawn. */
const alsoSeeds = [308, 540, 705, 313, 541, 714]
const TO_MEET = ['handedOver', 'generations', 'sharedCodes'] as const satisfies readonly (keyof Met)[]

test.each([...runs, ...failedRuns])(
  '[C1] [P2] [P5] [P9] [D10] [D11] what any device showed as saved is kept once, and all converge (seed $seed)',
  async (run) => {
    const result = await runOracle(server, run)
    expect(result.differences, reportOf(result)).toEqual([])
    expect(result.writes).toBeGreaterThan(run.moves / 4)
  },
)

test('[A1] [D6] [P7] [S5] all is kept once, and nothing passed over, where people change places, histories grow long and codes are shared', async () => {
  const met = new Map<keyof Met, number>()
  const isMet = (what: keyof Met) => (met.get(what) ?? 0) > 0
  for (const seed of alsoSeeds) {
    if (TO_MEET.every(isMet)) break
    const result = await runOracle(server, { seed, moves: 130, disasters: [], wide: true, also: ALSO })
    expect(result.differences, reportOf(result)).toEqual([])
    for (const what of TO_MEET) met.set(what, (met.get(what) ?? 0) + (result.met?.[what] ?? 0))
  }
  expect(TO_MEET.filter((what) => !isMet(what))).toEqual([])
})
