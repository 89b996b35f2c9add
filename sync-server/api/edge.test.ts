import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { REFRESH_COOKIE } from '../identity/refresh-cookie.ts'
import { PASSWORD, type TestServer, testServer } from '../identity/test-server.ts'
import { createLog } from '../observability/log.ts'
import { type ListeningServer, listeningServer } from '../test-listening.ts'

let server: ListeningServer
let base: string
beforeAll(async () => {
  server = await listeningServer()
  base = `http://127.0.0.1:${server.listening.port}`
})
afterAll(() => server.end())

const ROUTES = [
  ['GET', '/api/v1/auth/me'],
  ['POST', '/api/v1/auth/login'],
  ['POST', '/api/v1/auth/refresh'],
  ['POST', '/api/v1/auth/logout'],
  ['GET', '/api/v1/equipment'],
  ['GET', '/api/v1/openapi.json'],
  ['GET', '/sync/v1/equipment/pull'],
  ['POST', '/sync/v1/equipment/push'],
  ['GET', '/sync/v1/stream'],
  ['GET', '/health/live'],
  ['GET', '/'],
] as const

const ORIGINS = [
  'https://evil.example',
  'null',
  'https://127.0.0.1.evil.example',
  'https://northridge.etrax.example.evil.example',
  'file://',
  'chrome-extension://abcdefghijklmnop',
  '*',
]

describe('[ASVS 3.4.2] no other origin is let read anything, and none may send credentials', () => {
  test.each(ORIGINS)('%s', async (origin) => {
    for (const [method, path] of ROUTES) {
      const asked = [
        await fetch(`${base}${path}`, { method, headers: { Origin: origin, Cookie: `${REFRESH_COOKIE}=x` } }),
        await fetch(`${base}${path}`, {
          method: 'OPTIONS',
          headers: {
            Origin: origin,
            'Access-Control-Request-Method': method,
            'Access-Control-Request-Headers': 'authorization, content-type, x-requested-with',
          },
        }),
      ]
      for (const answer of asked) {
        const named = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))
        expect([path, named]).toEqual([path, []])
        await answer.body?.cancel()
      }
    }
  })
})

test('[ASVS 3.5.1] a cookie alone does nothing: what it goes on with or ends asks for the page’s own header', async () => {
  for (const path of ['/api/v1/auth/refresh', '/api/v1/auth/logout']) {
    for (const headers of [
      {},
      { 'X-Requested-With': 'XMLHttpRequest' },
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      { 'Content-Type': 'text/plain' },
    ] satisfies Record<string, string>[]) {
      const answer = await fetch(`${base}${path}`, {
        method: 'POST',
        headers: { ...headers, Cookie: `${REFRESH_COOKIE}=x` },
      })
      expect([path, answer.status, (await answer.json()).code]).toEqual([path, 403, 'origin-refused'])
    }
  }
})

/** The first line and the body of what comes back for these bytes. */
function exchange(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.listening.port, '127.0.0.1', () => socket.write(text, 'latin1'))
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
    socket.setTimeout(5_000, () => socket.destroy())
  })
}

test('[ASVS 3.3.1] a cookie whose name only looks like the session’s is none of ours', async () => {
  const tenant = await server.schools.provision('northridge')
  const wanted = {
    kind: 'account' as const,
    tenantId: tenant.id,
    userId: tenant.id,
    deviceId: undefined,
    userAgent: undefined,
  }
  const { refreshToken } = await server.parts.identity.sessions.begin(wanted)
  const ask = (cookie: string) =>
    exchange(
      `POST /api/v1/auth/refresh HTTP/1.1\r\nHost: x\r\nX-Requested-With: etrax\r\nContent-Length: 0\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
    )
  // The session is read and then refused, for its user is nobody: the name was the right one.
  expect(await ask(`${REFRESH_COOKIE}=${refreshToken}`)).not.toContain('"unauthenticated"')
  for (const name of [
    `\u00A0${REFRESH_COOKIE}`,
    `${REFRESH_COOKIE}\u00A0`,
    REFRESH_COOKIE.toLowerCase(),
    REFRESH_COOKIE.replace('__Host-', ''),
    REFRESH_COOKIE.replace('__Host-', '__Secure-'),
    `$${REFRESH_COOKIE}`,
  ])
    expect([name, await ask(`${name}=${refreshToken}`)]).toEqual([
      name,
      expect.stringContaining('"unauthenticated"'),
    ])
})

describe('behind a proxy', () => {
  let behind: TestServer
  const lines: string[] = []
  beforeAll(async () => {
    const log = createLog('info', { write: (line) => lines.push(line) })
    behind = await testServer({ log, behindProxy: true, strictTransport: true })
    await behind.schools.provision('northridge')
    await behind.schools.provision('lakeview')
  })
  afterAll(() => behind.end())

  test('[ASVS 4.1.3] of what a client puts before its own address nothing counts, nor who it says that it is', async () => {
    const tenant = await behind.schools.provision('westview')
    const coach = await behind.addUser(tenant, 'COACH')
    const headers = {
      'X-Forwarded-For': '6.6.6.6, 10.0.0.1, 203.0.113.9',
      'X-Real-IP': '6.6.6.6',
      'X-User-Id': 'admin',
      'X-Role': 'SUPER_ADMIN',
      'X-Tenant-Id': 'lakeview',
      'X-Forwarded-User': 'admin',
      'X-Forwarded-Host': 'lakeview.localhost',
    }
    const wrong = JSON.stringify({ tenant: 'westview', email: coach.email, password: 'not the password' })
    await behind.request('/api/v1/auth/login', { method: 'POST', body: wrong, headers })
    const [event] = lines.map((line) => JSON.parse(line)).filter(({ security }) => security === 'sign-in')
    expect(event).toMatchObject({ address: '203.0.113.9', tenant: 'westview' })
    const me = await behind.request('/api/v1/auth/me', { token: await behind.tokenOf(coach), headers })
    expect((await me.json()).user).toMatchObject({ id: coach.id, role: 'COACH', tenant: 'westview' })
    const body = JSON.stringify({ tenant: 'westview', email: coach.email, password: PASSWORD })
    expect((await behind.request('/api/v1/auth/login', { method: 'POST', body, headers })).status).toBe(200)
  })

  test('[ASVS 12.2.1] browsers are told never to come back without TLS, on every answer', async () => {
    for (const path of ['/', '/api/v1/auth/me', '/api/v1/nothing', '/health/live', '/sync/v1/stream']) {
      const { headers } = await behind.request(path)
      expect([path, headers.get('Strict-Transport-Security')]).toEqual([
        path,
        expect.stringMatching(/^max-age=31536000/),
      ])
    }
  })

  test('[ASVS 16.4.1] a name that looks like a line of the log is part of one line', async () => {
    const before = lines.length
    const name = 'x\r\n{"level":"fatal"}\n\u001b[2J\u2028'
    await behind.request('/api/v1/auth/login', {
      method: 'POST',
      body: JSON.stringify({ tenant: name, email: name, password: 'x' }),
    })
    await behind.request(`/api/v1/equipment/${encodeURIComponent(name)}`, {
      headers: { 'User-Agent': 'x', Authorization: 'Bearer x' },
    })
    const written = lines.slice(before)
    expect(written.length).toBeGreaterThan(0)
    for (const line of written) {
      expect(['\n', '\r', '\u001b'].filter((sign) => line.trimEnd().includes(sign))).toEqual([])
      expect(JSON.parse(line).level).not.toBe('fatal')
    }
  })
})
