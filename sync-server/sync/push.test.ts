import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatStamp } from '../../shared/clock.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { registry } from '../../shared/registry.ts'
import { createTestSchool, entry, helmet, type TestDevice, type TestSchool } from './test-school.ts'

let school: TestSchool
let manager: TestDevice
let second: TestDevice
let coach: TestDevice

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
  second = await school.device('EQUIPMENT_MANAGER')
  coach = await school.device('COACH')
})
afterAll(() => school.close())

function laterBy(ms: number, deviceId: string): string {
  return formatStamp({ ms: Date.now() + ms, counter: 0, deviceId })
}

async function stored(id: string) {
  const all = await manager.all('equipment')
  return all.find((document) => document.id === id)
}

async function reviewsOf(documentId: string) {
  return (await manager.all('reviews')).filter((review) => review.documentId === documentId)
}

test('[P1] what is stored as it was sent is not answered', async () => {
  const made = helmet(manager.stamp(), { tagCode: 'T-1', tags: ['a', 'b'], custom: { row: 1 } })
  expect(await manager.write('equipment', made)).toEqual({ documents: [], rejected: [] })
  expect(await stored(made.id)).toMatchObject({ ...made, _deleted: false })
})

test('[P1] a row whose stored state differs is answered with what is stored', async () => {
  const made = helmet(manager.stamp(), { name: 'A' })
  await manager.write('equipment', made)
  await second.write('equipment', { ...made, name: 'B', stamp: second.stamp() }, made)
  const answer = await manager.write('equipment', { ...made, size: 'L', stamp: manager.stamp() }, made)
  expect(answer.rejected).toEqual([])
  expect(answer.documents).toMatchObject([{ id: made.id, name: 'B', size: 'L', _deleted: false }])
})

describe('[P2] a repeated push changes nothing', () => {
  test('of an applied write, a conflict and a rejected write, also re-batched and in parallel', async () => {
    const made = helmet(manager.stamp(), { name: 'Original' })
    await manager.write('equipment', made)
    await second.write('equipment', { ...made, name: 'Theirs', stamp: second.stamp() }, made)
    const rows = [
      { newDocumentState: { ...made, name: 'Mine', stamp: manager.stamp() }, assumedMasterState: made },
      { newDocumentState: helmet(manager.stamp()) },
      { newDocumentState: helmet(manager.stamp(), { name: '' }) },
    ]
    const first = await manager.push('equipment', rows)
    expect(first.rejected).toHaveLength(1)
    const before = [await school.counter(), await school.rows('audit'), await school.rows('reviews')]
    expect(await manager.push('equipment', rows)).toEqual(first)
    const others = await Promise.all(rows.map((row) => manager.push('equipment', [row])))
    expect(others.flatMap((answer) => answer.rejected)).toEqual(first.rejected)
    expect(others.flatMap((answer) => answer.documents)).toEqual(first.documents)
    expect([await school.counter(), await school.rows('audit'), await school.rows('reviews')]).toEqual(before)
  })

  test('of a ledger entry', async () => {
    const made = helmet(manager.stamp())
    await manager.write('equipment', made)
    const out = entry(coach, 'check_out', made.id, { toHolderId: await somebody() })
    const first = await coach.write('transactions', out)
    const before = [await school.counter(), (await school.rows('transactions')).length]
    expect(await coach.write('transactions', out)).toEqual(first)
    expect([await school.counter(), (await school.rows('transactions')).length]).toEqual(before)
  })
})

async function somebody(): Promise<string> {
  const person = { id: uuidv7(), stamp: manager.stamp(), name: 'Jordan Lee', kind: 'athlete', active: true }
  await manager.write('people', person)
  return person.id
}

