import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ALSO, type Also } from '../../e2e/oracle/also.ts'
import { DECISIONS, type Decisions } from '../../e2e/oracle/choose-decision.ts'
import { DISASTERS, type Disaster } from '../../e2e/oracle/disasters.ts'
import { failedBrowserRuns, failedRuns, longFailedRuns } from '../../e2e/oracle/failed-seeds.ts'
import { operationsWith } from '../../e2e/oracle/operations.ts'
import { createRandom } from '../../e2e/oracle/random.ts'
import { reportOf } from '../../e2e/oracle/report.ts'
import { type OracleRun, runOracle } from '../../e2e/oracle/run-oracle.ts'
import { inWords } from '../../e2e/oracle/what-was-met.ts'
import { buildHarness } from '../../e2e/support/build-harness.ts'
import { emptyData, startServerIn } from '../../e2e/support/server-process.ts'
import { failCommand } from './admin-database.ts'

const HELP = `npm run oracle -- [options]

Simulated devices do random things to shared equipment, on a network that loses and repeats, against a real server that is
killed and restored; then all that any of them showed as saved is looked for.

  --seeds N          how many runs, one after the other (default 10)
  --moves M          steps of each run (default 400)
  --seed S           begin with this seed; alone, it is the only run
  --disasters LIST   what befalls the server, such as server-killed,backup,restore; none for nothing. By default each run
                     draws its own by its seed
  --browsers N       real browsers with the real client beside the simulated devices (default 0)
  --decisions WHICH  what managers decide on reviews: all, or words and rejections alone (default all)
  --often NAME       an operation that is done more than anything else, such as delete
  --also LIST        what else there is: turnover (accounts are disabled, people change places), histories (that grow long),
                     codes (that contradict each other); none for nothing (default all, with --narrow none)
  --narrow           leaves out what was added to what people do since the first seeds that are kept
  --failed           the runs of e2e/oracle/failed-seeds.ts, instead of seeds
  --help             print this

A run that fails prints its seed, what happened and what is wrong. It belongs into e2e/oracle/failed-seeds.ts.
`

function number(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} must be a whole number, not ${text}.`)
  return Number(text)
}

/** Every run has its own share of disasters; a restore is one only where there is a backup before it. */
function drawn(seed: number): readonly Disaster[] {
  const random = createRandom(seed ^ 0x5eed)
  const kills = (['server killed', 'postgres killed'] as const).filter(() => random.chance(0.3))
  const restores: readonly Disaster[] = random.chance(0.3) ? ['backup', 'restore'] : []
  return random.chance(0.5)
    ? [...kills, ...restores]
    : [...restores.slice(0, 1), ...kills, ...restores.slice(1)]
}

function disastersOf(list: string): readonly Disaster[] {
  if (list === 'none') return []
  return list.split(',').map((word) => {
    const found = DISASTERS.find((disaster) => disaster.replaceAll(' ', '-') === word)
    if (!found) throw new Error(`There is no disaster ${word}. There are ${DISASTERS.join(', ')}.`)
    return found
  })
}

function decisionsOf(word: string): Decisions {
  const found = DECISIONS.find((decisions) => decisions === word)
  if (!found) throw new Error(`There are no decisions ${word}. There are ${DECISIONS.join(', ')}.`)
  return found
}

function oftenOf(word: string): string {
  const names = operationsWith({ decisions: 'all', wide: true, also: ALSO }).map(({ name }) => name)
  const found = names.find((name) => name.replaceAll(' ', '-') === word)
  if (!found) throw new Error(`There is no operation ${word}. There are ${names.join(', ')}.`)
  return found
}

function alsoOf(list: string): readonly Also[] {
  if (list === 'none') return []
  return list.split(',').map((word) => {
    const found = ALSO.find((also) => also === word)
    if (!found) throw new Error(`There is no ${word}. There are ${ALSO.join(', ')}.`)
    return found
  })
}

async function builtClient(): Promise<string> {
  return buildHarness(await mkdtemp(join(tmpdir(), 'etrax-oracle-client-')))
}

async function oracle(): Promise<void> {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', short: 'h' },
      seeds: { type: 'string' },
      moves: { type: 'string', default: '400' },
      seed: { type: 'string' },
      disasters: { type: 'string' },
      browsers: { type: 'string', default: '0' },
      decisions: { type: 'string' },
      often: { type: 'string' },
      failed: { type: 'boolean' },
      narrow: { type: 'boolean' },
      also: { type: 'string' },
    },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const first = values.seed === undefined ? 1 : number('seed', values.seed)
  const count = number('seeds', values.seeds ?? (values.seed === undefined ? '10' : '1'))
  const moves = number('moves', values.moves)
  const browsers = number('browsers', values.browsers)
  const decisions = values.decisions === undefined ? {} : { decisions: decisionsOf(values.decisions) }
  const often = values.often === undefined ? {} : { often: oftenOf(values.often) }
  const also = alsoOf(values.also ?? (values.narrow ? 'none' : ALSO.join()))
  function* runs(): Generator<OracleRun> {
    for (let seed = first; seed < first + count; seed += 1) {
      const disasters = values.disasters === undefined ? drawn(seed) : disastersOf(values.disasters)
      const wide = values.narrow !== true
      yield {
        seed,
        moves,
        disasters,
        wide,
        also,
        ...decisions,
        ...often,
        ...(browsers > 0 ? { browsers } : {}),
      }
    }
  }
  const wanted = values.failed ? [...failedRuns, ...longFailedRuns, ...failedBrowserRuns] : [...runs()]
  const client = wanted.some((run) => run.browsers) ? await builtClient() : undefined
  const server = await startServerIn(await emptyData(), { ETRAX_DEMO: '0' })
  let failed = 0
  let stopped = false
  // The run under way goes on to its end, so that no server and no Postgres is left behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      stopped = true
    })
  let made = 0
  try {
    for (const run of wanted) {
      if (stopped) break
      const { seed, disasters } = run
      const began = Date.now()
      const result = await runOracle(server, run, client)
      made += 1
      const met = result.met ? `  met: ${inWords(result.met)}\n` : ''
      const took = `${((Date.now() - began) / 1_000).toFixed(1)} s`
      if (result.differences.length > 0) {
        failed += 1
        process.stdout.write(`${reportOf(result)}\n`)
      } else
        process.stdout.write(
          `Seed ${seed}: ${result.writes} writes kept, ${result.carriedOut} decisions carried out, ${took} (${disasters.join(', ')})\n${met}`,
        )
    }
  } finally {
    await server.remove()
    if (client) await rm(client, { recursive: true, force: true })
  }
  process.stdout.write(failed === 0 ? `All ${made} runs are good.\n` : `${failed} of ${made} runs failed.\n`)
  if (failed > 0) process.exitCode = 1
}

await oracle().catch(failCommand)
