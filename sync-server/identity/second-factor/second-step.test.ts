import { afterAll, beforeAll, expect, test } from 'vitest'
import { PEOPLE_ROLES } from '../../../shared/roles.ts'
import { createLog } from '../../observability/log.ts'
import { type Tenant, withTenant } from '../../tenancy/with-tenant.ts'
import { PASSWORD, type TestServer, testServer } from '../test-server.ts'
import { type FactorSchool, factorSchool } from './test-factor-school.ts'

let server: TestServer
let school: FactorSchool
let tenant: Tenant
beforeAll(async () => {
  server = await testServer()
  tenant = await server.schools.provision('northridge')
  school = factorSchool(server, tenant)
})
afterAll(() => server.end())

const MINUTE = 60_000
const answered = async (answer: Response) => [answer.status, (await answer.json()).code]
const byTotp = (challenge: string, code: string) =>
  school.post('/auth/second-factor', { challenge, method: 'totp', code })
const byRecovery = (challenge: string, code: string) =>
  school.post('/auth/second-factor', { challenge, method: 'recovery-code', code })

/** Written by hand: who gets no access by a password alone. */
const ASKED = {
  USER: false,
  COACH: false,
  EQUIPMENT_MANAGER: false,
  SCHOOL_ADMIN: true,
  ORG_ADMIN: true,
  SUPER_ADMIN: true,
}

test.each(PEOPLE_ROLES)(
  '[v5.0.0-6.3.3] %s: a password alone gives access only where no factor is asked for',
  async (role) => {
    const answer = await school.login(await school.user(role))
    const body = await answer.json()
    expect([answer.status, 'accessToken' in body, school.cookieOf(answer) !== '']).toEqual([
      200,
      !ASKED[role],
      !ASKED[role],
    ])
    if (ASKED[role]) expect(body.secondFactor).toMatchObject({ methods: [], setUp: ['totp', 'passkey'] })
  },
)

test.each(PEOPLE_ROLES)(
  '[v5.0.0-6.3.3] %s: who has a factor is asked for it, also at the next sign-in',
  async (role) => {
    const { user, secret } = await school.withTotp(role)
    for (const steps of [0, 2]) {
      if (steps > 0) server.advance(MINUTE)
      const asked = await school.login(user)
      const body = await asked.json()
      expect(Object.keys(body)).toEqual(['secondFactor'])
      expect(body.secondFactor.methods).toEqual(['totp', 'recovery-code'])
      expect(school.cookieOf(asked)).toBe('')
      const { challenge } = body.secondFactor
      expect(await school.works(challenge)).toBe(false)
      const done = await byTotp(challenge, school.code(secret))
      expect([done.status, await school.works((await done.json()).accessToken)]).toEqual([200, true])
    }
  },
)

test('[v5.0.0-6.3.3] a school that asks for a factor has it set up before anything else', async () => {
  const admin = await school.user('SCHOOL_ADMIN')
  const challenge = await school.challengeOf(admin)
  // What was not set up cannot be answered for.
  expect(await answered(await byTotp(challenge, '123456'))).toEqual([410, 'challenge-ended'])
  const { secret, address } = await (await school.post('/auth/set-up/totp', { challenge })).json()
  expect(address).toContain(`secret=${secret}`)
  const confirm = (code: string) => school.post('/auth/set-up', { challenge, name: 'Phone', code })
  expect((await confirm('000000')).status).toBe(422)
  const done = await confirm(school.code(secret))
  const body = await done.json()
  expect([done.status, body.user.id, body.recoveryCodes.length]).toEqual([200, admin.id, 10])
  expect(await school.works(body.accessToken)).toBe(true)
  // The refresh goes on with what was proved; the challenge is over.
  expect((await school.refresh(school.cookieOf(done))).status).toBe(200)
  expect(await answered(await confirm(school.code(secret)))).toEqual([410, 'challenge-ended'])
})

test('[v5.0.0-6.3.3] who knows a password adds no factor beside the one that was set up meanwhile', async () => {
  const admin = await school.user('SCHOOL_ADMIN')
  const [first, second] = [await school.challengeOf(admin), await school.challengeOf(admin)]
  const codes = []
  for (const challenge of [first, second]) {
    const { secret } = await (await school.post('/auth/set-up/totp', { challenge })).json()
    codes.push(await school.post('/auth/set-up', { challenge, name: 'Phone', code: school.code(secret) }))
  }
  expect(codes.map(({ status }) => status)).toEqual([200, 410])
})

