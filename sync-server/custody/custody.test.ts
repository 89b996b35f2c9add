import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatStamp } from '../../shared/clock.ts'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { registry } from '../../shared/registry.ts'
import { createTestSchool, entry, helmet, type TestDevice, type TestSchool } from '../sync/test-school.ts'
import { settleOverdueMoves } from './overdue-moves.ts'

let school: TestSchool
let manager: TestDevice
let coach: TestDevice
let other: TestDevice
let ann: string
let ben: string

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
  coach = await school.device('COACH')
  other = await school.device('COACH')
  ann = await person('Ann')
  ben = await person('Ben')
})
afterAll(() => school.close())

async function person(name: string): Promise<string> {
  const document = { id: uuidv7(), stamp: manager.stamp(), name, kind: 'athlete', active: true }
  await manager.write('people', document)
  return document.id
}

async function newHelmet(fields: Record<string, unknown> = {}): Promise<AnyDocument> {
  const made = helmet(manager.stamp(), fields)
  await manager.write('equipment', made)
  return made
}

async function thing(id: string) {
  return (await manager.all('equipment')).find((document) => document.id === id)
}

async function ledger(equipmentId: string) {
  return (await manager.all('transactions')).filter((document) => document.equipmentId === equipmentId)
}

async function reviews(documentId: string) {
  return (await manager.all('reviews')).filter((review) => review.documentId === documentId)
}

const later = (device: TestDevice, ms: number) =>
  formatStamp({ ms: Date.now() + ms, counter: 0, deviceId: device.deviceId })

/** A device's local copy of a thing that it moved by a transaction. */
function moved(base: AnyDocument, out: AnyDocument, fields: Record<string, unknown>): AnyDocument {
  return { ...base, ...fields, custodyId: out.id, statusStamp: out.stamp, stamp: out.stamp }
}

describe('[S1] whichever of transaction and moved thing arrives first moves the thing', () => {
  test('the transaction alone moves it in the same commit', async () => {
    const made = await newHelmet()
    const dueAt = new Date(Date.now() + 86_400_000).toISOString()
    const out = entry(coach, 'check_out', made.id, { toHolderId: ann, dueAt })
    expect(await coach.write('transactions', out)).toMatchObject({ rejected: [] })
    expect(await thing(made.id)).toMatchObject({
      status: 'checked_out',
      holderId: ann,
      dueAt,
      custodyId: out.id,
      statusStamp: out.stamp,
    })
  })

  test.each(['transaction first', 'thing first'])('%s: both ways end in the same document', async (order) => {
    const made = await newHelmet()
    const out = entry(coach, 'check_out', made.id, { toHolderId: ann })
    const copy = moved(made, out, { status: 'checked_out', holderId: ann })
    if (order === 'transaction first') {
      await coach.write('transactions', out)
      const counter = await school.counter()
      expect(await coach.write('equipment', copy, made)).toEqual({ documents: [], rejected: [] })
      expect(await school.counter()).toBe(counter)
    } else {
      await coach.write('equipment', copy, made)
      expect(await thing(made.id)).toMatchObject({ status: 'checked_out', holderId: ann })
      await coach.write('transactions', out)
    }
    const stored = { ...(await thing(made.id)) }
    for (const own of ['_deleted', 'createdAt', 'updatedAt']) Reflect.deleteProperty(stored, own)
    expect(stored).toEqual(copy)
    expect(await ledger(made.id)).toHaveLength(1)
    expect(await school.rows('pending_moves')).toEqual([])
    expect(await reviews(made.id)).toEqual([])
  })

  test('a move whose transaction is refused is undone', async () => {
    const made = await newHelmet({ status: 'available' })
    const out = entry(coach, 'check_out', made.id, { toHolderId: uuidv7() })
    await coach.write(
      'equipment',
      moved(made, out, { status: 'checked_out', holderId: out.toHolderId }),
      made,
    )
    const answer = await coach.write('transactions', out)
    expect(answer.rejected).toMatchObject([{ id: out.id, code: 'not-found' }])
    const undone = await thing(made.id)
    expect(undone).toMatchObject({ status: 'available' })
    expect(undone).not.toHaveProperty('holderId')
    expect(undone).not.toHaveProperty('custodyId')
  })

  test('a move that arrives after its transaction was refused is not made', async () => {
    const made = await newHelmet()
    const out = entry(coach, 'check_out', made.id, { toHolderId: uuidv7() })
    await coach.write('transactions', out)
    const copy = moved(made, out, { status: 'checked_out', holderId: out.toHolderId })
    const answer = await coach.write('equipment', copy, made)
    expect(answer.documents).toMatchObject([{ id: made.id, status: 'available' }])
  })

  test('nor from a device whose clock runs ahead, whose stamps are stored as others', async () => {
    const made = await newHelmet()
    const stamp = later(coach, 3_600_000)
    const out = entry(coach, 'check_out', made.id, { toHolderId: uuidv7(), stamp })
    expect((await coach.write('transactions', out)).rejected).toHaveLength(1)
    const copy = moved(made, out, { status: 'checked_out', holderId: out.toHolderId })
    const answer = await coach.write('equipment', copy, made)
    expect(answer.documents).toMatchObject([{ id: made.id, status: 'available' }])
    expect(await school.rows('pending_moves')).toEqual([])
  })

  test('a change that names no transaction gets a ledger entry from the server', async () => {
    const made = await newHelmet()
    const stamp = manager.stamp()
    const answer = await manager.write(
      'equipment',
      { ...made, status: 'lost', statusStamp: stamp, stamp },
      made,
    )
    const [set] = await ledger(made.id)
    expect(set).toMatchObject({ type: 'status_set', stamp, actorId: manager.subject.userId })
    expect(answer.documents).toMatchObject([{ status: 'lost', custodyId: set?.id }])
  })

  test('a coach may not retire a thing by changing its status', async () => {
    const made = await newHelmet()
    const stamp = coach.stamp()
    const answer = await coach.write(
      'equipment',
      { ...made, status: 'retired', statusStamp: stamp, stamp },
      made,
    )
    expect(answer.rejected).toMatchObject([{ code: 'forbidden' }])
    expect(await thing(made.id)).toMatchObject({ status: 'available' })
  })

  test('creation as available makes no ledger entry, also beside a base that says nothing', async () => {
    expect(await ledger((await newHelmet()).id)).toEqual([])
    const made = helmet(manager.stamp())
    await manager.write('equipment', made, { id: made.id, stamp: '' })
    expect(await ledger(made.id)).toEqual([])
  })

  test('a transaction that comes before its thing waits and moves it then', async () => {
    const made = helmet(manager.stamp())
    const out = entry(manager, 'check_out', made.id, { toHolderId: ann })
    expect(await manager.write('transactions', out)).toEqual({ documents: [], rejected: [] })
    await manager.write('equipment', made)
    expect(await thing(made.id)).toMatchObject({ status: 'checked_out', holderId: ann, custodyId: out.id })
  })
})

