import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { registry } from '../../shared/registry.ts'
import { createTestSchool, entry, helmet, type TestDevice, type TestSchool } from '../sync/test-school.ts'

let school: TestSchool
let manager: TestDevice
let coach: TestDevice
let member: TestDevice
let ann: string
let ben: string

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
  coach = await school.device('COACH')
  ann = await person('Ann')
  ben = await person('Ben')
  member = await school.device('USER', { personId: ann })
})
afterAll(() => school.close())

async function person(name: string): Promise<string> {
  const document = { id: uuidv7(), stamp: manager.stamp(), name, kind: 'athlete', active: true }
  await manager.write('people', document)
  return document.id
}

async function thing(id: string): Promise<AnyDocument> {
  const found = (await manager.all('equipment')).find((document) => document.id === id)
  if (!found) throw new Error('It is not there.')
  const { _deleted: _, ...document } = found
  return document
}

/** A helmet that Ann has, as it is stored, and the check-out of it. */
async function issued() {
  const made = helmet(manager.stamp())
  await manager.write('equipment', made)
  const out = entry(coach, 'check_out', made.id, { toHolderId: ann })
  await coach.write('transactions', out)
  return { out, stored: await thing(made.id) }
}

async function ledgerTypes(equipmentId: string) {
  const all = await manager.all('transactions')
  return all.filter((document) => document.equipmentId === equipmentId).map(({ type }) => type)
}

async function expectRefused(stored: AnyDocument, documentId: string) {
  expect(await thing(stored.id)).toEqual(stored)
  expect(await ledgerTypes(stored.id)).toEqual(['check_out'])
  expect(await school.rows('pending_moves')).toEqual([])
  const reviews = (await manager.all('reviews')).filter((review) => review.documentId === documentId)
  expect(reviews).toMatchObject([
    { kind: 'rejected', state: 'open', authorId: member.subject.userId, reason: { code: 'forbidden' } },
  ])
}

describe('[P7] a member’s transaction that only staff may enter is refused, and kept for a manager', () => {
  test.each<[string, string, () => Record<string, unknown>]>([
    ['a return in the words of a finding', 'report_found', () => ({ fromHolderId: ann })],
    ['the same beside what it knew', 'report_found', () => ({ previousId: uuidv7() })],
    ['a loss by somebody else', 'report_lost', () => ({ fromHolderId: ben })],
    ['a loss by somebody who is not there', 'report_lost', () => ({ fromHolderId: uuidv7() })],
    ['a hand-over', 'report_lost', () => ({ fromHolderId: ann, toHolderId: ben })],
    ['somebody else’s damage', 'report_damaged', () => ({ fromHolderId: ben })],
    ['the end of a fork', 'report_lost', () => ({ previousIds: [uuidv7(), uuidv7()] })],
  ])('%s', async (_, type, fields) => {
    const { out, stored } = await issued()
    const sent = entry(member, type, stored.id, { previousId: out.id, ...fields() })
    const { rejected } = await member.write('transactions', sent)
    expect(rejected).toMatchObject([{ id: sent.id, code: 'forbidden' }])
    await expectRefused(stored, sent.id)
  })
})

describe('[P7] nor does a member bring a thing to a status, or to a holder, that it could not by a transaction', () => {
  test.each<[string, Record<string, unknown>]>([
    ['back to the room', { status: 'available', holderId: undefined }],
    ['lost by somebody else', { status: 'lost', holderId: 'ben' }],
    ['with somebody else', { status: 'checked_out', holderId: 'ben' }],
    ['lost, with a status of its own kind', { status: 'in_maintenance', holderId: undefined }],
  ])('%s, whether or not it names a transaction', async (_, { status, holderId }) => {
    for (const custodyId of [undefined, uuidv7()]) {
      const { stored } = await issued()
      const stamp = member.stamp()
      const { holderId: _holder, custodyId: known, ...rest } = stored
      const named = { custodyId: custodyId ?? known, ...(holderId === 'ben' ? { holderId: ben } : {}) }
      const sent = { ...rest, ...named, status, statusStamp: stamp, stamp }
      const { rejected } = await member.write('equipment', sent, stored)
      expect(rejected).toMatchObject([{ id: stored.id, code: 'forbidden' }])
      await expectRefused(stored, stored.id)
    }
  })
})

test('[S1] a member reports its own thing lost, and found again, whichever of transaction and thing comes first', async () => {
  for (const thingFirst of [true, false]) {
    const { out, stored } = await issued()
    const lost = entry(member, 'report_lost', stored.id, { fromHolderId: ann, previousId: out.id })
    const group = { custodyId: lost.id, statusStamp: lost.stamp, stamp: lost.stamp }
    const lostCopy: AnyDocument = { ...stored, ...group, status: 'lost' }
    const found = entry(member, 'report_found', stored.id, { fromHolderId: ann, previousId: lost.id })
    const { holderId: _, ...nobodys } = lostCopy
    const backAt = { custodyId: found.id, statusStamp: found.stamp, stamp: found.stamp }
    const foundCopy = { ...nobodys, ...backAt, status: 'available' }
    for (const [transaction, copy, base] of [
      [lost, lostCopy, stored],
      [found, foundCopy, lostCopy],
    ] as const) {
      const pushes = [
        () => member.write('equipment', copy, base),
        () => member.write('transactions', transaction),
      ]
      for (const push of thingFirst ? pushes : pushes.toReversed())
        expect((await push()).rejected).toEqual([])
    }
    const now = await thing(stored.id)
    expect(now).toMatchObject({ status: 'available', custodyId: found.id })
    expect(now).not.toHaveProperty('holderId')
    expect((await ledgerTypes(stored.id)).toSorted()).toEqual(['check_out', 'report_found', 'report_lost'])
    expect(await school.rows('pending_moves')).toEqual([])
  }
})

