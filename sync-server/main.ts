import cluster from 'node:cluster'
import { tellReady } from './cluster-member.ts'
import { type Config, readConfig } from './config.ts'
import { ConfigError } from './environment.ts'
import type { PreparedLan } from './lan/prepare-lan.ts'
import { createLog, describeError } from './observability/log.ts'
import { type RunningServer, startServer } from './start-server.ts'

const say = (sentence: string) => process.stdout.write(`${sentence}\n`)

async function main(): Promise<void> {
  const config = readConfig(process.env, process.argv.slice(2))
  const log = createLog(config.logLevel)
  // One request's mistake never ends the others: it is logged, and what waited for it was answered or cut.
  process.on('unhandledRejection', (reason) => log.error({ err: describeError(reason), unhandled: true }))
  process.on('uncaughtException', (error) => log.fatal({ err: describeError(error), unhandled: true }))

  const lan = config.lan ? await prepareLan(config) : undefined
  const starting = startServer({ config, log, say, certificate: lan?.certificate })
  endOnSignal(starting)
  const server = await starting
  try {
    say(`ETrax is at ${server.url}`)
    await lan?.tell(server.url, say)
    await tellReady(server)
  } catch (error) {
    await server.stop()
    throw error
  }
  if (server.signIns.length > 0) sayWhoSignsIn(server)
}

/** Loaded for --lan alone. */
async function prepareLan(config: Config): Promise<PreparedLan> {
  const module = await import('./lan/prepare-lan.ts')
  return module.prepareLan(config)
}

function sayWhoSignsIn({ signIns }: RunningServer) {
  say('Sign in to a demo school (these are also in demo-sign-ins.json of the data folder):')
  for (const { tenant, role, email, password } of signIns)
    say(`  ${tenant.padEnd(12)} ${role.padEnd(18)} ${email.padEnd(34)} ${password}`)
}

/** Above what requests and jobs under way are given. */
const END_WITHIN_MS = 30_000

/** The first signal ends the server in order, within a limit; a second one at once, except where a cluster watches over the end. */
function endOnSignal(starting: Promise<RunningServer>) {
  let ending = false
  const end = () => {
    if (ending && cluster.isWorker) return
    if (ending) process.exit(1)
    ending = true
    // What was answered is stored, whatever hangs; what was not is asked again.
    setTimeout(() => process.exit(1), END_WITHIN_MS).unref()
    starting
      .then((server) => server.stop())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
}

main().catch((error: unknown) => {
  const isKnown = error instanceof ConfigError || error instanceof Error
  process.stderr.write(`${isKnown ? error.message : String(error)}\n`)
  process.exit(1)
})