describe('[S2] two transactions that follow the same one are a fork', () => {
  test('whose write its review shows, and when that was made, belong together', async () => {
    const made = await newHelmet()
    const wrote = Date.now() - 1_800_000
    const stamp = formatStamp({ ms: wrote, counter: 0, deviceId: coach.deviceId })
    await other.write('transactions', entry(other, 'check_out', made.id, { toHolderId: ben }))
    // Made half an hour before the other one, and sent after it.
    await coach.write('transactions', entry(coach, 'check_out', made.id, { toHolderId: ann, stamp }))
    expect(await reviews(made.id)).toMatchObject([
      {
        kind: 'custody-fork',
        authorId: coach.subject.userId,
        deviceId: coach.deviceId,
        occurredAt: new Date(wrote).toISOString(),
        concernedIds: [other.subject.userId],
      },
    ])
  })

  test('two stations issue one helmet: both stay in the ledger, the later stamp holds it, a review is open', async () => {
    const made = await newHelmet()
    const toAnn = entry(coach, 'check_out', made.id, { toHolderId: ann })
    const toBen = entry(other, 'check_out', made.id, { toHolderId: ben, stamp: later(other, 5_000) })
    await other.write('transactions', toBen)
    await coach.write('transactions', toAnn)
    expect(await ledger(made.id)).toHaveLength(2)
    expect(await thing(made.id)).toMatchObject({ holderId: ben, custodyId: toBen.id })
    expect(await reviews(made.id)).toMatchObject([
      { kind: 'custody-fork', state: 'open', transactionIds: [toAnn.id, toBen.id].toSorted() },
    ])
  })

  test('two stations take the same return: the ends agree, and it is settled by itself', async () => {
    const made = await newHelmet()
    const out = entry(coach, 'check_out', made.id, { toHolderId: ann })
    await coach.write('transactions', out)
    await coach.write(
      'transactions',
      entry(coach, 'check_in', made.id, { fromHolderId: ann, previousId: out.id }),
    )
    await other.write(
      'transactions',
      entry(other, 'check_in', made.id, { fromHolderId: ann, previousId: out.id }),
    )
    expect(await thing(made.id)).toMatchObject({ status: 'available' })
    expect(await reviews(made.id)).toMatchObject([{ kind: 'custody-fork', state: 'settled' }])
  })

  test('an open fork is settled when both branches end with the thing back', async () => {
    const made = await newHelmet()
    const toAnn = entry(coach, 'check_out', made.id, { toHolderId: ann })
    const toBen = entry(other, 'check_out', made.id, { toHolderId: ben })
    await coach.write('transactions', toAnn)
    await other.write('transactions', toBen)
    await coach.write('transactions', entry(coach, 'check_in', made.id, { previousId: toAnn.id }))
    expect(await reviews(made.id)).toMatchObject([{ state: 'open' }])
    await other.write('transactions', entry(other, 'check_in', made.id, { previousId: toBen.id }))
    expect(await reviews(made.id)).toMatchObject([{ kind: 'custody-fork', state: 'settled' }])
  })

  test('a transaction whose previous one has not come yet is no fork', async () => {
    const made = await newHelmet()
    const out = entry(coach, 'check_out', made.id, { toHolderId: ann })
    const back = entry(coach, 'check_in', made.id, { previousId: out.id })
    await coach.write('transactions', back)
    await coach.write('transactions', out)
    expect(await thing(made.id)).toMatchObject({ status: 'available', custodyId: back.id })
    expect(await reviews(made.id)).toEqual([])
  })
})

