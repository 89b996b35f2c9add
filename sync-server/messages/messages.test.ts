import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestServer, type TestUser, testServer } from '../identity/test-server.ts'
import { prepareJobs, startJobs } from '../jobs/job-runner.ts'
import { createLog } from '../observability/log.ts'
import { APP_ROLE } from '../tenancy/test-schools.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { readMessageSettings } from './message-settings.ts'
import { createMessages, type Messages } from './messages.ts'
import { headersOf, htmlOf, startMailServer, type TestMailServer, textOf } from './test-mail-server.ts'
import { startTwilio, type TestTwilio } from './test-twilio.ts'

const SID = `AC${'0123456789abcdef'.repeat(2)}`
const TOKEN = 'canary-twilio-token'

let mail: TestMailServer
let twilio: TestTwilio
let server: TestServer
let messages: Messages
let school: Tenant
let other: Tenant
let admin: TestUser
let token: string
const logged: string[] = []

const log = createLog('info', { write: (line) => void logged.push(line) })

function settings() {
  return readMessageSettings({
    SMTP_URL: mail.url,
    MAIL_FROM: 'ETrax Gear <gear@district.example>',
    TWILIO_ACCOUNT_SID: SID,
    TWILIO_AUTH_TOKEN: TOKEN,
    TWILIO_FROM: '+15035550100',
    TWILIO_BASE_URL: twilio.url,
  })
}

beforeAll(async () => {
  ;[mail, twilio] = await Promise.all([startMailServer(), startTwilio()])
  server = await testServer({ messageSettings: settings(), log })
  messages = server.messages
  school = await server.schools.provision('northridge')
  other = await server.schools.provision('lakeview')
  admin = await server.addUser(school, 'SCHOOL_ADMIN')
  token = await server.tokenOf(admin)
})
afterAll(async () => {
  await server.end()
  await mail.stop()
  await twilio.close()
})
beforeEach(() => {
  mail.refuse(undefined)
  twilio.answer(undefined)
})

let people = 0
function somebody(): string {
  people += 1
  return `person-${people}@northridge.example`
}

function invite(to: string, language: 'en' | 'es' = 'en', name = 'Dana Whitfield') {
  return messages.send({
    tenantId: school.id,
    channel: 'mail',
    to,
    template: 'invitation',
    values: {
      name,
      school: 'Northridge High',
      link: 'https://etrax.example/join#school=n&invitation=canary-link',
    },
    language,
  })
}

function sms(to: string) {
  return messages.send({
    tenantId: school.id,
    channel: 'sms',
    to,
    template: 'code',
    values: { school: 'Northridge High', code: '482913' },
    language: 'es',
  })
}

async function rowOf(id: string) {
  const [row] = await server.schools.admin`SELECT * FROM etrax_system.messages WHERE id = ${id}`
  return row
}
const itsTimeComes = (id: string) =>
  server.schools.admin`UPDATE etrax_system.messages SET next_attempt_at = now() WHERE id = ${id}`
const list = async (by = token) => (await server.request('/api/v1/messages', { token: by })).json()
const entryOf = async (id: string) =>
  (await list()).messages.find((message: { id: string }) => message.id === id)

test('a mail arrives as text and as HTML in the language that was asked for', async () => {
  const to = somebody()
  await invite(to, 'es', 'Ángela Núñez')
  await messages.sendDue()
  const received = await mail.mailTo(to)
  expect(received.from).toBe('gear@district.example')
  const headers = headersOf(received)
  expect(headers).toContain('From: ETrax Gear <gear@district.example>')
  expect(headers).toContain('Subject: Su acceso a ETrax en Northridge High')
  expect(headers).toContain('Auto-Submitted: auto-generated')
  expect(textOf(received)).toContain('Hola, Ángela Núñez:')
  expect(textOf(received)).toContain('https://etrax.example/join#school=n&invitation=canary-link')
  expect(htmlOf(received)).toContain('href="https://etrax.example/join#school=n&amp;invitation=canary-link"')
})

test('what was typed for a name makes no header, no address and no markup', async () => {
  const to = somebody()
  const name = 'Dana\r\nBcc: thief@evil.example\r\n\r\n<script>alert(1)</script>'
  await messages.send({
    tenantId: school.id,
    channel: 'mail',
    to,
    template: 'invitation',
    values: { name, school: `High${name}`, link: 'https://etrax.example/join' },
    language: 'en',
  })
  await messages.sendDue()
  const received = await mail.mailTo(to)
  expect(received.to).toEqual([to])
  expect(headersOf(received).filter((line) => /^bcc/i.test(line))).toEqual([])
  expect(htmlOf(received)).not.toContain('<script>')
  expect(htmlOf(received)).toContain('&lt;script&gt;')
})

