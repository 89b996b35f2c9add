import { mkdir, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDatabase } from './db/database.ts'
import { createLog } from './observability/log.ts'
import { serverParts } from './server-parts.ts'
import { type ListeningServer, listeningServer } from './test-listening.ts'

let server: ListeningServer
let base: string

beforeAll(async () => {
  server = await listeningServer()
  const { folder, listening } = server
  base = `http://127.0.0.1:${listening.port}`
  await mkdir(join(folder, 'client', 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), 'not to be read')
  await writeFile(join(folder, 'client', 'index.html'), '<!doctype html><title>ETrax</title>')
  await writeFile(join(folder, 'client', 'sw.js'), 'self.skipWaiting()')
  await writeFile(join(folder, 'client', 'assets', 'app-Ab3_x-9Z.js'), `//${'a long line '.repeat(500)}`)
})
afterAll(() => server.end())

const PATHS: readonly (readonly [string, string])[] = [
  ['GET', '/'],
  ['GET', '/equipment/0190a000-0000-7000-8000-000000000001'],
  ['GET', '/sw.js'],
  ['GET', '/assets/app-Ab3_x-9Z.js'],
  ['GET', '/assets/nothing.js'],
  ['GET', '/health/live'],
  ['GET', '/health/ready'],
  ['GET', '/api/v1/nothing'],
  ['GET', '/api/v1/auth/me'],
  ['POST', '/api/v1/auth/login'],
  ['PUT', '/api/v1/auth/login'],
  ['GET', '/sync/v1/equipment/pull'],
  ['POST', '/equipment'],
]

test.each(PATHS)('%s %s carries every security header and no version', async (method, path) => {
  const { headers } = await fetch(`${base}${path}`, { method })
  const policy = headers.get('Content-Security-Policy') ?? ''
  for (const directive of [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ])
    expect(policy.split('; ')).toContain(directive)
  expect(policy).not.toContain('unsafe-inline')
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
  expect(headers.get('Referrer-Policy')).toBe('no-referrer')
  expect(headers.get('Permissions-Policy')).toContain('camera=(self)')
  expect(headers.get('Access-Control-Allow-Origin')).toBeNull()
  expect(headers.get('Server') ?? headers.get('X-Powered-By')).toBeNull()
})