test('[S3] a transaction that follows the stored one is taken whatever its stamp', async () => {
  const made = await newHelmet()
  const out = entry(other, 'check_out', made.id, { toHolderId: ann, stamp: later(other, 30_000) })
  await other.write('transactions', out)
  const back = entry(coach, 'check_in', made.id, { previousId: out.id })
  expect(back.stamp < out.stamp).toBe(true)
  await coach.write('transactions', back)
  expect(await thing(made.id)).toMatchObject({ status: 'available', custodyId: back.id })
})

describe('what a transaction may not say', () => {
  test.each([
    ['another actor', { actorId: uuidv7() }, 'forbidden'],
    ['another device', { deviceId: 'somebody-else' }, 'forbidden'],
    ['an unknown holder', { toHolderId: uuidv7() }, 'not-found'],
    ['an unknown thing', { equipmentId: uuidv7() }, 'not-found'],
    ['no holder', { toHolderId: undefined }, 'invalid'],
    ['two of one thing', { quantity: 2 }, 'invalid'],
    ['a type that only the server writes', { type: 'status_set' }, 'forbidden'],
    ['a type above the role', { type: 'retire' }, 'forbidden'],
    ['a return of what it knew to be in', { type: 'check_in' }, 'invalid'],
  ])('%s', async (_what, fields, code) => {
    const made = await newHelmet()
    const answer = await coach.write(
      'transactions',
      entry(coach, 'check_out', made.id, { toHolderId: ann, ...fields }),
    )
    expect(answer.rejected).toMatchObject([{ code }])
    expect(await thing(made.id)).toMatchObject({ status: 'available' })
    expect(await ledger(made.id)).toEqual([])
  })

  test('but no due date that is over: an overdue thing whose return is taken back is overdue again', async () => {
    const made = await newHelmet()
    const dueAt = '2020-01-01T00:00:00.000Z'
    const out = entry(coach, 'check_out', made.id, { toHolderId: ann, dueAt })
    const back = entry(coach, 'check_in', made.id, { previousId: out.id })
    const again = entry(coach, 'check_out', made.id, { toHolderId: ann, dueAt, previousId: back.id })
    for (const one of [out, back, again])
      expect((await coach.write('transactions', one)).rejected).toEqual([])
    expect(await thing(made.id)).toMatchObject({ status: 'checked_out', holderId: ann, dueAt })
  })

  test('a check-out after a retirement that it knew of', async () => {
    const made = await newHelmet()
    const retired = entry(manager, 'retire', made.id)
    await manager.write('transactions', retired)
    const out = entry(coach, 'check_out', made.id, { toHolderId: ann, previousId: retired.id })
    expect((await coach.write('transactions', out)).rejected).toMatchObject([{ code: 'invalid' }])
  })

  test('a return of what is retired, but by who may retire: that takes it back into use', async () => {
    const made = await newHelmet()
    const retired = entry(manager, 'retire', made.id)
    await manager.write('transactions', retired)
    const byCoach = entry(coach, 'check_in', made.id, { previousId: retired.id })
    expect((await coach.write('transactions', byCoach)).rejected).toMatchObject([{ code: 'invalid' }])
    expect(await thing(made.id)).toMatchObject({ status: 'retired' })
    const byManager = entry(manager, 'check_in', made.id, { previousId: retired.id })
    expect((await manager.write('transactions', byManager)).rejected).toEqual([])
    expect(await thing(made.id)).toMatchObject({ status: 'available', custodyId: byManager.id })
  })
})