test('[v5.0.0-6.5.1] the same code signs in once, one after the other and twenty at once', async () => {
  const { user, secret } = await school.withTotp()
  const code = school.code(secret)
  // One after the other: passwords that are looked at meanwhile count against the limit of the sign-in.
  const challenges: string[] = []
  for (let n = 0; n < 20; n += 1) challenges.push(await school.challengeOf(user))
  // Each from another address, so that no limit on tries hides it.
  const answers = await Promise.all(
    challenges.map((challenge, n) =>
      server.request('/api/v1/auth/second-factor', {
        method: 'POST',
        address: `203.0.113.${n}`,
        headers: { Host: 'localhost:8080', 'X-Device-Id': 'test-phone' },
        body: JSON.stringify({ challenge, method: 'totp', code }),
      }),
    ),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  server.advance(30_000)
  expect(await answered(await byTotp(await school.challengeOf(user), code))).toEqual([
    401,
    'invalid-credentials',
  ])
  expect((await byTotp(await school.challengeOf(user), school.code(secret))).status).toBe(200)
})

test('[v5.0.0-6.5.1] a recovery code signs in once, however it is typed, and the others go on', async () => {
  const { user, recoveryCodes } = await school.withTotp()
  const [first = '', second = ''] = recoveryCodes
  expect(new Set(recoveryCodes).size).toBe(10)
  const challenges = await Promise.all([1, 2, 3].map(() => school.challengeOf(user)))
  const answers = await Promise.all(
    challenges.map((challenge) => byRecovery(challenge, ` ${first.toUpperCase().replaceAll('-', ' ')}`)),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401])
  expect((await byRecovery(await school.challengeOf(user), second)).status).toBe(200)
  expect((await byRecovery(await school.challengeOf(user), second)).status).toBe(401)
})

test('[v5.0.0-6.5.2] no recovery code and no secret can be read in the database', async () => {
  const { secret, recoveryCodes } = await school.withTotp()
  const dump = await withTenant(server.schools.app, tenant, async (tx) => {
    const rows = await tx<{ all: string }[]>`
      SELECT to_jsonb(c)::text AS all FROM recovery_codes AS c
      UNION ALL SELECT to_jsonb(f)::text FROM second_factors AS f UNION ALL SELECT to_jsonb(h)::text FROM challenges AS h`
    return rows.map(({ all }) => all).join('\n')
  })
  expect(dump).toContain('$argon2id$')
  for (const code of recoveryCodes) {
    expect(dump).not.toContain(code)
    expect(dump).not.toContain(code.replaceAll('-', ''))
  }
  expect(dump).not.toContain(secret)
})

test.each([
  [-2, 401],
  [-1, 200],
  [0, 200],
  [1, 200],
  [2, 401],
])('[v5.0.0-6.5.5] a code of %i steps from now: %i', async (steps, status) => {
  const { user, secret } = await school.withTotp()
  const challenge = await school.challengeOf(user)
  expect((await byTotp(challenge, school.code(secret, steps))).status).toBe(status)
})

test('[v5.0.0-6.5.5] a sign-in that is half done is over after ten minutes', async () => {
  const { user, secret } = await school.withTotp()
  const challenge = await school.challengeOf(user)
  server.advance(9 * MINUTE)
  expect((await byTotp(challenge, '000000')).status).toBe(401)
  server.advance(2 * MINUTE)
  expect(await answered(await byTotp(challenge, school.code(secret)))).toEqual([410, 'challenge-ended'])
})

test('[v5.0.0-6.5.8] the time of a code is the server’s, whatever the device says', async () => {
  const { user, secret } = await school.withTotp()
  for (const day of [-1, 1]) {
    const time = String(server.now() + day * 24 * 60 * MINUTE)
    const challenge = await school.challengeOf(user)
    const answer = await school.post(
      '/auth/second-factor',
      { challenge, method: 'totp', code: school.code(secret) },
      undefined,
      { 'X-Device-Time': time, Date: new Date(Number(time)).toUTCString() },
    )
    expect(answer.status).toBe(200)
    server.advance(MINUTE)
  }
})

test('[v5.0.0-6.4.3] a new password by an invitation leads to the same second step', async () => {
  const { user, secret } = await school.withTotp()
  const admin = await server.tokenOf(await school.user('SCHOOL_ADMIN'))
  const { invitation } = await (await school.post(`/users/${user.id}/invitation`, {}, admin)).json()
  const password = 'four quiet bleachers'
  const chosen = await school.post('/auth/register', {
    tenant: 'northridge',
    invitation: invitation.token,
    password,
  })
  expect([chosen.status, school.cookieOf(chosen)]).toEqual([204, ''])
  const { secondFactor } = await (await school.login(user, password)).json()
  expect(secondFactor.methods).toEqual(['totp', 'recovery-code'])
  expect((await byTotp(secondFactor.challenge, school.code(secret))).status).toBe(200)
})

test('a challenge is good on its device, in its school, for its purpose and for five tries', async () => {
  const { user, secret, token } = await school.withTotp()
  const code = school.code(secret)
  const challenge = await school.challengeOf(user)
  const elsewhere = { challenge, method: 'totp', code }
  for (const headers of [{ 'X-Device-Id': 'another-phone' }, {}])
    if ('X-Device-Id' in headers)
      expect(await answered(await school.post('/auth/second-factor', elsewhere, undefined, headers))).toEqual(
        [410, 'challenge-ended'],
      )
  expect(
    (await school.post('/auth/second-factor', elsewhere, undefined, { 'X-Tenant': 'lakeview' })).status,
  ).toBe(404)
  expect((await school.post('/auth/set-up/totp', { challenge })).status).toBe(410)
  expect((await school.post('/auth/factors', { challenge, name: 'x', code }, token)).status).toBe(410)
  const fresh = await school.challengeOf(user)
  for (let n = 0; n < 5; n += 1) expect((await byTotp(fresh, '000000')).status).toBe(401)
  expect(await answered(await byTotp(fresh, code))).toEqual([410, 'challenge-ended'])
  expect((await byTotp(await school.challengeOf(user), code)).status).toBe(200)
})

