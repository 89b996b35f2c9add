import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
import { recordedPid } from './embedded-postmaster.ts'

let seed: string
let parent: string
let dataDir: string
const log: string[] = []
const started: EmbeddedPostgres[] = []

beforeAll(async () => {
  seed = await mkdtemp(join(tmpdir(), 'etrax-embedded-'))
  await chmod(seed, 0o755)
  const first = await startEmbeddedPostgres({ dataDir: join(seed, 'data'), log: () => {} })
  await query(first.adminUrl, 'CREATE TABLE kept AS SELECT 7 AS id')
  await first.stop()
})
afterAll(() => rm(seed, { recursive: true, force: true }))

/** Each test has a data folder of a server that ran before and holds one row; some remove it to begin anew. */
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'etrax-embedded-'))
  await chmod(parent, 0o755)
  dataDir = join(parent, 'data')
  await promisify(execFile)('cp', ['-Rp', join(seed, 'data'), dataDir])
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
  await query(first.adminUrl, 'UPDATE kept SET id = 8')
  await first.stop()
  expect(existsSync(join(cluster(), 'postmaster.pid'))).toBe(false)
  const second = await start()
  expect(second.adminUrl).toBe(first.adminUrl)
  expect(await query(second.adminUrl, 'SELECT id FROM kept')).toEqual([{ id: 8 }])
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
  await rm(dataDir, { recursive: true })
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
  await rm(dataDir, { recursive: true })
  const unfinished = join(dataDir, 'postgres', 'data.unfinished-1-1')
  await mkdir(join(unfinished, 'base'), { recursive: true })
  await start()
  expect(existsSync(unfinished)).toBe(false)
})

test('a database of another version, or one that is gone, is told and never replaced by an empty one', async () => {
  const first = await start()
  await first.stop()
  await writeFile(join(cluster(), 'PG_VERSION'), '15\n')
  await expect(start()).rejects.toMatchObject({ code: 'other-version' })
  await rm(cluster(), { recursive: true })
  await expect(start()).rejects.toMatchObject({ code: 'database-missing' })
})

const asRoot = process.getuid?.() === 0

/** Starts where root's Postgres user cannot enter the data folder, and answers where the cluster is then. */
async function startBelowClosedParent(): Promise<{
  running: EmbeddedPostgres
  elsewhere: boolean
  id: string
}> {
  await chmod(parent, 0o700)
  const running = await start()
  const { id, keptIn } = JSON.parse(readFileSync(join(dataDir, 'embedded-postgres.json'), 'utf8'))
  expect(statSync(parent).mode & 0o777).toBe(0o700)
  expect(existsSync(join('/var/lib/etrax', id, 'postgres', 'data'))).toBe(keptIn === 'system-folder')
  onTestFinished(async () => {
    for (const each of started) await each.stop()
    await rm(join('/var/lib/etrax', id), { recursive: true, force: true })
  })
  return { running, elsewhere: keptIn === 'system-folder', id }
}

test("root's new cluster is below /var/lib/etrax when its user cannot enter the data folder", async () => {
  await rm(dataDir, { recursive: true })
  const { running, elsewhere } = await startBelowClosedParent()
  expect(elsewhere).toBe(asRoot)
  await query(running.adminUrl, 'CREATE TABLE kept AS SELECT 9 AS id')
  await running.stop()
  const again = await start()
  expect(await query(again.adminUrl, 'SELECT id FROM kept')).toEqual([{ id: 9 }])
})

test("root's cluster moves below /var/lib/etrax with its rows when the data folder was moved out of reach", async () => {
  const { running, elsewhere } = await startBelowClosedParent()
  expect(elsewhere).toBe(asRoot)
  expect(existsSync(join(dataDir, 'postgres', 'data'))).toBe(!asRoot)
  expect(await query(running.adminUrl, 'SELECT id FROM kept')).toEqual([{ id: 7 }])
})