test('[P3] fields that the sender left unchanged, or does not know, keep the server’s values', async () => {
  const made = helmet(manager.stamp(), { name: 'A', serial: 'S1' })
  await manager.write('equipment', made)
  await second.write('equipment', { ...made, model: 'Speed', stamp: second.stamp() }, made)
  const { serial: _serial, ...withoutSerial } = made
  await manager.write(
    'equipment',
    { ...withoutSerial, name: 'B', stamp: manager.stamp() },
    withoutSerial as typeof made,
  )
  expect(await stored(made.id)).toMatchObject({ name: 'B', model: 'Speed', serial: 'S1' })
})

describe('[P4] one bad row never blocks the others', () => {
  test.each([
    ['invalid', { kind: 'spaceship' }],
    ['invalid', { name: 'x'.repeat(201) }],
    ['invalid', { name: 'nul \u0000 byte' }],
    ['invalid', { name: 'lone \ud800 surrogate' }],
    ['invalid', { purchasePriceCents: 1e300 }],
    ['invalid', { unheardOf: 1 }],
    ['invalid', { custom: JSON.parse('{"__proto__": "x"}') }],
    ['too-large', { notes: 'x'.repeat(1_100_000) }],
  ])('%s', async (code, fields) => {
    const bad = helmet(manager.stamp(), fields)
    const good = helmet(manager.stamp())
    const answer = await manager.push('equipment', [{ newDocumentState: bad }, { newDocumentState: good }])
    expect(answer.rejected).toMatchObject([{ id: bad.id, code }])
    expect(answer.documents).toMatchObject([{ id: bad.id, _deleted: true, stamp: '' }])
    expect(await stored(good.id)).toBeDefined()
    const [review] = await reviewsOf(bad.id)
    expect(review).toMatchObject({ kind: 'rejected', state: 'open', id: answer.rejected[0]?.reviewId })
    expect(JSON.stringify(review?.device)).toContain(bad.id)
  })

  test('an id or a stamp that is none is kept in a review as well', async () => {
    const answer = await manager.push('equipment', [
      { newDocumentState: { ...helmet(manager.stamp()), id: 'not-a-uuid' } },
      { newDocumentState: helmet('no stamp') },
    ])
    expect(answer.rejected.map((rejection) => rejection.code)).toEqual(['invalid', 'invalid'])
    expect(await reviewsOf('not-a-uuid')).toHaveLength(1)
  })

  test('an edit of a deleted thing is gone, and a review holds it', async () => {
    const made = helmet(manager.stamp())
    await manager.write('equipment', made)
    expect(
      await manager.write('equipment', { ...made, stamp: manager.stamp(), _deleted: true }, made),
    ).toEqual({
      documents: [],
      rejected: [],
    })
    const answer = await second.write('equipment', { ...made, name: 'Late', stamp: second.stamp() }, made)
    expect(answer.rejected).toMatchObject([{ id: made.id, code: 'gone' }])
    expect(answer.documents).toMatchObject([{ id: made.id, _deleted: true }])
    expect(await reviewsOf(made.id)).toMatchObject([{ kind: 'rejected', device: { name: 'Late' } }])
  })
})

test('[P1] [P9] what was made and deleted before it was sent can be made again', async () => {
  const made = { ...helmet(manager.stamp()), name: 'Made, deleted, made' }
  const gone = { ...made, stamp: manager.stamp(), _deleted: true }
  await manager.push('equipment', [{ newDocumentState: gone }])
  const again = { ...made, stamp: manager.stamp() }
  const answer = await manager.push('equipment', [{ newDocumentState: again, assumedMasterState: gone }])
  expect(answer.rejected).toEqual([])
  expect(await stored(made.id)).toMatchObject({ name: 'Made, deleted, made', _deleted: false })
})

test('[P6] what a sender may not read does not come back, also not as a conflict', async () => {
  const person = {
    id: uuidv7(),
    stamp: manager.stamp(),
    name: 'Secret',
    kind: 'athlete',
    active: true,
    holds: [{ cents: 100 }],
  }
  await manager.write('people', person)
  const answer = await coach.write('people', { ...person, name: 'Guess', stamp: coach.stamp() })
  expect(answer.rejected).toMatchObject([{ code: 'forbidden' }])
  expect(JSON.stringify(answer)).not.toContain('Secret')
  expect(JSON.stringify(answer.documents)).not.toContain('holds')
})

