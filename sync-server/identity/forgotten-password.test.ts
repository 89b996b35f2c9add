import { afterAll, beforeAll, expect, test } from 'vitest'
import { readInvitation } from '../../shared/invitation-link.ts'
import type { Role } from '../../shared/roles.ts'
import { readMessageSettings } from '../messages/message-settings.ts'
import { headersOf, startMailServer, type TestMailServer, textOf } from '../messages/test-mail-server.ts'
import { createLog } from '../observability/log.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { PASSWORD, type TestServer, type TestUser, testServer } from './test-server.ts'

let mail: TestMailServer
let server: TestServer
let school: Tenant
const logged: string[] = []

beforeAll(async () => {
  mail = await startMailServer()
  server = await testServer({
    messageSettings: readMessageSettings({ SMTP_URL: mail.url, MAIL_FROM: 'gear@district.example' }),
    log: createLog('info', { write: (line) => void logged.push(line) }),
  })
  school = await server.schools.provision('northridge')
})
afterAll(async () => {
  await server.end()
  await mail.stop()
})

const NEXT = 'four quiet bleachers'
let from = 0

const post = (path: string, body: unknown, options: { token?: string; address?: string } = {}) =>
  server.request(`/api/v1${path}`, { method: 'POST', body: JSON.stringify(body), ...options })
/** Each from an address of its own, unless one is named. */
function forget(email: string, options: { tenant?: string; language?: string; address?: string } = {}) {
  from += 1
  const { tenant = 'northridge', language = 'en', address = `198.51.100.${from}` } = options
  return post('/auth/forgotten', { tenant, email, language }, { address })
}
const signIn = (user: TestUser, password: string) =>
  post('/auth/login', { tenant: 'northridge', email: user.email, password })
const choose = (token: string, password = NEXT, tenant = 'northridge') =>
  post('/auth/register', { tenant, invitation: token, password })
const works = async (token: string) => (await server.request('/api/v1/auth/me', { token })).status === 200

async function person(role: Role = 'COACH'): Promise<{ user: TestUser; token: string }> {
  const user = await server.addUser(school, role)
  return { user, token: await server.tokenOf(user) }
}

async function sendAll() {
  await server.settled()
  await server.messages.sendDue()
}