test('[v5.0.0-6.3.1] guesses from everywhere end early, and lock out nobody who signed in on the device before', async () => {
  const { user, secret } = await school.withTotp()
  expect((await byTotp(await school.challengeOf(user), school.code(secret))).status).toBe(200)
  server.advance(MINUTE)
  const guess = async (n: number, code = '000000') => {
    const device = { Host: 'localhost:8080', 'X-Device-Id': 'phone-of-a-thief' }
    const from = { method: 'POST', address: `203.0.113.${n}`, headers: device }
    const body = { tenant: 'northridge', email: user.email, password: 'a quiet field house' }
    const asked = await server.request('/api/v1/auth/login', { ...from, body: JSON.stringify(body) })
    const { challenge } = (await asked.json()).secondFactor
    const answer = { challenge, method: 'totp', code }
    return await server.request('/api/v1/auth/second-factor', { ...from, body: JSON.stringify(answer) })
  }
  const statuses = await Promise.all(Array.from({ length: 32 }, async (_, n) => (await guess(n)).status))
  expect(statuses.filter((status) => status === 401)).toHaveLength(30)
  expect((await guess(99, school.code(secret))).status).toBe(429)
  expect((await byTotp(await school.challengeOf(user), school.code(secret))).status).toBe(200)
})

test('[v5.0.0-16.3.1] each step of a sign-in is logged, granted and refused, without the code', async () => {
  const lines: string[] = []
  const logged = await testServer({ log: createLog('info', { write: (line) => lines.push(line) }) })
  try {
    const other = factorSchool(logged, await logged.schools.provision('northridge'))
    const { user, secret } = await other.withTotp()
    const challenge = await other.challengeOf(user)
    await other.post('/auth/second-factor', { challenge, method: 'totp', code: '918273' })
    const code = other.code(secret)
    await other.post('/auth/second-factor', { challenge, method: 'totp', code })
    const events = lines.map((line) => JSON.parse(line)).filter((entry) => entry.security)
    expect(events.map(({ security, outcome }) => `${security} ${outcome}`)).toEqual([
      'second-factor added',
      'sign-in second-step',
      'second-factor refused',
      'access invalid-credentials',
      'second-factor granted',
      'sign-in granted',
    ])
    for (const secretText of [secret, code, '918273', challenge])
      expect(lines.join('')).not.toContain(secretText)
    const admin = await logged.tokenOf(await other.user('SUPER_ADMIN'))
    const audit = await logged.request(`/api/v1/audit?documentId=${user.id}`, { token: admin })
    expect((await audit.json()).entries.map(({ action }: { action: string }) => action)).toEqual([
      'factor-refused',
      'factor-add',
      'create',
    ])
  } finally {
    await logged.end()
  }
})

test('[v5.0.0-6.3.4] no way to a session but these, and none of them goes past the factor', async () => {
  const ways = server.routes.filter(({ answers }) => JSON.stringify(answers).includes('accessToken'))
  expect(ways.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    'POST /auth/login', // asks for the factor
    'POST /auth/passkey', // an unlocked passkey is both
    'POST /auth/refresh', // goes on with what was proved
    'POST /auth/second-factor',
    'POST /auth/set-up', // where there is none so far
    'POST /auth/step-up', // within a session; asks for the factor
    'POST /auth/step-up/second-factor',
    'POST /auth/visit', // by a ticket that a session asked for
    'POST /auth/visit/refresh',
  ])
  const { user } = await school.withTotp()
  const challenge = await school.challengeOf(user)
  // What is half proved is no token of any kind.
  expect((await school.refresh(challenge)).status).toBe(401)
  expect((await school.post('/auth/step-up', { password: 'a quiet field house' }, challenge)).status).toBe(
    401,
  )
  expect((await school.post('/auth/passkey', { challenge, response: {} })).status).toBe(422)
})

test('[v5.0.0-6.3.1] who knew the password from before sets up no factor once another was chosen', async () => {
  const admin = await school.user('SCHOOL_ADMIN')
  const challenge = await school.challengeOf(admin)
  const { secret } = await (await school.post('/auth/set-up/totp', { challenge })).json()
  const another = { current: PASSWORD, password: 'another quiet field house', endOthers: true }
  const changed = await school.post('/auth/password', another, await server.tokenOf(admin))
  expect(changed.status).toBe(204)
  const late = await school.post('/auth/set-up', { challenge, name: 'Thief', code: school.code(secret) })
  expect(late.status).toBe(410)
})
