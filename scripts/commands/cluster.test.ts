import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import WebSocket from 'ws'
import { freePort } from '../../e2e/support/server-process.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { type TestServer, type TestUser, testServer } from '../../sync-server/identity/test-server.ts'
import { lanCertificates } from '../../sync-server/lan/certificates.ts'
import { startTestRedis, type TestRedis } from '../../sync-server/redis/test-redis.ts'
import { type Tenant, withTenant } from '../../sync-server/tenancy/with-tenant.ts'
import { askClusterOf } from './cluster/run-cluster.ts'
import { createPusher, type Follower, type Site, startFollower, startWriter } from './cluster/test-devices.ts'
import { startTestNginx, type TestNginx } from './cluster/test-nginx.ts'

const COMMAND = fileURLToPath(new URL('cluster.ts', import.meta.url))
/** What is waited for comes; a machine that does much else at once is slow. */
const PATIENCE = { timeout: 60_000, interval: 100 }

const defaultAuthorities = getCACertificates('default')
let folder: string
let redis: TestRedis
let server: TestServer
let tenant: Tenant
let manager: TestUser
let nginx: TestNginx
let settings: Record<string, string>
let cluster: ChildProcess
let clusterEnded: Promise<unknown[]> | undefined
let output = ''
let httpPort: number
let url: string
let authority: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etrax-cluster-'))
  await mkdir(join(folder, 'client'))
  await writeFile(join(folder, 'client', 'index.html'), '<!doctype html><title>ETrax</title>')
  redis = await startTestRedis()
  const httpsPort = await freePort()
  httpPort = await freePort()
  url = `https://localhost:${httpsPort}`
  server = await testServer({ publicUrl: new URL(url) })
  tenant = await server.schools.provision('northridge')
  manager = await server.addUser(tenant, 'EQUIPMENT_MANAGER')
  const ports = await twoPorts()
  const made = lanCertificates(folder, ['localhost'])
  authority = made.authority
  setDefaultCACertificates([...defaultAuthorities, authority])
  settings = {
    PATH: process.env.PATH ?? '',
    NODE_ENV: 'test',
    PORT: `${ports[0]}`,
    ETRAX_DATA: folder,
    ETRAX_CLIENT: join(folder, 'client'),
    ETRAX_BEHIND_PROXY: '1',
    PUBLIC_URL: url,
    DATABASE_URL: server.database.appUrl,
    DATABASE_ADMIN_URL: server.database.adminUrl,
    REDIS_URL: redis.url.href,
  }
  nginx = await startTestNginx({
    folder: join(folder, 'nginx'),
    certificate: made.certificate,
    ...{ httpsPort, httpPort, ports },
  })
  cluster = spawn(process.execPath, [COMMAND, '--processes', '2'], { env: settings })
  clusterEnded = once(cluster, 'exit')
  for (const stream of [cluster.stdout, cluster.stderr])
    stream?.on('data', (part: Buffer) => {
      output += part.toString()
    })
  await vi.waitFor(() => {
    if (cluster.exitCode === null) expect(output).toContain('2 processes serve')
  }, PATIENCE)
  expect(output).toContain('2 processes serve')
}, 120_000)

afterAll(async () => {
  setDefaultCACertificates(defaultAuthorities)
  cluster?.kill('SIGTERM')
  await clusterEnded
  await nginx?.end()
  await server?.end()
  await redis?.end()
  await rm(folder, { recursive: true, force: true })
})

async function twoPorts(): Promise<readonly [number, number]> {
  const { createServer } = await import('node:net')
  for (;;) {
    const first = await freePort()
    const next = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      next.once('error', () => resolve(false))
      next.listen(first + 1, '127.0.0.1', () => next.close(() => resolve(true)))
    })
    if (isFree) return [first, first + 1]
  }
}

/** The processes that serve, in the order of their ports; 0 where there is none. */
async function serving(): Promise<readonly number[]> {
  const said: string[] = []
  await askClusterOf(folder, 'status', (sentence) => said.push(sentence))
  return said.map((sentence) => Number(/process (\d+)$/.exec(sentence)?.[1] ?? 0))
}

const countOf = ({ streamed, pulled }: Follower) => streamed.length + pulled.length

