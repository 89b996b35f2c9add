import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { headersOf } from '../../messages/test-mail-server.ts'
import { CODE_KINDS } from './factor-codes.ts'
import { listFactors } from './factors.ts'
import { type CodeSchool, codeSchool } from './test-code-school.ts'

let school: CodeSchool
beforeAll(async () => {
  school = await codeSchool()
})
afterAll(() => school.end())

const MINUTE = 60_000
const WRONG = '00000000'
const answered = async (answer: Response) => [answer.status, (await answer.json()).code]
const REFUSED = [401, 'invalid-credentials']
const ENDED = [410, 'challenge-ended']

/** The code of a challenge, as it arrives. */
async function sentTo(to: string, challenge: string, method: string): Promise<string> {
  expect((await school.ask(challenge, method)).status).toBe(204)
  return (await school.codesTo(to)).at(-1) ?? ''
}

/** All that the database holds of factors, challenges and messages. */
async function dump(): Promise<string> {
  const { admin } = school.server.schools
  const tables = ['second_factors', 'challenges', 'recovery_codes'].map(
    (name) => `${school.tenant.schema}.${name}`,
  )
  const rows = await Promise.all(
    [...tables, 'etrax_system.messages'].map((table) =>
      admin.unsafe<{ all: string }[]>(`SELECT to_jsonb(t)::text AS all FROM ${table} AS t`),
    ),
  )
  return rows
    .flat()
    .map(({ all }) => all)
    .join('\n')
}