/** The link of the count-th mail to somebody. */
async function linkTo(address: string, count = 1): Promise<string> {
  await sendAll()
  const [, hash = ''] = /\/join(#\S+)/.exec(textOf(await mail.mailTo(address, count))) ?? []
  const link = readInvitation(hash)
  expect(link?.school).toBe('northridge')
  return link?.invitation ?? ''
}
const mailsTo = (address: string) => mail.mails.filter(({ to }) => to.includes(address)).length

test('[v5.0.0-6.4.1] the link of a forgotten password works once, and what was open before is shut', async () => {
  const { user, token } = await person()
  expect((await forget(user.email)).status).toBe(202)
  const link = await linkTo(user.email)
  expect(link).toMatch(/^[\w-]{43}$/)
  expect((await signIn(user, PASSWORD)).status).toBe(200)
  expect((await choose(link)).status).toBe(204)
  expect(await works(token)).toBe(false)
  expect([(await signIn(user, PASSWORD)).status, (await signIn(user, NEXT)).status]).toEqual([401, 200])
  const again = await choose(link, 'another long password')
  expect([again.status, (await again.json()).code]).toEqual([404, 'not-found'])
  await sendAll()
  expect(headersOf(await mail.mailTo(user.email, 2))).toContain('Subject: Your ETrax password was changed')
})

test('[v5.0.0-6.4.3] the link signs nobody in: signing in afterwards is what it always is', async () => {
  const { user } = await person()
  await forget(user.email)
  const answer = await choose(await linkTo(user.email))
  expect(answer.headers.get('Set-Cookie')).toBeNull()
  expect(await answer.text()).toBe('')
})

test('[v5.0.0-6.4.1] a link is void after 30 minutes, after a newer one, and after the password was changed', async () => {
  const { user, token } = await person()
  await forget(user.email)
  const first = await linkTo(user.email)
  await forget(user.email)
  const second = await linkTo(user.email, 2)
  expect((await choose(first)).status).toBe(404)
  const changed = await post(
    '/auth/password',
    { current: PASSWORD, password: NEXT, endOthers: false },
    { token },
  )
  expect(changed.status).toBe(204)
  await sendAll()
  expect((await choose(second, 'another long password')).status).toBe(404)

  await forget(user.email)
  const third = await linkTo(user.email, 4)
  const left = await withTenant(server.schools.app, school, async (tx) => {
    const [row] = await tx<{ seconds: number }[]>`
      SELECT extract(epoch FROM reset_expires_at - now())::int AS seconds FROM credentials WHERE user_id = ${user.id}`
    await tx`UPDATE credentials SET reset_expires_at = now() WHERE user_id = ${user.id}`
    return row?.seconds ?? 0
  })
  expect(left).toBeGreaterThan(25 * 60)
  expect(left).toBeLessThanOrEqual(30 * 60)
  expect((await choose(third, 'another long password')).status).toBe(404)
  expect((await signIn(user, NEXT)).status).toBe(200)
})

test('two who use one link at once: one password is set', async () => {
  const { user } = await person()
  await forget(user.email)
  const link = await linkTo(user.email)
  const both = await Promise.all([choose(link), choose(link, 'another long password')])
  expect(both.map(({ status }) => status).sort()).toEqual([204, 404])
})

test('a link opens no account of another school', async () => {
  const { user } = await person()
  await server.schools.provision('lakeview')
  await forget(user.email)
  const link = await linkTo(user.email)
  expect((await choose(link, NEXT, 'lakeview')).status).toBe(404)
  expect((await choose(link)).status).toBe(204)
})

test('[v5.0.0-6.3.8] known, unknown, disabled and of no school: the same answer, given before any account is looked at', async () => {
  const [known, disabled] = [await person(), await person()]
  await withTenant(
    server.schools.app,
    school,
    (tx) => tx`UPDATE users SET active = false WHERE id = ${disabled.user.id}`,
  )
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const locked = Promise.withResolvers<void>()
  // Whoever looked at an account before it answered would wait for this.
  const lock = server.schools.admin.begin(async (tx) => {
    await tx.unsafe(
      `LOCK TABLE ${school.schema}.credentials, ${school.schema}.users IN ACCESS EXCLUSIVE MODE`,
    )
    locked.resolve()
    await held
  })
  await locked.promise
  const answers = [
    await forget(known.user.email),
    await forget(disabled.user.email),
    await forget('nobody@northridge.example'),
    await forget(known.user.email, { tenant: 'no-such-school' }),
  ]
  release()
  await lock
  const told = await Promise.all(
    answers.map(async (answer) => [answer.status, await answer.text(), [...answer.headers.keys()].sort()]),
  )
  for (const one of told) expect(one).toEqual([202, '{"mail":true}', expect.anything()])
  for (const one of told) expect(one).toEqual(told[0])
  await sendAll()
  expect([mailsTo(known.user.email), mailsTo(disabled.user.email)]).toEqual([1, 0])
})

test('nobody fills the mailbox of another: three links an hour, and the answer stays the same', async () => {
  const { user } = await person()
  const answers = await Promise.all(Array.from({ length: 5 }, () => forget(user.email.toUpperCase())))
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202])
  await sendAll()
  expect(mailsTo(user.email)).toBe(3)
})

test('from one address no more than 20 an hour, whoever they are for', async () => {
  const address = '203.0.113.7'
  const statuses: number[] = []
  for (let n = 0; n < 21; n += 1)
    statuses.push((await forget(`nobody-${n}@northridge.example`, { address })).status)
  expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 202))
  expect(statuses[20]).toBe(429)
})

