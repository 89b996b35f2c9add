import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { headersOf, textOf } from '../../messages/test-mail-server.ts'
import { withTenant } from '../../tenancy/with-tenant.ts'
import { CODE_KINDS } from './factor-codes.ts'
import { type CodeSchool, codeSchool } from './test-code-school.ts'

let school: CodeSchool
beforeAll(async () => {
  school = await codeSchool()
})
afterAll(() => school.end())

const answered = async (answer: Response) => [answer.status, (await answer.json()).code]
const own = async (token: string) =>
  await (await school.server.request('/api/v1/auth/factors', { token })).json()
const confirm = (token: string, challenge: string, code: string | undefined) =>
  school.post('/auth/factors', { challenge, name: 'Mine', code }, token)
const mailsTo = (address: string) => school.mail.mails.filter(({ to }) => to.includes(address))
const subjectOf = (headers: readonly string[]) => headers.find((line) => line.startsWith('Subject: '))

/** Everything that was mailed to somebody about changes, as text. */
async function toldOf(address: string): Promise<readonly string[]> {
  await school.sendAll()
  return mailsTo(address)
    .map(textOf)
    .filter((text) => /second factor|segundo/.test(text))
}

describe.each(CODE_KINDS)('%s', (kind) => {
  const begin = (token: string, phone = school.number()) =>
    school.post(`/auth/factors/${kind}`, kind === 'email' ? {} : { phone }, token)

  test('the first factor is confirmed by the code that arrives, comes with recovery codes, and is told by mail', async () => {
    const { user, token, to, recoveryCodes } = await school.withCode(kind)
    expect(recoveryCodes).toHaveLength(10)
    const { factors, codes } = await own(token)
    const shown = { id: expect.any(String), kind, name: 'Mine', createdAt: expect.any(String) }
    expect(factors).toEqual([kind === 'sms' ? { ...shown, ending: to.slice(-2) } : shown])
    expect(codes).toEqual(['email', 'sms'])
    expect(await toldOf(user.email)).toEqual([
      expect.stringContaining('was added to your account at northridge'),
    ])
  })

  test('[v5.0.0-6.5.1] a set-up takes the right code once, and its challenge alone', async () => {
    const user = await school.user()
    const token = await school.server.tokenOf(user)
    const phone = school.number()
    const to = kind === 'email' ? user.email : phone
    const { challenge } = await (await begin(token, phone)).json()
    const [code] = await school.codesTo(to)
    const wrong = await confirm(token, challenge, '00000000')
    expect([wrong.status, (await wrong.json()).errors]).toEqual([422, [{ field: 'code', code: 'wrong' }]])
    const stranger = await school.server.tokenOf(await school.user())
    expect(await answered(await confirm(stranger, challenge, code))).toEqual([410, 'challenge-ended'])
    const { challenge: totp } = await (await school.post('/auth/factors/totp', {}, token)).json()
    expect((await confirm(token, totp, code)).status).toBe(422)
    const both = await Promise.all([confirm(token, challenge, code), confirm(token, challenge, code)])
    expect(both.filter(({ status }) => status === 201)).toHaveLength(1)
    expect((await own(token)).factors).toHaveLength(1)
  })

  test('[v5.0.0-6.3.3] a school that asks for a factor has it set up between the two steps', async () => {
    const admin = await school.user('SCHOOL_ADMIN')
    const phone = school.number()
    const to = kind === 'email' ? admin.email : phone
    const { secondFactor } = await (await school.login(admin)).json()
    expect(secondFactor).toMatchObject({ methods: [], setUp: ['totp', 'passkey', 'email', 'sms'] })
    const { challenge } = secondFactor
    const body = kind === 'email' ? { challenge } : { challenge, phone }
    const sent = async () => {
      expect((await school.post(`/auth/set-up/${kind}`, body)).status).toBe(204)
      return (await school.codesTo(to)).at(-1)
    }
    const [first, second] = [await sent(), await sent()]
    const finish = (code?: string) => school.post('/auth/set-up', { challenge, name: 'Mine', code })
    expect((await finish(first)).status).toBe(422)
    const done = await finish(second)
    const answer = await done.json()
    expect([done.status, answer.recoveryCodes.length]).toEqual([200, 10])
    expect(await school.works(answer.accessToken)).toBe(true)
    expect((await (await school.login(admin)).json()).secondFactor.methods).toEqual([kind, 'recovery-code'])
  })

  test('between the steps a code confirms what it was sent for, and nothing that was begun after it', async () => {
    const admin = await school.user('SCHOOL_ADMIN')
    const phone = school.number()
    const challenge = await school.challengeOf(admin)
    await school.post(`/auth/set-up/${kind}`, kind === 'email' ? { challenge } : { challenge, phone })
    const [code] = await school.codesTo(kind === 'email' ? admin.email : phone)
    const { secret } = await (await school.post('/auth/set-up/totp', { challenge })).json()
    const finish = (typed?: string) => school.post('/auth/set-up', { challenge, name: 'Mine', code: typed })
    expect((await finish(code)).status).toBe(422)
    expect((await finish(school.code(secret))).status).toBe(200)
  })
})