test('[T6] [P2] one process killed under load, then a rolling restart: each write once, each frame once and in order, and of the restart nobody hears', async () => {
  const site: Site = { url, during: 'quiet', troubles: [], ended: false, abandoned: false }
  onTestFinished(() => {
    site.ended = true
    site.abandoned = true
  })
  const last = uuidv7()
  const tokens = await Promise.all(Array.from({ length: 8 }, () => server.tokenOf(manager)))
  const followers = tokens.slice(0, 4).map((token) => startFollower(site, token, last))
  await Promise.all(followers.map(({ greeted }) => greeted))
  const writers = tokens.slice(4).map((token, n) => startWriter(site, token, `writer${n}`))
  /** Whatever happens, each goes on. */
  const goOn = async () => {
    const [written, read] = [writers.map(({ ids }) => ids.length), followers.map(countOf)]
    await expect
      .poll(
        () =>
          writers.every(({ ids }, n) => ids.length > (written[n] ?? 0) + 10) &&
          followers.every((follower, n) => countOf(follower) > (read[n] ?? 0) + 40),
        PATIENCE,
      )
      .toBe(true)
  }
  await goOn()
  expect(site.troubles).toEqual([])

  site.during = 'kill'
  const before = await serving()
  process.kill(before[0] ?? 0, 'SIGKILL')
  await expect
    .poll(async () => (await serving()).every((pid) => pid > 0 && pid !== before[0]), PATIENCE)
    .toBe(true)
  await goOn()

  site.during = 'rolling restart'
  const killed = await serving()
  const complaints = await nginx.errors()
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, 'roll'], { env: settings })
  const renewed = await serving()
  expect(stdout.trim().split('\n')).toEqual(
    renewed.map(
      (pid, n) => `Port ${Number(settings.PORT) + n}: process ${pid} has taken over from ${killed[n]}.`,
    ),
  )
  expect(new Set([...killed, ...renewed]).size).toBe(4)
  await goOn()
  expect(site.troubles.filter(({ during }) => during !== 'kill')).toEqual([])
  // Nor had nginx to try another process for anybody.
  expect(await nginx.errors()).toBe(complaints)

  site.ended = true
  await Promise.all(writers.map(({ done }) => done))
  await createPusher(site, tokens[4] ?? '', 'writer-last')(last)
  await Promise.all(followers.map(({ done }) => done))

  const ids = writers.flatMap((writer) => writer.ids)
  const audited = await withTenant(server.schools.app, tenant, async (tx) => {
    const rows = await tx<{ id: string }[]>`
      SELECT document_id AS id FROM audit WHERE action = 'create' AND collection = 'locations'`
    return rows.map(({ id }) => id)
  })
  expect(audited.toSorted()).toEqual([...ids, last].toSorted())
  for (const { streamed, pulled } of followers) {
    expect(new Set(streamed).size).toBe(streamed.length)
    const seen = new Set([...streamed, ...pulled])
    for (const writer of writers) {
      expect(writer.ids.filter((id) => !seen.has(id))).toEqual([])
      const own = new Set(writer.ids)
      for (const order of [streamed, pulled])
        expect(order.filter((id) => own.has(id))).toEqual(writer.ids.filter((id) => order.includes(id)))
    }
  }
}, 180_000)

test('[ASVS 4.1.3] what a client says of its own address does not get past nginx', async () => {
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': '6.6.6.6' },
    body: JSON.stringify({ tenant: tenant.slug, email: manager.email, password: 'not the password' }),
  })
  expect(answer.status).toBe(401)
  await expect.poll(() => output, PATIENCE).toMatch(/"security":"sign-in".*"address":"127\.0\.0\.1"/)
  expect(output).not.toContain('6.6.6.6')
})

test('[T0] the WebSocket goes through nginx', async () => {
  const socket = new WebSocket(`${url.replace('https', 'wss')}/sync/v1/ws`, { ca: authority })
  await once(socket, 'open')
  socket.send(await server.tokenOf(manager))
  const [message] = await once(socket, 'message')
  expect(JSON.parse(String(message))).toMatchObject({ event: 'hello' })
  socket.close()
})

test('what the server takes nginx takes, and what is too large the server says', async () => {
  const push = async (bytes: number) => {
    const answer = await fetch(`${url}/sync/v1/locations/push`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${await server.tokenOf(manager)}`, 'X-Device-Id': 'writer' },
      body: `[${' '.repeat(bytes)}]`,
    })
    return [answer.status, (await answer.json()).code]
  }
  expect(await push(5 * 1024 * 1024)).toEqual([200, undefined])
  expect(await push(5.5 * 1024 * 1024)).toEqual([413, 'too-large'])
})

test('[ASVS 12.2.1] plain HTTP leads a browser to TLS and tells a program nothing', async () => {
  const ask = (path: string) => fetch(`http://localhost:${httpPort}${path}`, { redirect: 'manual' })
  const page = await ask('/equipment')
  expect([page.status, page.headers.get('Location')]).toEqual([308, 'https://localhost/equipment'])
  for (const path of ['/api/v1/auth/me', '/sync/v1/stream']) expect((await ask(path)).status).toBe(403)
})

test('SIGTERM ends every process in order', async () => {
  const pids = await serving()
  cluster.kill('SIGTERM')
  expect(await clusterEnded).toEqual([0, null])
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  await expect(serving()).rejects.toThrow('No cluster answers')
})
