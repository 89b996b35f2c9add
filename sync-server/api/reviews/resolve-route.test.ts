import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../../shared/ids.ts'
import { ROLES, type Role } from '../../../shared/roles.ts'
import { type TestServer, type TestUser, testServer } from '../../identity/test-server.ts'

let server: TestServer
const users = new Map<Role, TestUser>()
const tokens = new Map<Role, string>()

beforeAll(async () => {
  server = await testServer()
  const tenant = await server.schools.provision('northridge')
  for (const role of ROLES) {
    const user = await server.addUser(tenant, role)
    users.set(role, user)
    tokens.set(role, await server.tokenOf(user))
  }
})
afterAll(() => server.end())

async function call(role: Role, method: string, path: string, body?: unknown, headers = {}) {
  const answer = await server.request(`/api/v1${path}`, {
    method,
    token: tokens.get(role) ?? '',
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

const manager: Role = 'EQUIPMENT_MANAGER'

/** A helmet that a coach asked to delete, and the review of it. */
async function asked() {
  const made = await call(manager, 'POST', '/equipment', {
    kind: 'serialized',
    name: 'Helmet',
    status: 'available',
    tagCode: `T-${uuidv7()}`,
  })
  const { id } = made.body
  await server.request(`/api/v1/equipment/${id}`, { method: 'DELETE', token: tokens.get('COACH') ?? '' })
  const found = await call(manager, 'GET', `/reviews?documentId=${id}`)
  const [review] = found.body.documents
  expect(review).toMatchObject({ kind: 'deletion', state: 'open', version: 0 })
  return { id, review, path: `/reviews/${review.id}/resolve` }
}

const statusOf = async (id: string) => (await call(manager, 'GET', `/equipment/${id}`)).status

test('[R4] a manager decides, and gets the review as it stands', async () => {
  const { id, path } = await asked()
  const { status, body } = await call(manager, 'POST', path, {
    action: 'take-device',
    version: 0,
    reason: 'Worn out',
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    state: 'resolved',
    version: 1,
    resolvedBy: users.get(manager)?.id,
    resolution: { action: 'take-device', reason: 'Worn out' },
    decisions: [{ action: 'take-device', outcome: 'applied', by: users.get(manager)?.id }],
  })
  expect(await statusOf(id)).toBe(404)
})

test('[R2] a stale version: 409 with the review, in which both decisions stand', async () => {
  const { id, path } = await asked()
  await call('SCHOOL_ADMIN', 'POST', path, { action: 'take-server', version: 0 })
  const { status, body } = await call(manager, 'POST', path, { action: 'take-device', version: 0 })
  expect([status, body.code]).toEqual([409, 'review-changed'])
  expect(body.review).toMatchObject({
    state: 'resolved',
    version: 1,
    resolvedBy: users.get('SCHOOL_ADMIN')?.id,
    decisions: [
      { action: 'take-server', outcome: 'applied' },
      { action: 'take-device', outcome: 'overtaken' },
    ],
  })
  expect(await statusOf(id)).toBe(200)
})

test('two at once: one counts, the other is told', async () => {
  const { path } = await asked()
  const answers = await Promise.all(
    (['SCHOOL_ADMIN', manager] as const).map((role) =>
      call(role, 'POST', path, { action: 'take-device', version: 0 }),
    ),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
})

test('[R3] what can’t be carried out: 422 with the reason, the field and the review', async () => {
  const { path } = await asked()
  const cases = [
    [{ action: 'retag', version: 0, value: 'X' }, 'not-for-kind', undefined],
    [{ action: 'reject', version: 0 }, 'value-missing', 'reason'],
    [{ action: 'assign', version: 0, value: users.get('COACH')?.id }, 'value-invalid', 'assigneeId'],
    [{ action: 'defer', version: 0, value: 'soon' }, 'value-invalid', 'until'],
    [{ action: 'undo', version: 0 }, 'nothing-to-undo', undefined],
  ] as const
  for (const [body, reason, field] of cases) {
    const answer = await call(manager, 'POST', path, body)
    expect([answer.status, answer.body.code, answer.body.reason, answer.body.field]).toEqual([
      422,
      'invalid-value',
      reason,
      field,
    ])
    expect(answer.body.review).toMatchObject({ state: 'open', version: 0 })
  }
})

test('a body that is no decision changes nothing', async () => {
  const { review, path } = await asked()
  const cases = [
    [{ version: 0 }, 'action', 'required'],
    [{ action: 'take-server' }, 'version', 'required'],
    [{ action: 'burn', version: 0 }, 'action', 'not-a-choice'],
    [{ action: 'take-server', version: -1 }, 'version', 'malformed'],
    [{ action: 'pick', version: 0, fields: { name: 'middle' } }, 'fields', 'malformed'],
    [{ action: 'edit', version: 0, value: 7 }, 'value', 'malformed'],
    [{ action: 'take-server', version: 0, by: 'me' }, 'by', 'unknown-field'],
    [{ action: 'take-server', version: 0, reason: 'x'.repeat(2_001) }, 'reason', 'malformed'],
  ] as const
  for (const [body, field, code] of cases) {
    const answer = await call(manager, 'POST', path, body)
    expect([answer.status, answer.body.errors]).toEqual([422, [{ field, code }]])
  }
  expect((await call(manager, 'POST', path, [])).status).toBe(400)
  expect((await call(manager, 'GET', `/reviews/${review.id}`)).body).toEqual(review)
})

test('plain values stand for the member that the action asks for', async () => {
  const { path } = await asked()
  const assigned = await call(manager, 'POST', path, {
    action: 'assign',
    version: 0,
    value: users.get(manager)?.id,
  })
  expect(assigned.body).toMatchObject({ state: 'open', version: 1, assigneeId: users.get(manager)?.id })
  const deferred = await call(manager, 'POST', path, {
    action: 'defer',
    version: 1,
    value: '2030-01-02T03:04:05Z',
  })
  expect(deferred.body).toMatchObject({ version: 2, deferredUntil: '2030-01-02T03:04:05.000Z' })
  const freed = await call(manager, 'POST', path, { action: 'assign', version: 2, value: null })
  expect(freed.body.version).toBe(3)
  expect(freed.body).not.toHaveProperty('assigneeId')
})

test('a list of fields: those are taken from the device', async () => {
  const made = await call(manager, 'POST', '/equipment', {
    kind: 'serialized',
    name: 'Bat',
    status: 'available',
  })
  const { id } = made.body
  const base = { size: '32"', model: 'Ghost' }
  await server.request(`/api/v1/equipment/${id}`, {
    method: 'PATCH',
    token: tokens.get('COACH') ?? '',
    body: JSON.stringify(base),
  })
  // A coach may not, and REST says so at once without a review; a device's push makes one.
  expect((await call(manager, 'GET', `/reviews?documentId=${id}`)).body.documents).toEqual([])
  const { sync } = server
  const equipment = sync.definition('equipment')
  const coach = users.get('COACH')
  if (!equipment || !coach) throw new Error('there is no coach')
  const { seq: _seq, ...stored } = made.body
  await sync.push(
    coach.tenant,
    equipment,
    { subject: { userId: coach.id, role: 'COACH', teamIds: [] }, deviceId: 'phone1' },
    [
      {
        assumedMasterState: stored,
        newDocumentState: { ...stored, ...base, stamp: `${Date.now()}-0000-phone1` },
      },
    ],
  )
  const [review] = (await call(manager, 'GET', `/reviews?documentId=${id}`)).body.documents
  const { status } = await call(manager, 'POST', `/reviews/${review.id}/resolve`, {
    action: 'pick',
    version: 0,
    fields: ['size'],
  })
  expect(status).toBe(200)
  const after = (await call(manager, 'GET', `/equipment/${id}`)).body
  expect(after).toMatchObject({ size: '32"' })
  expect(after).not.toHaveProperty('model')
})

test('[P2] the same Idempotency-Key decides once, and is answered as it stands', async () => {
  const { path } = await asked()
  const headers = { 'Idempotency-Key': uuidv7() }
  const body = { action: 'take-server', version: 0 }
  const first = await call(manager, 'POST', path, body, headers)
  const second = await call(manager, 'POST', path, body, headers)
  expect([first.status, second.status]).toEqual([200, 200])
  expect(second.body.decisions).toHaveLength(1)
  const other = await call(manager, 'POST', path, { ...body, action: 'take-device' }, headers)
  expect([other.status, other.body.code]).toEqual([409, 'already-exists'])
})

test('[R7] an author answers and decides nothing; a stranger finds no review', async () => {
  const { review, path } = await asked()
  const answer = { action: 'answer', version: 0, reason: 'It is cracked' }
  expect((await call('COACH', 'POST', path, answer)).status).toBe(403)
  await call(manager, 'POST', path, { action: 'ask', version: 0, reason: 'What is wrong with it?' })
  const answered = await call('COACH', 'POST', path, answer)
  expect(answered.status).toBe(200)
  expect(answered.body.decisions).toMatchObject([
    { action: 'ask' },
    { action: 'answer', reason: 'It is cracked', outcome: 'applied' },
  ])
  // One question, one answer: nobody talks a review full.
  expect((await call('COACH', 'POST', path, { ...answer, reason: 'Once more' })).status).toBe(403)
  const denied = await call('COACH', 'POST', path, { action: 'take-device', version: 0 })
  expect([denied.status, denied.body.code]).toEqual([403, 'forbidden'])
  expect((await call('USER', 'POST', path, { action: 'answer', version: 0, reason: 'Me too' })).status).toBe(
    404,
  )
  expect((await call('ORG_ADMIN', 'POST', path, { action: 'take-device', version: 0 })).status).toBe(403)
  expect((await call(manager, 'POST', '/reviews/none/resolve', { action: 'undo', version: 0 })).status).toBe(
    404,
  )
  expect((await call(manager, 'GET', `/reviews/${review.id}`)).body.decisions).toHaveLength(2)
})

test.each([
  ['NUL in the words', { action: 'reject', version: 0, reason: 'a\u0000b' }],
  ['a lone surrogate', { action: 'reject', version: 0, reason: 'a\ud800' }],
  ['words beyond the limit', { action: 'reject', version: 0, reason: 'x'.repeat(2_001) }],
  ['a value where there are words alone', { action: 'reject', version: 0, reason: 'no', value: { a: 'b' } }],
  ['a value that is too long', { action: 'edit', version: 0, value: { notes: 'x'.repeat(100_001) } }],
  ['a value that is nested too deep', { action: 'edit', version: 0, value: { a: nested(400) } }],
])('a hostile decision is refused as invalid, not answered 500: %s', async (_what, body) => {
  const { review, path } = await asked()
  const refused = await call(manager, 'POST', path, body)
  expect([refused.status, refused.body.code]).toEqual([422, 'invalid-value'])
  expect((await call(manager, 'GET', `/reviews/${review.id}`)).body.decisions ?? []).toEqual([])
})

function nested(depth: number): object {
  let value: object = {}
  for (let level = 0; level < depth; level += 1) value = { a: value }
  return value
}
