import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import postgres from 'postgres'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
import { recordedPid } from './embedded-postmaster.ts'

let parent: string
let dataDir: string
const log: string[] = []
const started: EmbeddedPostgres[] = []

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'etrax-embedded-'))
  await chmod(parent, 0o755)
  dataDir = join(parent, 'data')
  log.length = 0
})
afterEach(async () => {
  for (const running of started.splice(0)) await running.stop()
  await rm(parent, { recursive: true, force: true })
})

async function start(): Promise<EmbeddedPostgres> {
  const running = await startEmbeddedPostgres({ dataDir, log: (sentence) => log.push(sentence), waitMs: 0 })
  started.push(running)
  return running
}
const cluster = () => join(dataDir, 'postgres', 'data')

async function query<Row extends postgres.MaybeRow>(url: string, statement: string): Promise<Row[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await sql.unsafe<Row[]>(statement)
  } finally {
    await sql.end()
  }
}

/** A server process that starts the embedded Postgres and then waits to be killed. */
async function startInAnotherProcess(): Promise<ChildProcess> {
  const source = `
    import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, 'embedded-postgres.ts'))}
    const running = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log: () => {} })
    console.log(running.adminUrl)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(createInterface(child.stdout), 'line')
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test('what was committed is there after a stop and a start, at the same address', async () => {
  const first = await start()
  await query(first.adminUrl, 'CREATE TABLE kept AS SELECT 7 AS id')
  await first.stop()
  expect(existsSync(join(cluster(), 'postmaster.pid'))).toBe(false)
  const second = await start()
  expect(second.adminUrl).toBe(first.adminUrl)
  expect(await query(second.adminUrl, 'SELECT id FROM kept')).toEqual([{ id: 7 }])
})

test('acknowledged means durable, and text compares by the built-in locale', async () => {
  const running = await start()
  const settings = await query(
    running.appUrl,
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
       (SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = 'etrax') AS locale`,
  )
  expect(settings).toEqual([{ fsync: 'on', commit: 'on', locale: 'b C.UTF-8' }])
})

test("the application's login makes nothing and inherits nothing; the owner makes schemas and roles", async () => {
  const running = await start()
  await query(
    running.adminUrl,
    'CREATE ROLE tenant_lakeview; CREATE SCHEMA lakeview; GRANT tenant_lakeview TO etrax_app',
  )
  const denied = { code: '42501' }
  await expect(query(running.appUrl, 'CREATE TABLE public.mine (id int)')).rejects.toMatchObject(denied)
  await expect(query(running.appUrl, 'CREATE SCHEMA mine')).rejects.toMatchObject(denied)
  await expect(query(running.appUrl, 'CREATE ROLE mine')).rejects.toMatchObject(denied)
  await expect(query(running.appUrl, 'CREATE DATABASE mine')).rejects.toMatchObject(denied)
  const roles = await query(
    running.appUrl,
    `SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolbypassrls FROM pg_roles
     WHERE rolname IN ('etrax_app', 'etrax_owner') ORDER BY rolname`,
  )
  const plain = { rolsuper: false, rolbypassrls: false }
  expect(roles).toEqual([
    { rolname: 'etrax_app', ...plain, rolinherit: false, rolcreaterole: false },
    { rolname: 'etrax_owner', ...plain, rolinherit: true, rolcreaterole: true },
  ])
})

test('nobody gets in without the password', async () => {
  const running = await start()
  const url = new URL(running.appUrl)
  url.password = 'wrong'
  await expect(query(url.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  expect(statSync(join(dataDir, 'embedded-postgres.json')).mode & 0o777).toBe(0o600)
})

test('after a kill -9 of the server its Postgres lives on, and the next start takes over without a loss', async () => {
  const killed = await startInAnotherProcess()
  const orphan = recordedPid(cluster())
  await kill(killed)
  expect(() => process.kill(orphan!, 0)).not.toThrow()
  const next = await start()
  expect(log).toEqual(['Ending the Postgres that a killed server left.'])
  expect(recordedPid(cluster())).not.toBe(orphan)
  expect(await query(next.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('a second server on the same data folder is refused with a sentence, and the first one goes on', async () => {
  const first = await start()
  await expect(start()).rejects.toMatchObject({
    code: 'data-folder-in-use',
    message: `Another server already runs on the data folder ${dataDir}. Stop that one first, or give this one a folder of its own by ETRAX_DATA.`,
  })
  expect(await query(first.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('a server that starts while the last one is ending waits for it', async () => {
  const first = await start()
  const [second] = await Promise.all([
    startEmbeddedPostgres({ dataDir, log: (sentence) => log.push(sentence), waitMs: 20_000 }),
    first.stop(),
  ])
  started.push(second)
  expect(await query(second.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('of two servers that start at once on a new data folder, one runs', async () => {
  const starts = await Promise.allSettled([start(), start()])
  const running = starts.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  expect(running).toHaveLength(1)
})

test('a stale postmaster.pid that names a living program of another kind does not keep it from starting', async () => {
  const first = await start()
  await first.stop()
  const stale = [process.pid, cluster(), 1_700_000_000, 5432, '', '127.0.0.1', '', 'ready', ''].join('\n')
  await writeFile(join(cluster(), 'postmaster.pid'), stale)
  const second = await start()
  expect(await query(second.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('a Postgres that dies under the server comes back at the same address', async () => {
  const running = await start()
  process.kill(recordedPid(cluster())!, 'SIGKILL')
  await expect
    .poll(() => query(running.appUrl, 'SELECT 1 AS one').catch(String), { timeout: 20_000 })
    .toEqual([{ one: 1 }])
})

test('an initdb that was cut off leaves nothing in the way', async () => {
  const first = await start()
  await first.stop()
  const state = JSON.parse(readFileSync(join(dataDir, 'embedded-postgres.json'), 'utf8'))
  delete state.keptIn
  await writeFile(join(dataDir, 'embedded-postgres.json'), JSON.stringify(state))
  await rm(cluster(), { recursive: true })
  await mkdir(join(dataDir, 'postgres', 'data.unfinished-1-1', 'base'), { recursive: true })
  await start()
  expect(existsSync(join(dataDir, 'postgres', 'data.unfinished-1-1'))).toBe(false)
})

test('a database of another version, or one that is gone, is told and never replaced by an empty one', async () => {
  const first = await start()
  await first.stop()
  await writeFile(join(cluster(), 'PG_VERSION'), '15\n')
  await expect(start()).rejects.toMatchObject({ code: 'other-version' })
  await rm(cluster(), { recursive: true })
  await expect(start()).rejects.toMatchObject({ code: 'database-missing' })
})

test("root's cluster lives below /var/lib/etrax when its user cannot enter the data folder, and no mode is changed", async () => {
  await chmod(parent, 0o700)
  const running = await start()
  const { id, keptIn } = JSON.parse(readFileSync(join(dataDir, 'embedded-postgres.json'), 'utf8'))
  const elsewhere = `/var/lib/etrax/${id}`
  try {
    const asRoot = process.getuid?.() === 0
    expect(keptIn).toBe(asRoot ? 'system-folder' : 'data-folder')
    expect(existsSync(join(elsewhere, 'postgres', 'data'))).toBe(asRoot)
    expect(statSync(parent).mode & 0o777).toBe(0o700)
    await query(running.adminUrl, 'CREATE TABLE kept AS SELECT 7 AS id')
    await running.stop()
    const again = await start()
    expect(await query(again.adminUrl, 'SELECT id FROM kept')).toEqual([{ id: 7 }])
  } finally {
    for (const each of started) await each.stop()
    await rm(elsewhere, { recursive: true, force: true })
  }
})