test('a recipient that would be two, or a header, is refused and reaches nobody', async () => {
  const before = mail.mails.length
  const id = await invite('dana@northridge.example>\r\nRCPT TO:<thief@evil.example')
  await messages.sendDue()
  expect(await entryOf(id)).toMatchObject({ state: 'failed', failure: 'refused' })
  expect(mail.mails).toHaveLength(before)
})

test('[v5.0.0-14.2.1] neither link, code nor address stands in the database, and once sent they are gone', async () => {
  const to = somebody()
  const id = await invite(to)
  const dump = JSON.stringify(await rowOf(id))
  for (const secret of ['canary-link', to, 'Dana']) {
    expect(dump).not.toContain(secret)
    expect(dump).not.toContain(Buffer.from(secret).toString('base64url').slice(0, -2))
  }
  await messages.sendDue()
  expect(await rowOf(id)).toMatchObject({ state: 'sent', recipient: null, contents: null })
})

test('a text message goes by Twilio, with its login', async () => {
  await sms('+15035550123')
  await messages.sendDue()
  expect(twilio.received.at(-1)).toEqual({
    to: '+15035550123',
    from: '+15035550100',
    body: expect.stringMatching(/^482913 es su código de ETrax/),
    authorization: `Basic ${Buffer.from(`${SID}:${TOKEN}`).toString('base64')}`,
  })
})

test('while the mail server is away a message waits, told to the admin, with pauses that grow; then it goes out', async () => {
  const to = somebody()
  await mail.stop()
  const id = await invite(to)
  const pauses: number[] = []
  for (const attempts of [1, 2, 3, 4, 5]) {
    await messages.sendDue()
    const row = await rowOf(id)
    expect(row).toMatchObject({ state: 'waiting', attempts, failure: 'unreachable' })
    pauses.push(Date.parse(row?.next_attempt_at) - Date.now())
    expect(await entryOf(id)).toMatchObject({ to, state: 'waiting', failure: 'unreachable', retriable: true })
    await itsTimeComes(id)
  }
  for (const [index, pause] of pauses.entries()) expect(pause).toBeGreaterThan(pauses[index - 1] ?? 0)
  await mail.start()
  await messages.sendDue()
  expect(textOf(await mail.mailTo(to))).toContain('canary-link')
  expect(await entryOf(id)).toBeUndefined()
})

test('a permanent refusal is shown with its status and tried no more; the admin has it tried again', async () => {
  const to = somebody()
  mail.refuse({ code: 550, text: '5.1.1 No such user here: secret-words' })
  const id = await invite(to)
  await messages.sendDue()
  const entry = await entryOf(id)
  expect(entry).toMatchObject({
    to,
    template: 'invitation',
    state: 'failed',
    failure: 'refused',
    retriable: true,
  })
  expect(entry.answer).toBe('550 5.1.1')
  await itsTimeComes(id)
  await messages.sendDue()
  expect(await rowOf(id)).toMatchObject({ attempts: 1 })

  mail.refuse(undefined)
  const retry = await server.request(`/api/v1/messages/${id}/retry`, { method: 'POST', token })
  expect(retry.status).toBe(204)
  await messages.sendDue()
  await mail.mailTo(to)
  expect(await entryOf(id)).toBeUndefined()
  const again = await server.request(`/api/v1/messages/${id}/retry`, { method: 'POST', token })
  expect(again.status).toBe(404)
})

test('a refusal for now, such as 451, is tried again', async () => {
  mail.refuse({ code: 451, text: '4.7.1 Come back later' })
  const id = await invite(somebody())
  await messages.sendDue()
  expect(await entryOf(id)).toMatchObject({ state: 'waiting', failure: 'unreachable', answer: '451 4.7.1' })
})

test.each([
  [400, 21211, 'failed', 'refused'],
  [401, 20003, 'waiting', 'credentials'],
  [429, 20429, 'waiting', 'unreachable'],
  [503, 20503, 'waiting', 'unreachable'],
] as const)('Twilio answers %i %i: %s, %s', async (status, code, state, failure) => {
  twilio.answer(status, code)
  const id = await sms('+15035550199')
  await messages.sendDue()
  expect(await entryOf(id)).toMatchObject({ to: '…99', state, failure, answer: `${status} ${code}` })
})

test('a message whose code or link is worth nothing any more is not sent, and emptied', async () => {
  const to = somebody()
  const id = await invite(to)
  await server.schools.admin`UPDATE etrax_system.messages SET expires_at = now() WHERE id = ${id}`
  await messages.sendDue()
  expect(await rowOf(id)).toMatchObject({ state: 'failed', failure: 'expired', contents: null })
  expect(await entryOf(id)).toMatchObject({ retriable: false })
  expect(mail.mails.flatMap((one) => one.to)).not.toContain(to)
})