/** A member finds its thing again, which then leaves its sight; its device sends its copy of the thing after that. */
async function foundWith(
  stated: Record<string, unknown>,
  changed: (stamp: string) => Record<string, unknown>,
) {
  const { out, stored } = await issued()
  const lost = entry(member, 'report_lost', stored.id, { fromHolderId: ann, previousId: out.id })
  await member.write('transactions', lost)
  const { holderId: _, ...nobodys } = await thing(stored.id)
  const base = await thing(stored.id)
  const found = entry(member, 'report_found', stored.id, {
    fromHolderId: ann,
    previousId: lost.id,
    ...stated,
  })
  expect((await member.write('transactions', found)).rejected).toEqual([])
  const stamp = member.stamp()
  const moved = { ...nobodys, custodyId: found.id, status: 'available', statusStamp: found.stamp, stamp }
  const { rejected } = await member.write('equipment', { ...moved, ...changed(found.stamp) }, base)
  expect(await thing(stored.id)).toMatchObject({ status: 'available', custodyId: found.id })
  const reviews = (await manager.all('reviews')).filter((review) => review.documentId === stored.id)
  return { id: stored.id, rejected, reviews }
}

test.each<[string, Record<string, unknown>, (stamp: string) => Record<string, unknown>]>([
  ['a condition', {}, () => ({ condition: 'unsafe', conditionStamp: member.stamp() })],
  [
    'a size, where the move stated the condition',
    { condition: 'poor' },
    (stamp) => ({ condition: 'poor', conditionStamp: stamp, size: 'XXL' }),
  ],
  [
    'another condition than the move stated',
    { condition: 'poor' },
    (stamp) => ({ condition: 'unsafe', conditionStamp: stamp }),
  ],
])(
  '[P4] what a member changed beside the move that took the thing from its sight is refused, and kept: %s',
  async (_, stated, changed) => {
    const { id, rejected, reviews } = await foundWith(stated, changed)
    expect(rejected).toMatchObject([{ id, code: 'forbidden' }])
    const { conditionStamp: _stamp, ...kept } = changed('')
    expect(reviews).toMatchObject([{ kind: 'rejected', state: 'open', device: kept }])
  },
)

test('[S1] a condition that the move itself stated is done with it', async () => {
  const stated = { condition: 'poor' }
  const { rejected, reviews } = await foundWith(stated, (stamp) => ({ ...stated, conditionStamp: stamp }))
  expect([rejected, reviews]).toEqual([[], []])
})

describe('[S1] a transaction whose move came first is judged as if it had come first itself', () => {
  test('so a return of what its sender knew to be in is refused, and the move undone', async () => {
    const made = helmet(manager.stamp())
    await manager.write('equipment', made)
    const back = entry(coach, 'check_in', made.id)
    const copy = {
      ...made,
      custodyId: back.id,
      statusStamp: back.stamp,
      stamp: back.stamp,
      locationId: uuidv7(),
    }
    await coach.write('equipment', copy, made)
    expect((await coach.write('transactions', back)).rejected).toMatchObject([{ code: 'invalid' }])
    expect(await thing(made.id)).toMatchObject({ status: 'available' })
    expect(await thing(made.id)).not.toHaveProperty('custodyId')
  })
})

test('a coach’s loss names a holder that is there', async () => {
  const made = helmet(manager.stamp())
  await manager.write('equipment', made)
  const byNobody = entry(coach, 'report_lost', made.id, { fromHolderId: uuidv7() })
  expect((await coach.write('transactions', byNobody)).rejected).toMatchObject([{ code: 'not-found' }])
  expect(await thing(made.id)).toMatchObject({ status: 'available' })
  const byBen = entry(coach, 'report_lost', made.id, { fromHolderId: ben })
  expect((await coach.write('transactions', byBen)).rejected).toEqual([])
  expect(await thing(made.id)).toMatchObject({ status: 'lost', holderId: ben })
})

test('[P7] [S1] a deletion by whom the thing left with the own transaction is refused, and kept for a manager', async () => {
  const { stored } = await issued()
  const demoted = { ...coach.sender, subject: { ...coach.subject, role: 'USER' as const } }
  const gone = { ...stored, stamp: coach.stamp(), _deleted: true }
  const row = { newDocumentState: gone, assumedMasterState: stored }
  const { rejected } = await school.sync.push(school.tenant, registry.equipment, demoted, [row])
  expect(rejected).toMatchObject([{ id: stored.id, code: 'forbidden' }])
  expect(await thing(stored.id)).toEqual(stored)
  const reviews = (await manager.all('reviews')).filter((review) => review.documentId === stored.id)
  expect(reviews).toMatchObject([
    { kind: 'rejected', state: 'open', authorId: coach.subject.userId, device: { _deleted: true } },
  ])
})
