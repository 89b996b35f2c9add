import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withTenant } from '../tenancy/with-tenant.ts'
import { createTestSchool, helmet, type TestDevice, type TestSchool } from './test-school.ts'

let school: TestSchool
let manager: TestDevice
let coach: TestDevice
let colleague: TestDevice

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
  coach = await school.device('COACH')
  colleague = await school.device('COACH')
})
afterAll(() => school.close())

/** As if an author's device had sent so many writes that were refused. */
async function refused(author: TestDevice, count: number, device: unknown) {
  await withTenant(school.pool, school.tenant, (transaction) =>
    transaction.unsafe(
      `insert into reviews (id, kind, collection, document_id, state, device, author_id, received_at, version, stamp, seq)
       select gen_random_uuid(), 'rejected', 'equipment', gen_random_uuid()::text, 'open', $3::jsonb, $1::uuid, now(), 0, '0', 1
       from generate_series(1, $2::int)`,
      [author.subject.userId, count, JSON.stringify(device)],
    ),
  )
}

async function emptied(author: TestDevice) {
  await withTenant(school.pool, school.tenant, (transaction) =>
    transaction.unsafe(`update reviews set state = 'resolved' where author_id = $1::uuid`, [
      author.subject.userId,
    ]),
  )
}

const openOf = async (author: TestDevice) =>
  await withTenant(school.pool, school.tenant, async (transaction) => {
    const [row] = await transaction.unsafe<{ count: number }[]>(
      `select count(*)::int as count from reviews where author_id = $1::uuid and state = 'open'`,
      [author.subject.userId],
    )
    return row?.count
  })

test('[P4] refused writes of one author fill no school: beyond 10,000 that wait a push that adds to them is not taken', async () => {
  await refused(coach, 9_999, { name: 'x' })
  const rows = () => [{ newDocumentState: helmet(coach.stamp()) }]
  // A coach makes no things: each is refused, and kept in a review.
  const last = await coach.push('equipment', rows())
  expect(last.rejected).toMatchObject([{ code: 'forbidden' }])
  const more = rows()
  await expect(coach.push('equipment', more)).rejects.toMatchObject({
    code: 'too-many-requests',
    retryAfter: 600,
  })
  expect(await openOf(coach)).toBe(10_000)

  // What was refused before is answered as then, what is allowed is taken, and others are as they were.
  const made = helmet(manager.stamp())
  await manager.write('equipment', made)
  const stamp = coach.stamp()
  const worn = { ...made, condition: 'poor', conditionStamp: stamp, stamp }
  const allowed = await coach.push('equipment', [{ newDocumentState: worn, assumedMasterState: made }])
  expect(allowed.rejected).toEqual([])
  const theirs = await colleague.push('equipment', [{ newDocumentState: helmet(colleague.stamp()) }])
  expect(theirs.rejected).toMatchObject([{ code: 'forbidden' }])

  // Once a manager has looked, the device’s next try brings the words in.
  await emptied(coach)
  expect((await coach.push('equipment', more)).rejected).toMatchObject([{ code: 'forbidden' }])
  expect(await openOf(coach)).toBe(1)
})

test('[P4] nor do few large ones: beyond 64 MiB that wait none is added', async () => {
  await emptied(colleague)
  // Random: what would be compressed is counted as it is stored.
  for (let mebibytes = 0; mebibytes < 66; mebibytes += 11) {
    await refused(colleague, 11, { name: randomBytes(786_432).toString('base64') })
  }
  await expect(
    colleague.push('equipment', [{ newDocumentState: helmet(colleague.stamp()) }]),
  ).rejects.toMatchObject({ code: 'too-many-requests' })
})
