import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bench } from './line.ts'
import { lines } from './lines/lines.ts'
import { startGenerator } from './load/tasks.ts'
import { type Measured, plainText, writePage } from './report.ts'
import { describeSetting } from './setting.ts'
import { type Etrax, startEtrax } from './systems/etrax.ts'
import { installPeers, peerVersions } from './systems/peers.ts'
import { type Room, startRoom } from './systems/room.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const PAGE = join(root, 'docs', 'performance.md')
const FIRST_PORT = 8220

const HELP = `npm run bench [-- --only line,line] [--rounds N] [--minutes N] [--print-only]

Measures ETrax beside its peers and its limits, in turn and in several rounds, on this machine's loopback alone; prints a
table and puts the figures into docs/performance.md. Ports from ${FIRST_PORT} on; data in the system's folder for temporary
files, removed at the end. The peers' packages go into .cache/bench.

  --only line,line   these lines alone: ${lines.map(({ name }) => name).join(', ')}
  --rounds N         1 to 9 (3)
  --minutes N        how long district and soak go on, 1 to 99 (1); what is to be reached is meant for 10 of a district
  --print-only       leave docs/performance.md as it is
  --help             print this
`

interface Wish {
  readonly only: readonly string[]
  readonly rounds: number
  readonly minutes?: number
  readonly printOnly: boolean
}

function readWish(args: readonly string[]): Wish {
  let wish: Wish = { only: [], rounds: 3, printOnly: false }
  for (let index = 0; index < args.length; index += 1) {
    const [flag, value = args[index + 1]] = args[index]?.split('=') ?? []
    const takesValue = flag === '--only' || flag === '--rounds' || flag === '--minutes'
    if (takesValue && !args[index]?.includes('=')) index += 1
    if (flag === '--print-only') wish = { ...wish, printOnly: true }
    else if (flag === '--only') wish = { ...wish, only: value?.split(',') ?? [] }
    else if (flag === '--rounds' && /^[1-9]$/.test(value ?? '')) wish = { ...wish, rounds: Number(value) }
    else if (flag === '--minutes' && /^[1-9][0-9]?$/.test(value ?? ''))
      wish = { ...wish, minutes: Number(value) }
    else throw new Error(`${args.join(' ')} is not understood.\n\n${HELP}`)
  }
  const unknown = wish.only.filter((name) => !lines.some((line) => line.name === name))
  if (unknown.length > 0) throw new Error(`There is no line ${unknown.join(', ')}.\n\n${HELP}`)
  return wish
}

async function run({ only, rounds, minutes, printOnly }: Wish): Promise<void> {
  const log = (sentence: string) => process.stdout.write(`${sentence}\n`)
  const generator = startGenerator()
  let port = FIRST_PORT
  let etrax: Promise<Etrax> | undefined
  let peers: string | undefined
  let room: Promise<Room> | undefined
  const bench: Bench = {
    rounds,
    minutes,
    generator,
    log,
    port: () => port++,
    etrax() {
      etrax ??= startEtrax(port++)
      return etrax
    },
    room() {
      room ??= startRoom()
      return room
    },
    peers() {
      peers ??= installPeers(root, log)
      return peers
    },
  }
  const end = async () => {
    generator.stop()
    await etrax?.then((server) => server.stop())
    await room?.then((server) => server.stop())
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void end().finally(() => process.exit(1)))
  }
  const measured: Measured[] = []
  const failed: string[] = []
  try {
    for (const line of lines) {
      if (only.length > 0 && !only.includes(line.name)) continue
      log(`\n${line.title}`)
      try {
        measured.push({ line, result: await line.measure(bench) })
      } catch (error) {
        // The other lines are worth their minutes all the same.
        failed.push(line.name)
        log(error instanceof Error ? (error.stack ?? error.message) : String(error))
      }
    }
    for (const entry of measured) log(plainText(entry))
    const versions = Object.entries(peerVersions())
      .filter(([name]) => ['rxdb-server', 'rxdb', 'express-pouchdb', 'pouchdb'].includes(name))
      .map(([name, version]) => `${name} ${version}`)
    const postgres = etrax ? [(await etrax).postgres] : []
    const setting = describeSetting(rounds, [...postgres, ...versions])
    log(`\n${setting}`)
    if (!printOnly) writePage(PAGE, measured, setting)
    if (failed.length > 0) throw new Error(`Not measured: ${failed.join(', ')}`)
  } finally {
    await end()
  }
}

const args = process.argv.slice(2)
if (args.includes('--help') || args.includes('-h')) {
  process.stdout.write(HELP)
} else {
  await run(readWish(args)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  })
}