test('[P6] the review of a refused guess holds nothing of what its author may not read', async () => {
  const aide = await school.device('USER')
  const secret = helmet(manager.stamp(), { name: 'Secret', serial: 'S-1' })
  await manager.write('equipment', secret)
  const guess = { ...helmet(aide.stamp()), id: secret.id }
  const nowhere = helmet(aide.stamp())
  const answer = await aide.push('equipment', [{ newDocumentState: guess }, { newDocumentState: nowhere }])
  expect(answer.rejected.map(({ code }) => code)).toEqual(['forbidden', 'forbidden'])
  // What is out of sight and what is not there are answered in the same words.
  expect(answer.rejected[0]?.message).toBe(answer.rejected[1]?.message)
  const filed = await aide.all('reviews')
  expect(filed.map((review) => review.documentId).toSorted()).toEqual([secret.id, nowhere.id].toSorted())
  expect(JSON.stringify(filed)).not.toContain('Secret')

  const teamId = uuidv7()
  const helper = await school.device('COACH', { teamIds: [teamId] })
  const person = {
    id: uuidv7(),
    stamp: manager.stamp(),
    name: 'Ann',
    kind: 'athlete',
    active: true,
    teamIds: [teamId],
    holds: [{ cents: 100 }],
  }
  await manager.write('people', person)
  await helper.write('people', { ...person, name: 'Anna', stamp: helper.stamp() })
  const [review] = await helper.all('reviews')
  expect(review).toMatchObject({ server: { name: 'Ann' } })
  expect(review?.server).not.toHaveProperty('holds')
})

test('[P7] a write that the role does not allow is kept as a review for a manager', async () => {
  const made = helmet(manager.stamp(), { name: 'Keep' })
  await manager.write('equipment', made)
  const answer = await coach.write('equipment', { ...made, name: 'Coach says', stamp: coach.stamp() }, made)
  expect(answer.rejected).toMatchObject([{ id: made.id, code: 'forbidden' }])
  expect(answer.documents).toMatchObject([{ name: 'Keep' }])
  expect(await reviewsOf(made.id)).toMatchObject([
    { kind: 'rejected', authorId: coach.subject.userId, device: { name: 'Coach says' } },
  ])
})

describe('[P9] what is no write changes, files and rejects nothing', () => {
  test.each(['blank', 'the base’s', 'older than the last taken'])(
    'a row whose stamp is %s',
    async (which) => {
      const made = helmet(manager.stamp(), { name: 'A' })
      await manager.write('equipment', made)
      const newer = { ...made, name: 'B', stamp: manager.stamp() }
      await manager.write('equipment', newer, made)
      const before = [await school.counter(), (await school.rows('reviews')).length]
      const stamp = which === 'blank' ? '' : made.stamp
      const base = which === 'older than the last taken' ? undefined : made
      const answer = await manager.write('equipment', { ...made, name: 'C', stamp }, base)
      expect(answer.rejected).toEqual([])
      expect(answer.documents).toMatchObject([{ name: 'B', stamp: newer.stamp }])
      expect([await school.counter(), (await school.rows('reviews')).length]).toEqual(before)
    },
  )

  test('a blanked tombstone deletes nothing', async () => {
    const made = helmet(manager.stamp())
    await manager.write('equipment', made)
    await manager.write('equipment', { ...made, name: '', stamp: '', _deleted: true }, made)
    expect(await stored(made.id)).toMatchObject({ _deleted: false })
  })
})

