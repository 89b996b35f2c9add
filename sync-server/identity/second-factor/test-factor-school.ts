import { Secret, TOTP } from 'otpauth'
import type { Role } from '../../../shared/roles.ts'
import { REFRESH_COOKIE } from '../refresh-cookie.ts'
import { PASSWORD, type TestServer, type TestUser } from '../test-server.ts'

/** Passkeys belong to a name: a bare request names none. */
const HEADERS = { Host: 'localhost:8080', 'X-Device-Id': 'test-phone' }

export interface FactorSchool {
  user(role?: Role): Promise<TestUser>
  post(path: string, body: unknown, token?: string, headers?: Record<string, string>): Promise<Response>
  login(user: TestUser, password?: string): Promise<Response>
  /** The challenge that a right password is answered with. */
  challengeOf(user: TestUser): Promise<string>
  /** A code of an authenticator app, `steps` of 30 s from the server's time. */
  code(secret: string, steps?: number): string
  /** A user with a TOTP, and the recovery codes. */
  withTotp(role?: Role): Promise<{ user: TestUser; token: string; secret: string; recoveryCodes: string[] }>
  works(token: string): Promise<boolean>
  cookieOf(answer: Response): string
  refresh(cookie: string): Promise<Response>
}

/** What the tests of the second factor do again and again, in the school `northridge` of that server. */
export function factorSchool(server: TestServer, tenant: TestUser['tenant']): FactorSchool {
  const post: FactorSchool['post'] = (path, body, token, headers = {}) =>
    server.request(`/api/v1${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { ...HEADERS, ...headers },
      ...(token === undefined ? {} : { token }),
    })
  const login: FactorSchool['login'] = (user, password = PASSWORD) =>
    post('/auth/login', { tenant: tenant.slug, email: user.email, password })
  const code: FactorSchool['code'] = (secret, steps = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret), period: 30, digits: 6 }).generate({
      timestamp: server.now() + steps * 30_000,
    })

  return {
    user: (role = 'COACH') => server.addUser(tenant, role),
    post,
    login,
    code,
    async challengeOf(user) {
      return (await (await login(user)).json()).secondFactor.challenge
    },
    async withTotp(role = 'COACH') {
      const user = await server.addUser(tenant, role)
      const token = await server.tokenOf(user)
      const begun = await (await post('/auth/factors/totp', {}, token)).json()
      const { challenge, secret } = begun
      const confirmed = await post('/auth/factors', { challenge, name: 'Phone', code: code(secret) }, token)
      const { recoveryCodes } = await confirmed.json()
      // The step that confirmed it is used up.
      server.advance(60_000)
      return { user, token, secret, recoveryCodes }
    },
    works: async (token) =>
      (await server.request('/api/v1/auth/me', { token, headers: HEADERS })).status === 200,
    cookieOf(answer) {
      return /^__Host-etrax-refresh=([^;]+)/.exec(answer.headers.get('Set-Cookie') ?? '')?.[1] ?? ''
    },
    refresh: (cookie) =>
      server.request('/api/v1/auth/refresh', {
        method: 'POST',
        headers: { ...HEADERS, Cookie: `${REFRESH_COOKIE}=${cookie}`, 'X-Requested-With': 'etrax' },
      }),
  }
}