test('a telephone number goes with its code: once that is worth nothing, neither is kept', async () => {
  twilio.answer(400, 21211)
  const id = await sms('+15035550188')
  await messages.sendDue()
  await messages.store.tidy()
  expect(await rowOf(id)).toMatchObject({ state: 'failed', recipient: expect.any(String) })
  await server.schools.admin`UPDATE etrax_system.messages SET expires_at = now() WHERE id = ${id}`
  await messages.store.tidy()
  expect(await rowOf(id)).toMatchObject({ state: 'failed', recipient: null, contents: null })
  expect(await entryOf(id)).not.toHaveProperty('to')
})

test("a school's admin sees, retries and removes the own school's messages alone", async () => {
  mail.refuse({ code: 550, text: 'no' })
  const to = somebody()
  const id = await invite(to)
  await messages.sendDue()
  const stranger = await server.tokenOf(await server.addUser(other, 'SCHOOL_ADMIN'))
  expect(JSON.stringify(await list(stranger))).not.toContain(to)
  for (const [method, path] of [
    ['POST', `/${id}/retry`],
    ['DELETE', `/${id}`],
  ] as const) {
    const answer = await server.request(`/api/v1/messages${path}`, { method, token: stranger })
    expect([answer.status, (await answer.json()).code]).toEqual([404, 'not-found'])
  }
  expect((await server.request(`/api/v1/messages/${id}`, { method: 'DELETE', token })).status).toBe(204)
  expect(await entryOf(id)).toBeUndefined()
})

test('two processes that send at once send each message once', async () => {
  const addresses = Array.from({ length: 24 }, somebody)
  for (const to of addresses) await invite(to)
  const second = createMessages({
    database: server.schools.app,
    protection: server.protection,
    settings: settings(),
    log,
  })
  await Promise.all([messages.sendDue(), second.sendDue(), messages.sendDue(), second.sendDue()])
  const received = mail.mails.flatMap(({ to }) => to).filter((to) => addresses.includes(to))
  expect(received.sort()).toEqual([...addresses].sort())
})

test("what a process took and did not send, because it died, is another's after two minutes", async () => {
  const to = somebody()
  const id = await invite(to)
  await messages.store.take(1)
  await messages.sendDue()
  expect(mail.mails.flatMap((one) => one.to)).not.toContain(to)
  await server.schools.admin`
    UPDATE etrax_system.messages SET next_attempt_at = next_attempt_at - interval '121 seconds' WHERE id = ${id}`
  await messages.sendDue()
  await mail.mailTo(to)
})

test('a message that was put in the place of another one, or changed, is not sent, and that is said', async () => {
  const [to, other] = [somebody(), somebody()]
  const [id, source] = [await invite(to), await invite(other)]
  await server.schools.admin`
    UPDATE etrax_system.messages SET contents = (SELECT contents FROM etrax_system.messages WHERE id = ${source})
    WHERE id = ${id}`
  await messages.sendDue()
  expect(await rowOf(id)).toMatchObject({ state: 'failed', failure: 'unreadable' })
  await mail.mailTo(other)
  expect(mail.mails.flatMap((one) => one.to)).not.toContain(to)
})

test('the job runner sends at once, and after a restart what was waiting', async () => {
  const { admin: owner } = server.schools
  await prepareJobs(owner, {
    adminUrl: server.database.adminUrl,
    appRole: APP_ROLE,
    names: [],
    woken: ['messages'],
  })
  const jobs = [{ name: 'messages', cron: '0 0 1 1 *', pollSeconds: 1, run: () => messages.sendDue() }]
  let runner = await startJobs(server.database.appUrl, jobs, createLog('silent'))
  messages.onWake((seconds) => runner.runNow('messages', seconds))
  const [first, second] = [somebody(), somebody()]
  await invite(first)
  await mail.mailTo(first)

  await mail.stop()
  const id = await invite(second)
  await expect.poll(async () => (await rowOf(id))?.attempts, { timeout: 20_000 }).toBe(1)
  await runner.stop()
  await mail.start()
  runner = await startJobs(server.database.appUrl, jobs, createLog('silent'))
  // Its second attempt was asked for in the database, five seconds after the first one.
  await mail.mailTo(second)
  await runner.stop()
  messages.onWake(async () => {})
})

test('[v5.0.0-16.2.5] no address, number, link, code or token is logged', () => {
  const all = logged.join('')
  expect(all).toContain('"part":"messages"')
  for (const secret of ['@northridge', '+1503', 'canary', '482913', 'secret-words', 'Dana'])
    expect(all).not.toContain(secret)
})

test('without settings there is no way out, and nothing is kept for one', async () => {
  const bare = createMessages({
    database: server.schools.app,
    protection: server.protection,
    settings: readMessageSettings({}),
    log,
  })
  expect([bare.can('mail'), bare.can('sms')]).toEqual([false, false])
  const values = { name: 'Dana', school: 'Northridge High' }
  await expect(
    bare.send({
      tenantId: school.id,
      channel: 'mail',
      to: somebody(),
      template: 'password-changed',
      values,
      language: 'en',
    }),
  ).rejects.toThrow('no way out by mail')
})