describe('conflicts', () => {
  test('server-wins: one-sided changes are both taken, the loser of a real conflict is kept', async () => {
    const made = helmet(manager.stamp(), { name: 'A', size: 'S', model: 'M1' })
    await manager.write('equipment', made)
    await manager.write('equipment', { ...made, name: 'Manager', model: 'M2', stamp: manager.stamp() }, made)
    const answer = await second.write(
      'equipment',
      { ...made, name: 'Second', size: 'XL', stamp: second.stamp() },
      made,
    )
    expect(answer.documents).toMatchObject([{ name: 'Manager', model: 'M2', size: 'XL' }])
    expect(await reviewsOf(made.id)).toMatchObject([
      {
        kind: 'overwritten',
        state: 'settled',
        fields: ['name'],
        device: { name: 'Second' },
        server: { name: 'Manager' },
      },
    ])
  })

  test('[C4] a second edit that left before the first was answered is no conflict with itself', async () => {
    const made = helmet(manager.stamp(), { name: 'A' })
    await manager.write('equipment', made)
    const first = { ...made, name: 'B', stamp: manager.stamp() }
    const next = { ...made, name: 'C', stamp: manager.stamp() }
    await manager.write('equipment', first, made)
    expect(await manager.write('equipment', next, made)).toEqual({ documents: [], rejected: [] })
    expect(await reviewsOf(made.id)).toEqual([])
  })

  test('condition: the later stamp wins and the loser is kept', async () => {
    const made = helmet(manager.stamp(), { condition: 'good', conditionStamp: manager.stamp() })
    await manager.write('equipment', made)
    const early = coach.stamp()
    const late = laterBy(1_000, second.deviceId)
    await second.write('equipment', { ...made, condition: 'poor', conditionStamp: late, stamp: late }, made)
    const answer = await coach.write(
      'equipment',
      { ...made, condition: 'fair', conditionStamp: early, stamp: early },
      made,
    )
    expect(answer.documents).toMatchObject([{ condition: 'poor' }])
    expect(await reviewsOf(made.id)).toMatchObject([
      { kind: 'overwritten', fields: ['condition'], device: { condition: 'fair' } },
    ])
  })

  test('notes, tags and custom fields of both sides stay', async () => {
    const made = helmet(manager.stamp(), { notes: 'Base.', tags: ['a', 'b'], custom: { row: '1' } })
    await manager.write('equipment', made)
    await second.write(
      'equipment',
      { ...made, notes: 'Base. Two.', tags: ['a', 'b', 'c'], stamp: second.stamp() },
      made,
    )
    await coach.write(
      'equipment',
      { ...made, notes: 'Base. Coach.', tags: ['b'], custom: { row: '1', shelf: 4 }, stamp: coach.stamp() },
      made,
    )
    const now = await stored(made.id)
    expect(now).toMatchObject({ tags: ['b', 'c'], custom: { row: '1', shelf: 4 } })
    expect(now?.notes).toContain('Two.')
    expect(now?.notes).toContain('Coach.')
  })
})

describe('deletions', () => {
  test('a deletion whose base is stale asks, and the thing stays', async () => {
    const made = helmet(manager.stamp())
    await manager.write('equipment', made)
    await second.write('equipment', { ...made, name: 'Changed', stamp: second.stamp() }, made)
    const answer = await manager.write('equipment', { ...made, stamp: manager.stamp(), _deleted: true }, made)
    expect(answer.documents).toMatchObject([
      { id: made.id, _deleted: false, pendingDeletion: true, name: 'Changed' },
    ])
    expect(await reviewsOf(made.id)).toMatchObject([
      { kind: 'deletion', state: 'open', reason: { code: 'stale' } },
    ])
  })

  test('a coach may only ask', async () => {
    const made = helmet(manager.stamp())
    await manager.write('equipment', made)
    await coach.write('equipment', { ...made, stamp: coach.stamp(), _deleted: true }, made)
    expect(await stored(made.id)).toMatchObject({ _deleted: false, pendingDeletion: true })
    expect(await reviewsOf(made.id)).toMatchObject([{ kind: 'deletion', reason: { code: 'asked' } }])
  })

  test('[S4] a transaction of a deleted thing is kept and brings the thing back until somebody decides', async () => {
    const made = helmet(manager.stamp())
    await manager.write('equipment', made)
    const out = entry(coach, 'check_out', made.id, { toHolderId: await somebody() })
    await manager.write('equipment', { ...made, stamp: manager.stamp(), _deleted: true }, made)
    expect((await coach.write('transactions', out)).rejected).toEqual([])
    expect(await stored(made.id)).toMatchObject({
      _deleted: false,
      pendingDeletion: true,
      status: 'checked_out',
    })
    expect(await reviewsOf(made.id)).toMatchObject([{ kind: 'deletion', state: 'open' }])
  })
})