test('the mail speaks the language of the screen, and its link leads to the server whatever the request says of its host', async () => {
  const { user } = await person()
  await server.request('/api/v1/auth/forgotten', {
    method: 'POST',
    headers: { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' },
    body: JSON.stringify({ tenant: 'northridge', email: user.email, language: 'es' }),
    address: '198.51.100.250',
  })
  await sendAll()
  const text = textOf(await mail.mailTo(user.email))
  expect(text).toContain('Alguien pidió una contraseña nueva')
  expect(text).toContain('http://localhost/join#')
  expect(text).not.toContain('evil')
})

test('an invitation goes by mail, the admin does not see its link, and a forgotten password leaves it good', async () => {
  const { token } = await person('SCHOOL_ADMIN')
  const email = 'dana@northridge.example'
  const made = await post(
    '/users',
    { name: 'Dana Whitfield', email, role: 'COACH', language: 'es' },
    { token },
  )
  expect(made.status).toBe(201)
  const answer = await made.json()
  expect(Object.keys(answer).sort()).toEqual(['mailed', 'user'])
  const invitation = await linkTo(email)
  expect(textOf(await mail.mailTo(email))).toContain('Hola, Dana Whitfield:')
  await forget(email)
  await linkTo(email, 2)
  expect((await choose(invitation)).status).toBe(204)
})

test('[v5.0.0-6.4.6] an admin begins a new password by mail or by hand, and never chooses one', async () => {
  const [admin, coach] = [await person('SCHOOL_ADMIN'), await person()]
  const path = `/users/${coach.user.id}/invitation`
  const mailed = await post(path, {}, { token: admin.token })
  expect([mailed.status, await mailed.json()]).toEqual([201, { mailed: true }])
  await sendAll()
  expect(headersOf(await mail.mailTo(coach.user.email))).toContain(
    'Subject: A new password for ETrax at northridge',
  )
  expect((await signIn(coach.user, PASSWORD)).status).toBe(200)
  const byHand = await (await post(`${path}?by=hand`, {}, { token: admin.token })).json()
  expect(byHand.invitation.token).toMatch(/^[\w-]{43}$/)
  expect(mailsTo(coach.user.email)).toBe(1)
  const change = await server.request(`/api/v1/users/${coach.user.id}`, {
    method: 'PATCH',
    body: JSON.stringify({ password: NEXT }),
    token: admin.token,
  })
  expect(await change.json()).toMatchObject({
    status: 422,
    errors: [{ field: 'password', code: 'unknown-field' }],
  })
  const events = logged.map((line) => JSON.parse(line)).filter(({ security }) => security === 'invitation')
  expect(events.at(-1)).toMatchObject({ outcome: 'renewed', userId: admin.user.id, target: coach.user.id })
})

test('without mail that is said, and nothing is sent', async () => {
  const bare = await testServer()
  await bare.schools.provision('northridge')
  const ask = (init: RequestInit) => bare.request('/api/v1/auth/forgotten', init)
  expect(await (await ask({})).json()).toEqual({ mail: false })
  const body = JSON.stringify({ tenant: 'northridge', email: 'a@b.example', language: 'en' })
  const answer = await ask({ method: 'POST', body })
  expect([answer.status, await answer.json()]).toEqual([202, { mail: false }])
  await bare.end()
})

test('[v5.0.0-16.3.1] each request is an event, and neither address nor link is logged', () => {
  const outcomes = logged.map((line) => JSON.parse(line)).filter(({ security }) => security === 'password')
  for (const outcome of ['forgotten', 'forgotten-unknown', 'forgotten-throttled', 'changed'])
    expect(outcomes.map((event) => event.outcome)).toContain(outcome)
  expect(logged.join('')).not.toContain('@northridge.example')
  expect(logged.join('')).not.toContain('/join#')
})