test('what is no number with its country is refused, and a number counts once it is confirmed', async () => {
  const token = await school.server.tokenOf(await school.user())
  for (const phone of [
    '5035550111',
    '+0503555011',
    '+1 503',
    'call me',
    '+1503555011122334',
    '+1503555x111',
  ]) {
    const refused = await school.post('/auth/factors/sms', { phone }, token)
    expect([phone, refused.status, (await refused.json()).errors]).toEqual([
      phone,
      422,
      [{ field: 'phone', code: 'wrong' }],
    ])
  }
  const before = school.twilio.received.length
  expect((await school.post('/auth/factors/sms', { phone: '+1 (503) 555-0177' }, token)).status).toBe(200)
  expect(await school.codesTo('+15035550177')).toHaveLength(1)
  expect(school.twilio.received).toHaveLength(before + 1)
  expect((await own(token)).factors).toEqual([])
})

test('nobody’s telephone is filled: five codes an hour for a number that is not confirmed, whoever asks', async () => {
  const phone = school.number()
  const statuses: number[] = []
  for (let n = 0; n < 7; n += 1) {
    const token = await school.server.tokenOf(await school.user())
    statuses.push((await school.post('/auth/factors/sms', { phone }, token)).status)
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429])
  expect(await school.codesTo(phone)).toHaveLength(5)
})

test('[v5.0.0-6.3.1] another session, and another sign-in to it, are no way to more codes', async () => {
  const user = await school.user()
  const statuses: number[] = []
  for (let n = 0; n < 12; n += 1) {
    const token = await school.server.tokenOf(user)
    statuses.push((await school.post('/auth/factors/sms', { phone: school.number() }, token)).status)
  }
  expect(statuses.filter((status) => status === 200)).toHaveLength(10)
  expect(statuses.slice(10)).toEqual([429, 429])
})

test('another number takes the place of the one before, once it is confirmed; the address is there once', async () => {
  const { user, token, to } = await school.withCode('sms')
  const next = school.number()
  const { challenge } = await (await school.post('/auth/factors/sms', { phone: next }, token)).json()
  const codeAt = async (number: string) => {
    const asked = await school.challengeOf(user)
    await school.ask(asked, 'sms')
    return (await school.codesTo(number)).length
  }
  expect(await codeAt(to)).toBe(2)
  const confirmed = await confirm(token, challenge, (await school.codesTo(next))[0])
  expect([confirmed.status, Object.keys(await confirmed.json())]).toEqual([201, ['id']])
  expect(await codeAt(next)).toBe(2)
  expect(await codeAt(to)).toBe(2)
  expect((await own(token)).factors).toHaveLength(1)
  const mailed = await school.withCode('email')
  expect(await answered(await school.post('/auth/factors/email', {}, mailed.token))).toEqual([
    409,
    'already-exists',
  ])
})

