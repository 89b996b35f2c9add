import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import type { Role } from '../../shared/roles.ts'
import { clusterUrls } from '../../sync-server/db/embedded-roles.ts'
import { readState } from '../../sync-server/db/embedded-state.ts'

const MAIN = fileURLToPath(new URL('../../sync-server/main.ts', import.meta.url))
/** How long a start may take where the machine does much else at once. */
export const READY_MS = 120_000

export interface SignIn {
  readonly tenant: string
  readonly role: Role
  readonly email: string
  readonly password: string
}

/** A real server with an embedded Postgres and the demo schools, in a folder of its own. */
export interface TestServer {
  url(): URL
  signIn(tenant: string, role: Role): SignIn
  /** Rows of a school's table, by the owner of its database. */
  rows(tenant: string, table: string, where?: string): Promise<readonly Record<string, unknown>[]>
  /** Runs SQL in a school's schema: what a restore from a backup, or an administrator, does to it. */
  execute(tenant: string, statements: string): Promise<void>
  /** Ends the server as a crash does; Postgres lives on. */
  kill(): Promise<void>
  /** Ends it in order, and Postgres with it. */
  stop(): Promise<void>
  /** Starts it again on the same port. */
  start(): Promise<void>
  /** Its data folder. */
  readonly data: string
  /** All that it has written since it began. */
  output(): string
  /** Ends everything and deletes its folder. */
  remove(): Promise<void>
}

/** A folder for a server's data. */
export async function emptyData(): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'etrax-e2e-'))
  // Root's Postgres runs as another user, who must get in.
  await chmod(data, 0o755)
  return data
}

/** Starts a server on what is in the folder; an empty one gets the demo schools. */
export async function startServerIn(
  data: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<TestServer> {
  const port = await freePort()
  let child: ChildProcess | undefined
  let output = ''
  let earlierOutput = ''

  async function start() {
    earlierOutput += output
    output = ''
    const started = spawn(process.execPath, [MAIN], {
      env: {
        ...process.env,
        // A build in the test's own process calls itself production; the demo is not for that.
        NODE_ENV: 'test',
        PORT: String(port),
        ETRAX_DATA: data,
        ETRAX_RATE_LIMITS: '0',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    for (const stream of [started.stdout, started.stderr])
      stream?.on('data', (part: Buffer) => {
        output += part.toString()
      })
    const until = Date.now() + READY_MS
    while (Date.now() < until) {
      if (started.exitCode !== null) throw new Error(`The server ended at its start:\n${output}`)
      const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined)
      if (ready?.ok) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`The server did not become ready:\n${output}`)
  }

  async function end(signal: 'SIGKILL' | 'SIGTERM') {
    const ending = child
    child = undefined
    if (!ending || ending.exitCode !== null) return
    const ended = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill(signal)
    await ended
  }

  let database: { readonly port: number; readonly sql: postgres.Sql } | undefined

  /** A start may give Postgres another port, and by then the former one may be that of another test's Postgres. */
  function sql(): postgres.Sql {
    const { passwords, port: last } = readState(data)
    if (last === undefined) throw new Error('The embedded Postgres has no port.')
    if (database?.port === last) return database.sql
    void database?.sql.end({ timeout: 1 })
    const { superuserUrl } = clusterUrls(last, passwords)
    database = { port: last, sql: postgres(superuserUrl, { max: 1, onnotice: () => undefined }) }
    return database.sql
  }

  await start()

  async function schemaOf(tenant: string): Promise<string> {
    const [school] = await sql()`select schema_name from etrax_system.tenants where slug = ${tenant}`
    return school?.schema_name
  }

  return {
    url: () => new URL(`http://localhost:${port}`),
    signIn(tenant, role) {
      const all: unknown = JSON.parse(readFileSync(join(data, 'demo-sign-ins.json'), 'utf8'))
      const found = Array.isArray(all)
        ? all.find((one) => one.tenant === tenant && one.role === role)
        : undefined
      if (!found) throw new Error(`The demo has no ${role} of ${tenant}.`)
      return found
    },
    async rows(tenant, table, where = 'true') {
      return sql().unsafe(`select * from ${await schemaOf(tenant)}.${table} where ${where}`)
    },
    async execute(tenant, statements) {
      const schema = await schemaOf(tenant)
      await sql().begin((transaction) =>
        transaction.unsafe(`set local search_path to ${schema}; ${statements}`),
      )
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    start,
    data,
    output: () => earlierOutput + output,
    async remove() {
      await database?.sql.end({ timeout: 1 })
      // A server that was killed left its Postgres; the next one finds it and ends it in order.
      if (!child) await start()
      await end('SIGTERM')
      await rm(data, { recursive: true, force: true })
    },
  }
}

/** Below the ports that a system gives to outgoing connections: while a server is down, nobody gets its port. */
const FIRST_PORT = 20_000
const PORTS = 12_000

export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORTS)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