describe.each(CODE_KINDS)('%s', (kind) => {
  test('[v5.0.0-6.3.3] who has this factor is asked for it, and signs in with the code that arrives', async () => {
    const { user, to } = await school.withCode(kind)
    const { secondFactor } = await (await school.login(user)).json()
    expect(secondFactor.methods).toEqual([kind, 'recovery-code'])
    expect(secondFactor).not.toHaveProperty('setUp')
    const code = await sentTo(to, secondFactor.challenge, kind)
    expect(code).toMatch(/^\d{8}$/)
    const typed = `${code.slice(0, 4)} ${code.slice(4)}`
    const done = await school.prove(secondFactor.challenge, kind, typed)
    expect([done.status, await school.works((await done.json()).accessToken)]).toEqual([200, true])
  })

  test('[v5.0.0-6.5.1] a code that was sent works once, one after the other and many at once', async () => {
    const { user, to } = await school.withCode(kind)
    const challenge = await school.challengeOf(user)
    const code = await sentTo(to, challenge, kind)
    const answers = await Promise.all(Array.from({ length: 5 }, () => school.prove(challenge, kind, code)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await answered(await school.prove(challenge, kind, code))).toEqual(ENDED)
    expect(await answered(await school.prove(await school.challengeOf(user), kind, code))).toEqual(REFUSED)
  })

  test('[v5.0.0-6.5.5] a code is void after ten minutes, and good until then', async () => {
    const { user, to } = await school.withCode(kind)
    const challenge = await school.challengeOf(user)
    school.server.advance(5 * MINUTE)
    const late = await sentTo(to, challenge, kind)
    school.server.advance(10 * MINUTE + 1)
    expect(await answered(await school.prove(challenge, kind, late))).toEqual(ENDED)
    const next = await school.challengeOf(user)
    school.server.advance(5 * MINUTE)
    const good = await sentTo(to, next, kind)
    school.server.advance(9 * MINUTE)
    expect((await school.prove(next, kind, good)).status).toBe(200)
  })

  test('a code is good for its challenge and its device alone', async () => {
    const { user, to } = await school.withCode(kind)
    const [mine, other] = [await school.challengeOf(user), await school.challengeOf(user)]
    const code = await sentTo(to, mine, kind)
    await sentTo(to, other, kind)
    expect(await answered(await school.prove(other, kind, code))).toEqual(REFUSED)
    const elsewhere = { 'X-Device-Id': 'another-phone' }
    expect(await answered(await school.prove(mine, kind, code, elsewhere))).toEqual(ENDED)
    expect(await answered(await school.ask(mine, kind, elsewhere))).toEqual(ENDED)
    for (const method of ['totp', kind === 'email' ? 'sms' : 'email'])
      expect(await answered(await school.prove(mine, method, code))).toEqual(REFUSED)
    expect((await school.prove(mine, kind, code)).status).toBe(200)
  })

  test('a new code puts the one before out of force', async () => {
    const { user, to } = await school.withCode(kind)
    const challenge = await school.challengeOf(user)
    const first = await sentTo(to, challenge, kind)
    const second = await sentTo(to, challenge, kind)
    expect(await answered(await school.prove(challenge, kind, first))).toEqual(REFUSED)
    expect((await school.prove(challenge, kind, second)).status).toBe(200)
  })

  test('[v5.0.0-6.3.1] five codes for one sign-in and ten an hour for an account; no more go out', async () => {
    const { user, to } = await school.withCode(kind)
    const before = (await school.codesTo(to)).length
    const challenge = await school.challengeOf(user)
    const asked = await Promise.all(Array.from({ length: 7 }, () => school.ask(challenge, kind)))
    expect(asked.map(({ status }) => status).sort()).toEqual([204, 204, 204, 204, 204, 429, 429])
    expect((await school.codesTo(to)).length - before).toBe(5)
    // With the one of the set-up, eight were counted; those that were refused too.
    const next = await school.challengeOf(user)
    const more = [await school.ask(next, kind), await school.ask(next, kind), await school.ask(next, kind)]
    expect(more.map(({ status }) => status)).toEqual([204, 204, 429])
    expect(more[2]?.headers.get('Retry-After')).toMatch(/^\d+$/)
    expect((await school.codesTo(to)).length - before).toBe(7)
  })

  test('[v5.0.0-6.3.1] wrong codes end the sign-in after five, also for the right one', async () => {
    const { user, to } = await school.withCode(kind)
    const challenge = await school.challengeOf(user)
    const code = await sentTo(to, challenge, kind)
    for (const wrong of [WRONG, '1', 'x'.repeat(40), code.slice(1), `${code}0`])
      expect((await school.prove(challenge, kind, wrong)).status).toBe(401)
    expect(await answered(await school.prove(challenge, kind, code))).toEqual(ENDED)
    expect(await answered(await school.ask(challenge, kind))).toEqual(ENDED)
  })

  test('[v5.0.0-6.3.8] nothing is sent to whoever has not proved the password, or for another account', async () => {
    const { user, to } = await school.withCode(kind)
    const before = (await school.codesTo(to)).length
    expect((await school.login(user, 'a wrong password')).status).toBe(401)
    const [slug, id] = (await school.challengeOf(user)).split('.')
    for (const made of ['x', `${slug}.${id}.${'A'.repeat(43)}`])
      expect(await answered(await school.ask(made, kind))).toEqual(ENDED)
    const stranger = await school.withTotp()
    const challenge = await school.challengeOf(stranger.user)
    expect(await answered(await school.ask(challenge, kind))).toEqual([404, 'not-found'])
    // A factor that is set up in a session opens no second step, nor the other way round.
    expect((await school.post('/auth/set-up/email', { challenge })).status).toBe(410)
    expect((await school.codesTo(to)).length).toBe(before)
  })

  test('[v5.0.0-6.5.2] no code and no number can be read in the database, in the log or in an answer', async () => {
    const { user, to } = await school.withCode(kind)
    const challenge = await school.challengeOf(user)
    const asked = await school.ask(challenge, kind)
    expect(await asked.text()).toBe('')
    const waiting = await dump()
    const code = (await school.codesTo(to)).at(-1) ?? ''
    await school.prove(challenge, kind, WRONG)
    const all = `${waiting}\n${await dump()}\n${school.logged.join('\n')}`
    expect(code).toMatch(/^\d{8}$/)
    expect(all).not.toContain(code)
    // Nor by trying all codes: what is kept is keyed with what the asking device has.
    for (const guess of [code, `${kind}.${code}`])
      expect(all).not.toContain(createHash('sha256').update(guess).digest('hex'))
    if (kind === 'sms') expect(all).not.toContain(to.slice(1))
    const events = school.logged.map((line) => JSON.parse(line)).filter(({ userId }) => userId === user.id)
    expect(events.map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(['code-sent', 'refused']))
  })

  test('a removed factor ends what was sent for it, and its removal leaves a password enough', async () => {
    const { user, to, token } = await school.withCode(kind)
    const challenge = await school.challengeOf(user)
    const code = await sentTo(to, challenge, kind)
    const { factors } = await (await school.server.request('/api/v1/auth/factors', { token })).json()
    const removed = await school.server.request(`/api/v1/auth/factors/${factors[0].id}`, {
      method: 'DELETE',
      token,
    })
    expect(removed.status).toBe(204)
    expect(await answered(await school.prove(challenge, kind, code))).toEqual(REFUSED)
    expect(await (await school.login(user)).json()).toHaveProperty('accessToken')
  })

  test('[v5.0.0-6.3.3] a factor that this server cannot send to any more is asked for all the same', async () => {
    const { user, recoveryCodes } = await school.withCode(kind)
    const bare = school.server.another({ messageSettings: { mail: undefined, sms: undefined } })
    const post = (path: string, body: unknown) =>
      bare.request(`/api/v1${path}`, { method: 'POST', body: JSON.stringify(body) })
    const asked = await post('/auth/login', {
      tenant: 'northridge',
      email: user.email,
      password: 'a quiet field house',
    })
    const { secondFactor, ...rest } = await asked.json()
    expect(rest).toEqual({})
    expect(secondFactor.methods).toEqual(['recovery-code'])
    expect(secondFactor).not.toHaveProperty('setUp')
    const { challenge } = secondFactor
    expect((await post('/auth/second-factor/code', { challenge, method: kind })).status).toBe(404)
    const code = recoveryCodes[0]
    expect((await post('/auth/second-factor', { challenge, method: 'recovery-code', code })).status).toBe(200)
  })
})

test('codes by e-mail go to a corrected address; what was sent to the former one opens nothing', async () => {
  const { user, to } = await school.withCode('email')
  const admin = await school.server.tokenOf(await school.user('SCHOOL_ADMIN'))
  const before = await school.challengeOf(user)
  await school.ask(before, 'email')
  const [former = ''] = (await school.codesTo(to)).slice(-1)
  const email = `moved-${user.id.slice(-6)}@northridge.example`
  const changed = await school.server.request(`/api/v1/users/${user.id}/email`, {
    method: 'PUT',
    token: admin,
    body: JSON.stringify({ email }),
  })
  expect(changed.status).toBe(204)
  expect((await school.prove(before, 'email', former)).status).toBe(410)
  const usedAt = async () =>
    (await listFactors(school.server.schools.app, school.tenant, user.id)).map((one) => one.usedAt)
  // Nobody has shown yet that the new address is theirs.
  expect(await usedAt()).toEqual([null])
  const sentBefore = (await school.codesTo(to)).length
  const challenge = await school.challengeOf({ ...user, email })
  await school.ask(challenge, 'email')
  const [code = ''] = (await school.codesTo(email)).slice(-1)
  expect((await school.prove(challenge, 'email', code)).status).toBe(200)
  expect([(await school.codesTo(to)).length, (await usedAt())[0] !== null]).toEqual([sentBefore, true])
})

test('[v5.0.0-6.5.1] a code stands in the body of a mail and not in its subject', async () => {
  const { user, to } = await school.withCode('email')
  const code = await sentTo(to, await school.challengeOf(user), 'email')
  await school.mail.mailTo(to)
  for (const mail of school.mail.mails) expect(headersOf(mail).join('\n')).not.toContain(code)
})
