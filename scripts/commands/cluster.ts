import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { readConfig } from '../../sync-server/config.ts'
import { failCommand } from './admin-database.ts'
import { askClusterOf, type Cluster, runCluster } from './cluster/run-cluster.ts'

const HELP = `npm run cluster -- [options]

Runs several server processes on one machine, with the settings of one (README.md), on PORT and the ports above it. A proxy in
front gives each request to any of them (deploy/nginx.conf). One that dies is started again. SIGTERM ends all in order.
They share DATABASE_URL and REDIS_URL, on other machines ETRAX_MASTER_KEY as well.

  --processes N   how many (default: as many as there are processors)
  --help          print this

npm run cluster -- roll      asks the cluster that runs to start a new process in place of each, one after the other, each
                             ready before the one that it replaces ends; says when that is done, and fails where one did not start
npm run cluster -- status    the ports and their processes
`

const say = (sentence: string) => process.stdout.write(`${sentence}\n`)

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' }, processes: { type: 'string' } },
  })
  if (values.help) return void say(HELP)
  const config = readConfig(process.env, [])
  const [command] = positionals
  if (command === 'roll' || command === 'status') return await askClusterOf(config.dataDir, command, say)
  if (command !== undefined) throw new Error(`There is no command ${command}.\n\n${HELP}`)
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  await runCluster(config, processesOf(values.processes), say, hearSignals)
}

function processesOf(text: string | undefined): number {
  if (text === undefined) return availableParallelism()
  if (!/^[1-9]\d{0,2}$/.test(text))
    throw new Error(`--processes must be a number from 1 to 999, not ${text}.`)
  return Number(text)
}

/** A service manager tells every process of the service, and those pass it on. */
const SAME_SIGNAL_MS = 1_000

/** The first wish to end is carried out in order, a second one at once. */
function hearSignals(cluster: Cluster): void {
  let since: number | undefined
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (since !== undefined && Date.now() - since > SAME_SIGNAL_MS) process.exit(1)
      if (since !== undefined) return
      since = Date.now()
      cluster.end().then(() => process.exit(0), failCommand)
    })
  process.on('SIGHUP', () => {
    cluster.roll(() => undefined).then(() => say('Every process was replaced.'), tell)
  })
}

function tell(error: unknown): void {
  say(error instanceof Error ? error.message : String(error))
}

await main().catch(failCommand)