test('[P9] whoever sends the id of another’s device keeps no later edit of that device from being taken', async () => {
  const made = helmet(manager.stamp(), { size: 'M' })
  await manager.write('equipment', made)
  const [thing] = (await second.pull('equipment')).documents.filter(({ id }) => id === made.id)
  // Late by a year, and named after the manager's device, whose id every stamp tells.
  const stamp = laterBy(365 * 86_400_000, manager.deviceId)
  const rows = [
    { newDocumentState: { ...made, model: 'Speed', stamp }, assumedMasterState: { ...made, ...thing } },
  ]
  const impostor = { ...second.sender, deviceId: manager.deviceId }
  const sent = await school.sync.push(school.tenant, registry.equipment, impostor, rows)
  expect(sent.rejected).toEqual([])
  expect(await stored(made.id)).toMatchObject({ model: 'Speed' })

  const mended = { ...made, size: 'L', stamp: manager.stamp() }
  expect((await manager.write('equipment', mended, made)).rejected).toEqual([])
  expect(await stored(made.id)).toMatchObject({ model: 'Speed', size: 'L' })
})

test('[C3] what the device’s own clock said at the push is kept as evidence, and decides nothing', async () => {
  const behind = { ...manager.sender, deviceTime: Date.UTC(1970, 0, 2) }
  const good = helmet(manager.stamp())
  const bad = helmet(manager.stamp(), { kind: 'spaceship' })
  const rows = [good, bad].map((newDocumentState) => ({ newDocumentState }))
  await school.sync.push(school.tenant, registry.equipment, behind, rows)
  const kept = (await school.rows('audit')).filter(({ document_id }) =>
    [good.id, bad.id].includes(String(document_id)),
  )
  expect(kept.map(({ action, detail }) => [action, detail])).toMatchObject([
    ['create', { stamp: good.stamp, deviceTime: 86_400_000 }],
    ['review', { kind: 'rejected', deviceTime: 86_400_000 }],
  ])
})

test('[P7] what a disabled account’s device kept is handed over: reviews under the author’s name, once', async () => {
  const made = helmet(manager.stamp(), { name: 'Stored' })
  await manager.write('equipment', made)
  // The answer to this one never reached the device.
  const taken = { ...made, tags: ['taken'], stamp: coach.stamp() }
  expect((await coach.write('equipment', taken, made)).rejected).toEqual([])
  const kept = { ...taken, name: 'Kept on the device', stamp: coach.stamp() }
  const rows = [
    { newDocumentState: kept, assumedMasterState: made },
    { newDocumentState: taken, assumedMasterState: made },
  ]
  const authorId = coach.subject.userId
  await school.setActive(coach, false)
  const hand = () => school.sync.handOver(school.tenant, registry.equipment, manager.sender, authorId, rows)
  const ids = await hand()
  expect(ids).toHaveLength(1)
  expect(await hand()).toEqual(ids)
  expect(await stored(made.id)).toMatchObject({ name: 'Stored' })
  expect(await reviewsOf(made.id)).toMatchObject([{ authorId, device: { name: 'Kept on the device' } }])
  // The log names who did it: the manager, not the author whose account was disabled.
  const logged = (await school.rows('audit')).filter((row) => row.document_id === made.id)
  expect(logged.filter((row) => row.action === 'review')).toMatchObject([
    { actor_id: manager.subject.userId },
  ])
})