test("the app's shell answers for its pages, and what is below the server's own paths is JSON", async () => {
  const page = await fetch(`${base}/reviews?state=open`, { headers: { Accept: 'text/html' } })
  expect([page.status, page.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(page.headers.get('Cache-Control')).toBe('no-cache')
  for (const path of ['/api/v1/nothing', '/sync/v1/nothing', '/health/nothing', '/metrics', '/picture.png']) {
    const answer = await fetch(`${base}${path}`)
    expect([path, answer.headers.get('Content-Type')]).toEqual([
      path,
      'application/problem+json; charset=utf-8',
    ])
    expect([401, 404]).toContain(answer.status)
  }
})

test('hashed files are kept for good, the worker and the page are asked for again', async () => {
  const hashed = await fetch(`${base}/assets/app-Ab3_x-9Z.js`)
  expect(hashed.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
  expect((await hashed.text()).length).toBe(6_002)
  expect((await fetch(`${base}/sw.js`)).headers.get('Cache-Control')).toBe('no-cache')
  const etag = hashed.headers.get('ETag') ?? ''
  const again = await fetch(`${base}/assets/app-Ab3_x-9Z.js`, { headers: { 'If-None-Match': etag } })
  expect(again.status).toBe(304)
})

test('a file is packed for whoever takes it', async () => {
  for (const packing of ['br', 'gzip']) {
    const answer = await fetch(`${base}/assets/app-Ab3_x-9Z.js`, { headers: { 'Accept-Encoding': packing } })
    expect(answer.headers.get('Content-Encoding')).toBe(packing)
    expect((await answer.text()).length).toBe(6_002)
  }
})

test('no path leads out of the client', async () => {
  for (const path of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..\\secret.txt',
  ]) {
    const text = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    expect(text).not.toContain('not to be read')
  }
})

test('methods that an address does not have are refused with those that it has', async () => {
  const put = await fetch(`${base}/api/v1/auth/login`, { method: 'PUT' })
  expect([put.status, put.headers.get('Allow')]).toEqual([405, 'POST'])
  expect(await put.json()).toMatchObject({ code: 'method-not-allowed', traceId: expect.any(String) })
  const page = await fetch(`${base}/equipment`, { method: 'DELETE' })
  expect([page.status, page.headers.get('Allow')]).toEqual([405, 'GET, HEAD'])
  const overridden = await fetch(`${base}/api/v1/auth/me`, {
    method: 'POST',
    headers: { 'X-HTTP-Method-Override': 'GET' },
  })
  expect(overridden.status).toBe(405)
})

test("another site's pages change nothing and open no stream; what is no browser is judged by its token", async () => {
  const ask = async (method: string, path: string, headers: Record<string, string>) => {
    const answer = await fetch(`${base}${path}`, { method, headers })
    return (await answer.json()).code
  }
  const foreign = { Origin: 'https://evil.example' }
  for (const headers of [
    foreign,
    { Origin: 'null' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ]) {
    expect(await ask('POST', '/api/v1/auth/refresh', headers)).toBe('origin-refused')
    expect(await ask('GET', '/sync/v1/stream', headers)).toBe('origin-refused')
  }
  const own = { Origin: base, 'Sec-Fetch-Site': 'same-origin' }
  expect(await ask('GET', '/sync/v1/stream', own)).toBe('unauthenticated')
  expect(await ask('GET', '/sync/v1/stream', {})).toBe('unauthenticated')
  expect((await fetch(`${base}/api/v1/docs`, { headers: { 'Sec-Fetch-Site': 'cross-site' } })).status).toBe(
    200,
  )
})

test('a body that is too large is refused, stated or chunked, and so is a packed one', async () => {
  const large = 'x'.repeat(1024 * 1024 + 1)
  const headers = { 'Content-Type': 'application/json' }
  const stated = await fetch(`${base}/api/v1/auth/login`, { method: 'POST', headers, body: large })
  expect(await stated.json()).toMatchObject({ status: 413, code: 'too-large' })
  expect(await sendChunked('/api/v1/auth/login', large)).toBe(413)
  expect(await sendChunked('/api/v1/auth/login', '{"tenant":"x","email":"x","password":"x"}')).toBe(401)
  const packed = await fetch(`${base}/api/v1/auth/login`, {
    method: 'POST',
    headers: { ...headers, 'Content-Encoding': 'gzip' },
    body: 'x',
  })
  expect(packed.status).toBe(415)
})

test('a message whose end is in doubt is refused, and nothing is read behind it', async () => {
  const body = '{"tenant":"x","email":"x","password":"x"}'
  const both = await raw(
    `POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health/live HTTP/1.1\r\nHost: x\r\n\r\n`,
  )
  expect(both).toMatch(/^HTTP\/1\.1 400 /)
  expect(both.match(/HTTP\/1\.1/g)).toHaveLength(1)
})

test('an address that tries too often waits', async () => {
  let refused: Response | undefined
  for (let round = 0; round < 400 && !refused; round += 1) {
    const answer = await fetch(`${base}/api/v1/auth/refresh`, { method: 'POST' })
    if (answer.status === 429) refused = answer
    else await answer.arrayBuffer()
  }
  expect(Number(refused?.headers.get('Retry-After'))).toBeGreaterThan(0)
})

test('ready says honestly whether Postgres is there, and nothing of why it is not', async () => {
  const away = connectDatabase('postgres://nobody:nothing@127.0.0.1:9/none', { max: 1, name: 'away' })
  const alone = serverParts({
    database: away,
    dataDir: server.folder,
    log: createLog('silent'),
    publicUrl: undefined,
    behindProxy: false,
    strictTransport: false,
    rateLimits: false,
    clientFolder: server.folder,
  })
  const env = { incoming: { headers: {}, socket: {} } }
  const ready = await alone.app.request('/health/ready', {}, env)
  expect([ready.status, await ready.json()]).toEqual([503, { status: 'database-unavailable' }])
  expect((await alone.app.request('/health/live', {}, env)).status).toBe(200)
  const headers = { 'Content-Type': 'application/json' }
  const body = '{"tenant":"northridge","email":"a@b","password":"x"}'
  const incoming = { incoming: { headers, socket: {} } }
  const signIn = await alone.app.request('/api/v1/auth/login', { method: 'POST', headers, body }, incoming)
  expect([signIn.status, signIn.headers.get('Retry-After')]).toEqual([503, '2'])
  expect(await signIn.text()).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|postgres/)
  alone.sync.hub.close()
  await away.end({ timeout: 0 })
})

function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.listening.port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString()
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
    socket.setTimeout(3_000, () => socket.destroy())
  })
}

function sendChunked(path: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${base}${path}`,
      { method: 'POST', headers: { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' } },
      (answer) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      },
    )
    sent.on('error', reject)
    for (let at = 0; at < body.length; at += 100_000) sent.write(body.slice(at, at + 100_000))
    sent.end()
  })
}
