import { afterAll, beforeAll, expect, test } from 'vitest'
import { REFRESH_COOKIE } from './refresh-cookie.ts'
import { PASSWORD, type TestServer, testServer } from './test-server.ts'

let server: TestServer
/** What each of them needs beside the name of the school: a challenge, a cookie. */
let challenge: string
let cookie: string

beforeAll(async () => {
  server = await testServer()
  const northridge = await server.schools.provision('northridge')
  await server.schools.provision('lakeview')
  const admin = await server.addUser(northridge, 'SCHOOL_ADMIN')
  const coach = await server.addUser(northridge, 'COACH')
  const { secondFactor } = await (await post('/auth/login', credentials(admin.email))).json()
  challenge = secondFactor.challenge
  const signedIn = await post('/auth/login', credentials(coach.email))
  cookie = /^__Host-etrax-refresh=([^;]+)/.exec(signedIn.headers.get('Set-Cookie') ?? '')?.[1] ?? ''
})
afterAll(() => server.end())

const credentials = (email: string) => ({ tenant: 'northridge', email, password: PASSWORD })

function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  return server.request(`/api/v1${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'X-Requested-With': 'etrax', Host: 'localhost:8080', ...headers },
  })
}

/** Every route that anybody may call and that says itself which school it is about. */
const ROUTES: readonly [string, () => unknown][] = [
  ['/auth/login', () => credentials('nobody@northridge.example')],
  ['/auth/refresh', () => ({})],
  ['/auth/register', () => ({ tenant: 'northridge', invitation: 'x'.repeat(43), password: PASSWORD })],
  ['/auth/forgotten', () => ({ tenant: 'northridge', email: 'a@northridge.example', language: 'en' })],
  ['/auth/station/enrol', () => ({ tenant: 'northridge', code: 'ABCD-EFGH' })],
  ['/auth/set-up/totp', () => ({ challenge })],
  ['/auth/set-up/passkey', () => ({ challenge })],
]

test.each(ROUTES)('%s is 404 where host or header names another school', async (path, body) => {
  const own = { Cookie: `${REFRESH_COOKIE}=${cookie}` }
  for (const names of [{ 'X-Tenant': 'lakeview' }, { Host: 'lakeview.localhost:8080' }]) {
    const answer = await post(path, body(), { ...own, ...names })
    expect([names, answer.status, (await answer.json()).code]).toEqual([names, 404, 'not-found'])
  }
  const agreed = await post(path, body(), { ...own, 'X-Tenant': 'northridge' })
  expect(agreed.status === 404 ? (await agreed.json()).detail : 'agreed').not.toBe('There is nothing here.')
})
