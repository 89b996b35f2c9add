import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../shared/ids.ts'
import { type Config, readConfig } from './config.ts'
import { connectDatabase, type Database } from './db/database.ts'
import { createTestDatabase, type TestDatabase } from './db/test-postgres.ts'
import type { DemoSignIn } from './demo/sign-ins.ts'
import { createLog } from './observability/log.ts'
import { type RunningServer, startServer } from './start-server.ts'

let database: TestDatabase
let admin: Database
let config: Config
let server: RunningServer
let folder: string

beforeAll(async () => {
  database = await createTestDatabase()
  admin = connectDatabase(database.adminUrl, { max: 2, name: 'etrax-test' })
  folder = await mkdtemp(join(tmpdir(), 'etrax-server-'))
  await mkdir(join(folder, 'client'))
  await writeFile(join(folder, 'client', 'index.html'), '<!doctype html><title>ETrax</title>')
  config = readConfig(
    {
      PORT: '0',
      ETRAX_DATA: folder,
      ETRAX_DEMO: 'small',
      DATABASE_URL: database.appUrl,
      DATABASE_ADMIN_URL: database.adminUrl,
    },
    [],
  )
  server = await start(config)
}, 180_000)
afterAll(async () => {
  await server.stop()
  await admin.end()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

function start(config: Config): Promise<RunningServer> {
  return startServer({
    config: { ...config, port: 0 },
    log: createLog('silent'),
    say: () => {},
    clientFolder: join(folder, 'client'),
  })
}

function signInOf(role: DemoSignIn['role']): DemoSignIn {
  const found = server.signIns.find((signIn) => signIn.tenant === 'northridge' && signIn.role === role)
  if (!found) throw new Error(`no sign-in for ${role}`)
  return found
}

async function signIn(role: DemoSignIn['role']): Promise<{ token: string; cookie: string; userId: string }> {
  const { tenant, email, password } = signInOf(role)
  const answer = await fetch(`${server.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ tenant, email, password }),
  })
  const { accessToken, user } = await answer.json()
  const [cookie = ''] = (answer.headers.get('Set-Cookie') ?? '').split(';')
  return { token: accessToken, cookie, userId: user.id }
}

async function openStream(token: string) {
  const answer = await fetch(`${server.url}/sync/v1/stream`, {
    headers: { Authorization: `Bearer ${token}` },
  })
  expect(answer.status).toBe(200)
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  const first = await reader?.read()
  expect(first?.value).toMatch(/^event: hello\n/)
  const ended = (async () => {
    for (;;) if ((await reader?.read())?.done !== false) return
  })()
  return { ended }
}

/** Fails where nothing comes within the bound that the contract states. */
async function within(seconds: number, event: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Nothing within ${seconds} s.`)), seconds * 1000)
  })
  await Promise.race([event, late]).finally(() => clearTimeout(timer))
}

test('[T5] signing out ends the stream of that session, and no other', async () => {
  const [leaving, staying] = [await signIn('COACH'), await signIn('COACH')]
  const stream = await openStream(leaving.token)
  const other = await openStream(staying.token)
  let otherEnded = false
  void other.ended.then(() => {
    otherEnded = true
  })
  await fetch(`${server.url}/api/v1/auth/logout`, {
    method: 'POST',
    headers: { Cookie: leaving.cookie, 'X-Requested-With': 'etrax' },
  })
  await within(5, stream.ended)
  expect(otherEnded).toBe(false)
})

test('[T5] a session that another process ended, or that expired, loses its stream', async () => {
  const { token, cookie } = await signIn('COACH')
  const stream = await openStream(token)
  const [, sessionId = ''] = /=([0-9a-f-]{36})\./.exec(cookie) ?? []
  await admin`UPDATE etrax_system.sessions SET expires_at = now() WHERE id = ${sessionId}`
  await within(5, stream.ended)
})

test('[T5] disabling an account ends its streams', async () => {
  const manager = await signIn('SCHOOL_ADMIN')
  const member = await signIn('USER')
  const stream = await openStream(member.token)
  const answer = await fetch(`${server.url}/api/v1/users/${member.userId}`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${manager.token}` },
    body: '{"disabled":true}',
  })
  expect(answer.status).toBe(200)
  await within(5, stream.ended)
})

test('a stop finishes what was accepted, ends the streams, and the next start finds it all', async () => {
  const { token } = await signIn('EQUIPMENT_MANAGER')
  const stream = await openStream(token)
  const id = uuidv7()
  const made = Array.from({ length: 20 }, (_, index) =>
    fetch(`${server.url}/api/v1/equipment`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify({
        ...(index === 0 ? { id } : {}),
        kind: 'serialized',
        name: `Drained ${index}`,
        status: 'available',
      }),
    }).then(
      ({ status }) => status,
      () => 0,
    ),
  )
  await new Promise((resolve) => setTimeout(resolve, 5))
  await server.stop()
  await within(5, stream.ended)
  const stored = (await Promise.all(made)).filter((status) => status === 201).length
  server = await start(config)
  const again = await signIn('EQUIPMENT_MANAGER')
  const list = await fetch(`${server.url}/api/v1/equipment?q=Drained&limit=100`, {
    headers: { Authorization: `Bearer ${again.token}` },
  })
  // All that was answered as stored is there. What was cut may be there as well.
  expect((await list.json()).documents.length).toBeGreaterThanOrEqual(stored)
})

test("without the owner's login it starts on a migrated database alone", async () => {
  const alone = { ...config, demo: undefined, database: { url: database.appUrl, adminUrl: undefined } }
  const second = await start(alone)
  expect((await fetch(`${second.url}/health/ready`)).status).toBe(200)
  await second.stop()
  const empty = await createTestDatabase()
  await expect(start({ ...alone, database: { url: empty.appUrl, adminUrl: undefined } })).rejects.toThrow(
    'npm run migrate',
  )
  await empty.drop()
})

test('it refuses to run as the owner, and leaves nothing running behind', async () => {
  const asOwner = { ...config, demo: undefined, database: { url: database.adminUrl, adminUrl: undefined } }
  await expect(start(asOwner)).rejects.toThrow(/has CREATEROLE/)
})
