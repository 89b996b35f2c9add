import { once } from 'node:events'
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { program } from './embedded-binaries.ts'
import { configure } from './embedded-cluster.ts'
import type { Scale } from './embedded-config.ts'
import { EmbeddedPostgresError } from './embedded-error.ts'
import type { Home } from './embedded-home.ts'
import { removeMisleadingPid, stopPostmaster } from './embedded-postmaster.ts'
import { run } from './embedded-run.ts'

const ATTEMPTS = 20
const LOG_LIMIT = 5 * 1024 * 1024

/** How to choose the port: keep the last one if it is free, or insist on it because others know it. */
export type PortWish = { last?: number | undefined; fixed: boolean; scale: Scale }

/** Starts the cluster's Postgres and answers its port once it takes connections. */
export async function launch(home: Home, wish: PortWish): Promise<number> {
  await stopPostmaster(home)
  await removeMisleadingPid(home)
  const log = join(home.folder, 'postgres.log')
  await rotate(log)
  let port = wish.fixed && wish.last ? wish.last : await freePort(wish.last)
  for (let attempt = 1; ; attempt++) {
    await configure(home, port, wish.scale)
    const before = sizeOf(log)
    const started = await run(
      program(home.binaries, 'pg_ctl'),
      ['start', '-w', '-t', '120', '-D', home.data, '-l', log],
      home.user,
    )
    if (started.code === 0) return port
    const said = readFrom(log, before) || started.output
    const taken = /could not bind|address already in use/i.test(said)
    const dying = /pre-existing shared memory block|lock file .* already exists/i.test(said)
    if (attempt === ATTEMPTS || !(taken || dying)) {
      throw new EmbeddedPostgresError(
        'start-failed',
        `Postgres does not start (see ${log}): ${said.slice(-2_000)}`,
      )
    }
    if (taken && !wish.fixed) port = await freePort(undefined)
    else await delay(500)
  }
}

/** A loopback port that nothing listens on: `wished` if possible. */
export async function freePort(wished: number | undefined): Promise<number> {
  for (const port of wished ? [wished, 0] : [0]) {
    const server = createServer()
    try {
      server.listen({ port, host: '127.0.0.1', exclusive: true })
      await once(server, 'listening')
      const address = server.address()
      if (address && typeof address === 'object') return address.port
    } catch {
      // Taken: any free one is tried next.
    } finally {
      server.close()
    }
  }
  throw new EmbeddedPostgresError('start-failed', 'There is no free port on 127.0.0.1 for Postgres.')
}

async function rotate(log: string): Promise<void> {
  if (sizeOf(log) > LOG_LIMIT) await rename(log, `${log}.1`)
}

function sizeOf(path: string): number {
  if (!existsSync(path)) return 0
  const file = openSync(path, 'r')
  const { size } = fstatSync(file)
  closeSync(file)
  return size
}

function readFrom(path: string, offset: number): string {
  if (!existsSync(path)) return ''
  const file = openSync(path, 'r')
  const text = Buffer.alloc(16_384)
  const length = readSync(file, text, 0, text.length, offset)
  closeSync(file)
  return text.toString('utf8', 0, length).trim()
}