describe('bulk', () => {
  test('the server counts: opening balance, out, back, and never moves the status group', async () => {
    const balls = helmet(manager.stamp(), { kind: 'bulk', name: 'Footballs', quantity: 30 })
    await manager.write('equipment', balls)
    expect(await thing(balls.id)).toMatchObject({ quantity: 30, quantityOut: 0 })
    await coach.write('transactions', entry(coach, 'check_out', balls.id, { toHolderId: ann, quantity: 12 }))
    await other.write('transactions', entry(other, 'check_out', balls.id, { toHolderId: ben, quantity: 6 }))
    await coach.write('transactions', entry(coach, 'check_in', balls.id, { fromHolderId: ann, quantity: 5 }))
    expect(await thing(balls.id)).toMatchObject({ quantity: 30, quantityOut: 13, status: 'available' })
  })

  test('more out than there are: both stay, a review says so', async () => {
    const cones = helmet(manager.stamp(), { kind: 'bulk', name: 'Cones', quantity: 3 })
    await manager.write('equipment', cones)
    await coach.write('transactions', entry(coach, 'check_out', cones.id, { toHolderId: ann, quantity: 3 }))
    await other.write('transactions', entry(other, 'check_out', cones.id, { toHolderId: ben, quantity: 3 }))
    expect(await thing(cones.id)).toMatchObject({ quantityOut: 6 })
    expect(await reviews(cones.id)).toMatchObject([{ kind: 'overdraw', state: 'open' }])
  })

  test('more out than there are, by entries that came before the thing itself: a review of their author says so', async () => {
    const admin = await school.device('SCHOOL_ADMIN')
    const cones = helmet(manager.stamp(), { kind: 'bulk', name: 'Cones', quantity: 3 })
    const first = entry(manager, 'check_out', cones.id, { toHolderId: ann, quantity: 2 })
    const second = entry(admin, 'check_out', cones.id, {
      toHolderId: ben,
      quantity: 2,
      stamp: later(admin, 500),
    })
    await manager.write('transactions', first)
    await admin.write('transactions', second)
    await manager.write('equipment', cones)
    expect(await thing(cones.id)).toMatchObject({ quantity: 3, quantityOut: 4 })
    expect(await reviews(cones.id)).toMatchObject([
      {
        kind: 'overdraw',
        state: 'open',
        authorId: admin.subject.userId,
        concernedIds: [manager.subject.userId],
        transactionIds: [second.id],
        device: { quantity: 2 },
      },
    ])
  })
})

describe('[S1] a move whose transaction does not come', () => {
  test('gets a ledger entry after ten minutes, which the late transaction supersedes without a fork', async () => {
    const made = await newHelmet()
    const out = entry(coach, 'check_out', made.id, { toHolderId: ann })
    await coach.write('equipment', moved(made, out, { status: 'checked_out', holderId: ann }), made)
    const {
      equipment,
      transactions: transactionsOf,
      reviews: reviewsOf,
      users,
      people,
      teams,
      locations,
    } = registry
    const collections = {
      equipment,
      transactions: transactionsOf,
      reviews: reviewsOf,
      users,
      holders: [people, teams, locations],
    }
    const settle = (minutes: number) =>
      settleOverdueMoves(school.pool, school.sync.committer, collections, school.tenant, minutes)
    expect(await settle(10)).toBe(0)
    expect(await settle(0)).toBe(1)
    expect(await ledger(made.id)).toMatchObject([{ type: 'status_set', toHolderId: ann }])
    expect(await settle(0)).toBe(0)
    await coach.write('transactions', out)
    expect(await ledger(made.id)).toHaveLength(2)
    expect(await thing(made.id)).toMatchObject({ status: 'checked_out', holderId: ann, custodyId: out.id })
    expect(await reviews(made.id)).toEqual([])
  })
})

test('[D11] [S4] a counted thing whose deletion came first comes back with the counts of its ledger', async () => {
  const made = { ...helmet(manager.stamp()), kind: 'bulk', name: 'Cones' }
  const elsewhere = await school.device('EQUIPMENT_MANAGER')
  await manager.write('transactions', entry(manager, 'adjust', made.id, { quantity: 12 }))
  await manager.write('transactions', entry(manager, 'check_out', made.id, { quantity: 1, toHolderId: ann }))
  await elsewhere.write('equipment', { ...made, stamp: elsewhere.stamp(), _deleted: true }, made)
  expect(await thing(made.id)).toMatchObject({ _deleted: true })
  await manager.write('transactions', entry(manager, 'check_out', made.id, { quantity: 2, toHolderId: ben }))
  expect(await thing(made.id)).toMatchObject({
    _deleted: false,
    pendingDeletion: true,
    quantity: 12,
    quantityOut: 3,
  })
})