test('a number is sealed for its factor, and opens in its school alone', async () => {
  const { user, to } = await school.withCode('sms')
  const [row] = await withTenant(
    school.server.schools.app,
    school.tenant,
    (tx) => tx<{ id: string; sealed: string }[]>`
      SELECT id, sealed FROM second_factors WHERE user_id = ${user.id}`,
  )
  const { protection } = school.server
  const sealed = row?.sealed ?? ''
  expect(sealed).not.toContain(to.slice(-8))
  expect(await protection.open(school.tenant.id, `second_factors.sealed:${row?.id}`, sealed)).toBe(to)
  await expect(protection.open(school.tenant.id, 'second_factors.sealed:other', sealed)).rejects.toThrow()
})

test('where this server sends nothing, neither is offered nor set up', async () => {
  const bare = school.server.another({ messageSettings: { mail: undefined, sms: undefined } })
  const user = await school.user('SCHOOL_ADMIN')
  const token = await school.server.tokenOf(user)
  const post = (path: string, body: unknown) =>
    bare.request(`/api/v1${path}`, { method: 'POST', body: JSON.stringify(body), token })
  expect((await post('/auth/factors/email', {})).status).toBe(404)
  expect((await post('/auth/factors/sms', { phone: school.number() })).status).toBe(404)
  const credentials = { tenant: 'northridge', email: user.email, password: 'a quiet field house' }
  const { secondFactor } = await (await post('/auth/login', credentials)).json()
  // Asked by a bare address, where there are no passkeys either.
  expect(secondFactor.setUp).not.toContain('email')
  expect(secondFactor.setUp).not.toContain('sms')
  const { challenge } = secondFactor
  expect((await post('/auth/set-up/email', { challenge })).status).toBe(404)
})

test('whoever’s factors change is told by mail: by oneself, by an admin, in the language of the screen', async () => {
  const { user, token } = await school.withTotp()
  const [{ id }] = (await own(token)).factors
  await school.sendAll()
  const removal = await school.server.request(`/api/v1/auth/factors/${id}`, {
    method: 'DELETE',
    token,
    headers: { 'Accept-Language': 'es' },
  })
  expect(removal.status).toBe(204)
  expect(await toldOf(user.email)).toEqual([
    expect.stringContaining(
      'A second factor was added to your account at northridge just now: an authenticator app.',
    ),
    expect.stringContaining(
      'Se acaba de quitar un segundo factor de su cuenta en northridge: una aplicación de códigos.',
    ),
  ])
  expect(mailsTo(user.email).map(headersOf).map(subjectOf)[0]).toBe(
    'Subject: How you sign in to ETrax was changed',
  )

  const lost = await school.withCode('sms')
  await school.sendAll()
  const admin = await school.server.tokenOf(await school.user('SCHOOL_ADMIN'))
  const taken = await school.server.request(`/api/v1/users/${lost.user.id}/factors`, {
    method: 'DELETE',
    token: admin,
  })
  expect(taken.status).toBe(204)
  expect((await toldOf(lost.user.email)).at(-1)).toContain(
    'An admin took away all second factors and recovery codes of your account at northridge',
  )
})

test('[v5.0.0-16.3.1] each change is in the audit log with its kind, and with neither number nor address', async () => {
  const { user, to } = await school.withCode('sms')
  const admin = await school.server.tokenOf(await school.user('SCHOOL_ADMIN'))
  const path = `/api/v1/audit?documentId=${user.id}&action=factor-add`
  const answer = await (await school.server.request(path, { token: admin })).json()
  expect(answer.entries).toHaveLength(1)
  expect(answer.entries[0].detail).toEqual({ kind: 'sms' })
  const text = `${JSON.stringify(answer)}${school.logged.join('')}`
  expect(text).not.toContain(to.slice(-8))
  expect(text).not.toContain(user.email)
})
