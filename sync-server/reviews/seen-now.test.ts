import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatStamp } from '../../shared/clock.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { isJsonObject } from '../../shared/json.ts'
import { HEADER } from '../../shared/protocol.ts'
import { type TestServer, type TestUser, testServer } from '../identity/test-server.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'

const DEVICE = 'office'
const SECRET = 'owes 340 dollars'
const TEAM = uuidv7()

let server: TestServer
let tenant: Tenant
let admin: string
let author: TestUser
let token: string
let reviewId: string
let counter = 0

beforeAll(async () => {
  server = await testServer()
  tenant = await server.schools.provision('northridge')
  admin = await server.tokenOf(await server.addUser(tenant, 'SCHOOL_ADMIN'))
  author = await server.addUser(tenant, 'EQUIPMENT_MANAGER')
  token = await server.tokenOf(author)
  reviewId = await lostWrite()
  await decide({ action: 'edit', value: { name: 'Anne-Marie', holds: [SECRET] }, version: 0 })
  await decide({ action: 'ask', reason: 'Is it spelt so?', version: 1 })
  const change = { role: 'COACH', teamIds: [TEAM] }
  expect((await api(admin, `/api/v1/users/${author.id}`, 'PATCH', change)).status).toBe(200)
})
afterAll(() => server.end())

function stamp(): string {
  counter += 1
  return formatStamp({ ms: Date.now(), counter, deviceId: DEVICE })
}

async function api(by: string, path: string, method = 'GET', body?: unknown) {
  const answer = await server.request(path, {
    method,
    token: by,
    headers: { [HEADER.device]: DEVICE },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, text: await answer.text() }
}

async function push(collection: string, rows: readonly object[]) {
  const { text } = await api(token, `/sync/v1/${collection}/push`, 'POST', rows)
  return JSON.parse(text)
}

/** A manager's edit that lost against another's: a review whose versions hold what a person owes. */
async function lostWrite(): Promise<string> {
  const person = {
    id: uuidv7(),
    stamp: stamp(),
    name: 'Ann',
    kind: 'athlete',
    active: true,
    teamIds: [TEAM],
    holds: [{ reason: SECRET }],
  }
  expect((await push('people', [{ newDocumentState: person }])).rejected).toEqual([])
  const other = { name: 'Anna', holds: [{ reason: `${SECRET}, since May` }] }
  expect((await api(admin, `/api/v1/people/${person.id}`, 'PATCH', other)).status).toBe(200)
  const lost = { ...person, name: 'Anne', holds: [{ reason: `${SECRET}, paid` }], stamp: stamp() }
  await push('people', [{ assumedMasterState: person, newDocumentState: lost }])
  const { text } = await api(admin, `/api/v1/reviews?documentId=${person.id}`)
  const [review] = JSON.parse(text).documents
  expect(review).toMatchObject({ kind: 'overwritten', authorId: author.id, fields: ['holds', 'name'] })
  return review.id
}

async function decide(body: object) {
  expect((await api(admin, `/api/v1/reviews/${reviewId}/resolve`, 'POST', body)).status).toBe(200)
}

/** What the author is to read of it as a coach of the person's team. */
function expectSeen(review: unknown) {
  expect(review).toMatchObject({
    id: reviewId,
    base: { name: 'Ann', teamIds: [TEAM] },
    device: { name: 'Anne' },
    server: { name: 'Anna' },
    fields: ['name'],
    resolution: { action: 'edit', value: { name: 'Anne-Marie' } },
  })
  expect(isJsonObject(review) && review.decisions).toMatchObject([
    { action: 'edit', outcome: 'applied', value: { name: 'Anne-Marie' } },
    { action: 'ask', reason: 'Is it spelt so?' },
  ])
  expect(JSON.stringify(review)).not.toContain(SECRET)
  expect(JSON.stringify(review)).not.toContain('holds')
}

async function pulled() {
  const { text } = await api(token, '/sync/v1/reviews/pull')
  expect(text).not.toContain(SECRET)
  return JSON.parse(text).documents.find((one: { id: string }) => one.id === reviewId)
}

test('[P6] after a lowered role a pull brings of a review what the role may read now', async () => {
  const review = await pulled()
  expectSeen(review)
  // [P2] Nothing of it is gone: managers read it whole.
  const { text } = await api(admin, `/api/v1/reviews/${reviewId}`)
  expect(JSON.parse(text).device.holds).toEqual([{ reason: `${SECRET}, paid` }])
})

test('[P6] so does the stream', async () => {
  const checkpoint = JSON.parse((await api(token, '/sync/v1/reviews/pull')).text).checkpoint
  const answer = await server.request(`/sync/v1/stream?seq=0&epoch=${checkpoint.epoch}`, { token })
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (reader && !text.includes(reviewId)) text += (await reader.read()).value ?? ''
  while (reader && !text.endsWith('\n\n')) text += (await reader.read()).value ?? ''
  await reader?.cancel()
  expect(text).not.toContain(SECRET)
  const frames = text.split('\n').flatMap((line) => (line.startsWith('data: ') ? [line.slice(6)] : []))
  const frame = frames.map((data) => JSON.parse(data)).find((data) => data.collection === 'reviews')
  expectSeen(frame.documents.find((one: { id: string }) => one.id === reviewId))
})

test('[P6] so do the list of reviews, and one of them', async () => {
  const list = await api(token, '/api/v1/reviews')
  expect(list.text).not.toContain(SECRET)
  expectSeen(JSON.parse(list.text).documents.find((one: { id: string }) => one.id === reviewId))
  expectSeen(JSON.parse((await api(token, `/api/v1/reviews/${reviewId}`)).text))
})

test('[P6] so does the answer to a push, and what is pushed takes nothing away', async () => {
  const { _deleted, ...seen } = await pulled()
  const row = {
    assumedMasterState: seen,
    newDocumentState: { ...seen, state: 'open', decisions: [], stamp: stamp() },
  }
  const answer = await push('reviews', [row])
  expect(answer.rejected).toEqual([])
  expectSeen(answer.documents[0])
  const { text } = await api(admin, `/api/v1/reviews/${reviewId}`)
  expect(JSON.parse(text).decisions[0].value).toEqual({ name: 'Anne-Marie', holds: [SECRET] })
})

test('[P6] so does the answer to a decision by the API', async () => {
  const body = { action: 'answer', reason: 'It is', version: 1 }
  const { status, text } = await api(token, `/api/v1/reviews/${reviewId}/resolve`, 'POST', body)
  expect(status).toBe(200)
  expect(text).not.toContain(SECRET)
  expect(JSON.parse(text)).toMatchObject({ device: { name: 'Anne' }, server: { name: 'Anna' } })
})
