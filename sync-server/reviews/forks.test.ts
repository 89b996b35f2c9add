import { describe, expect, test } from 'vitest'
import { formatStamp } from '../../shared/clock.ts'
import { type AnyDocument, typed } from '../../shared/collections/definition.ts'
import { transactions } from '../../shared/collections/transactions.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { effectsIn } from '../../shared/reviews/decision.ts'
import { planAhead } from '../../shared/reviews/plan-ahead.ts'
import { entry } from '../sync/test-school.ts'
import { openReviewSchool } from './test-reviews.ts'

const { school, manager, desk } = await openReviewSchool()
const first = await school.device('COACH')
const second = await school.device('COACH')
const third = await school.device('COACH')
const ann = await desk.person('Ann')
const ben = await desk.person('Ben')
const cal = await desk.person('Cal')

/** One helmet, checked out to Ann by one device and, later by its stamp, to Ben by another: Ben has it meanwhile. */
async function fork(fields: Record<string, unknown> = {}) {
  const { one: toAnn, other: toBen, ...rest } = await desk.fork([first, ann], [second, ben], fields)
  return { toAnn, toBen, ...rest }
}

const idsOf = (entries: readonly AnyDocument[]) => entries.map(({ id }) => id).sort()

/** The ledger entry that a decision made. */
async function resolutionOf(thing: AnyDocument, but: readonly AnyDocument[]) {
  const known = new Set(idsOf(but))
  return (await desk.ledger(thing.id)).filter(({ id }) => !known.has(id))
}

describe('[R4] a fork is settled by one transaction that names every end', () => {
  test('take-server: who has it goes on having it', async () => {
    const { thing, toAnn, toBen, review } = await fork()
    const { review: after, decision } = await desk.decide(review.id, { reason: 'Ben showed it to me' })
    expect(decision).toMatchObject({ outcome: 'applied', by: manager.subject.userId, action: 'take-server' })
    expect(after).toMatchObject({
      state: 'resolved',
      version: 1,
      resolvedBy: manager.subject.userId,
      resolution: { action: 'take-server', reason: 'Ben showed it to me', by: manager.subject.userId },
    })
    const [resolution, ...more] = await resolutionOf(thing, [toAnn, toBen])
    expect(more).toEqual([])
    expect(resolution).toMatchObject({
      type: 'check_out',
      toHolderId: ben,
      previousIds: idsOf([toAnn, toBen]),
      note: 'Ben showed it to me',
      actorId: manager.subject.userId,
      deviceId: manager.deviceId,
    })
    expect(await desk.thing(thing.id)).toMatchObject({
      status: 'checked_out',
      holderId: ben,
      custodyId: resolution?.id,
    })
    expect(await desk.audit(review.id)).toEqual([
      {
        actor_id: manager.subject.userId,
        device_id: manager.deviceId,
        detail: { decision: decision?.id, action: 'take-server', outcome: 'applied', version: 0 },
      },
    ])
  })

  test('take-device: the other end holds', async () => {
    const { thing, toAnn, toBen, review } = await fork()
    await desk.decide(review.id, { action: 'take-device' })
    const [resolution] = await resolutionOf(thing, [toAnn, toBen])
    expect(resolution).toMatchObject({ type: 'transfer', fromHolderId: ben, toHolderId: ann })
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'checked_out', holderId: ann })
    expect(await desk.review(review.id)).toMatchObject({
      state: 'resolved',
    })
  })

  test('edit: a third truth', async () => {
    const { thing, review } = await fork()
    await desk.decide(review.id, { action: 'edit', value: { status: 'lost', holderId: cal } })
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'lost', holderId: cal })
    expect(await desk.review(review.id)).toMatchObject({ state: 'resolved' })
  })

  test('edit: with somebody until a day', async () => {
    const { thing, review } = await fork()
    const dueAt = '2027-03-01T18:00:00.000Z'
    const value = { status: 'checked_out', holderId: cal, dueAt }
    await desk.decide(review.id, { action: 'edit', value })
    expect(await desk.thing(thing.id)).toMatchObject(value)
    expect(await desk.review(review.id)).toMatchObject({ state: 'resolved' })
  })

  test.each([
    [{ status: 'checked_out' }, 'value-missing', 'holderId'],
    [
      { status: 'checked_out', holderId: '01990000-0000-7000-8000-000000000000' },
      'value-invalid',
      'holderId',
    ],
    [{ status: 'borrowed' }, 'value-invalid', 'status'],
    [{ holderId: null }, 'value-missing', 'status'],
    [{ status: 'available', dueAt: 'soon' }, 'value-invalid', 'dueAt'],
  ])('[R3] edit with %j is refused as %s and changes nothing', async (value, code, field) => {
    const { thing, review } = await fork()
    const { review: after, decision } = await desk.decide(review.id, { action: 'edit', value })
    expect(decision).toMatchObject({ outcome: 'refused', code, field })
    expect(after).toMatchObject({ state: 'open', version: 0 })
    expect(await desk.thing(thing.id)).toMatchObject({ holderId: ben })
    expect(await desk.ledger(thing.id)).toHaveLength(2)
  })

  test('reverse: back to where it was before the branches parted', async () => {
    const thing = await desk.newThing()
    const before = entry(manager, 'check_out', thing.id, { toHolderId: cal })
    await manager.write('transactions', before)
    for (const [device, toHolderId] of [
      [first, ann],
      [second, ben],
    ] as const)
      await device.write(
        'transactions',
        entry(device, 'transfer', thing.id, { fromHolderId: cal, toHolderId, previousId: before.id }),
      )
    const [review] = await desk.of(thing.id)
    await desk.decide(review?.id ?? '', { action: 'reverse' })
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'checked_out', holderId: cal })
  })

  test('reverse: where nobody knows the entry before, back to whom the branches say that it was with', async () => {
    const thing = await desk.newThing()
    const previousId = uuidv7()
    for (const [device, toHolderId] of [
      [first, ann],
      [second, ben],
    ] as const)
      await device.write(
        'transactions',
        entry(device, 'transfer', thing.id, { fromHolderId: cal, toHolderId, previousId }),
      )
    const review = (await desk.of(thing.id)).find(({ kind }) => kind === 'custody-fork')
    await desk.decide(review?.id ?? '', { action: 'reverse' })
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'checked_out', holderId: cal })
  })

  test('retag: there are two, and the other end’s gets a record and a check-out of its own', async () => {
    const { thing, toAnn, toBen, review } = await fork({ size: 'L', serial: 'SN-77001', tagCode: 'FORK-1' })
    const { decision } = await desk.decide(review.id, { action: 'retag', value: { tagCode: 'FORK-2' } })
    expect(decision).toMatchObject({ outcome: 'applied' })
    const found = (await manager.all('equipment')).filter(({ tagCode }) => tagCode === 'FORK-2')
    expect(found).toMatchObject([{ name: 'Helmet', size: 'L', status: 'checked_out', holderId: ann }])
    expect(found[0]).not.toHaveProperty('serial')
    expect(await desk.ledger(found[0]?.id ?? '')).toMatchObject([{ type: 'check_out', toHolderId: ann }])
    expect(await desk.thing(thing.id)).toMatchObject({ holderId: ben, tagCode: 'FORK-1', serial: 'SN-77001' })
    expect(await resolutionOf(thing, [toAnn, toBen])).toMatchObject([{ toHolderId: ben }])
  })

  test('retag with a code that another thing carries is refused, and nothing of it is stored', async () => {
    await desk.newThing({ tagCode: 'FORK-TAKEN' })
    const { thing, review } = await fork()
    const counted = (await manager.all('equipment')).length
    const { decision } = await desk.decide(review.id, { action: 'retag', value: { tagCode: 'FORK-TAKEN' } })
    expect(decision).toMatchObject({ outcome: 'refused', code: 'code-taken', field: 'tagCode' })
    expect((await manager.all('equipment')).length).toBe(counted)
    expect(await desk.ledger(thing.id)).toHaveLength(2)
  })

  test('with three ends the one that holds is named, and the resolution names all three', async () => {
    const thing = await desk.newThing()
    const ends = await desk.checkedOutApart(thing, [
      [first, ann],
      [second, ben],
      [third, cal],
    ])
    const [review] = await desk.of(thing.id)
    const id = review?.id ?? ''
    expect((await desk.decide(id, { action: 'take-device' })).decision).toMatchObject({
      outcome: 'refused',
      code: 'value-missing',
      field: 'transactionId',
    })
    await desk.decide(id, { action: 'take-device', value: { transactionId: ends[1]?.id ?? '' } })
    expect(await desk.thing(thing.id)).toMatchObject({ holderId: ben })
    const [resolution] = await resolutionOf(thing, ends)
    expect(resolution?.previousIds).toEqual(idsOf(ends))
    expect(await desk.review(id)).toMatchObject({ state: 'resolved' })
  })

  test('moves a thing whose clock was ahead, and one whose last move is not in the ledger yet', async () => {
    const { thing, toAnn, review } = await fork()
    const now = await desk.thing(thing.id)
    const ahead = formatStamp({ ms: Date.now() + 50_000, counter: 0, deviceId: third.deviceId })
    const pending = {
      status: 'checked_out',
      holderId: cal,
      custodyId: uuidv7(),
      statusStamp: ahead,
      stamp: ahead,
    }
    await third.write('equipment', { ...now, id: thing.id, ...pending }, now)
    expect(await desk.thing(thing.id)).toMatchObject({ holderId: cal })
    await desk.decide(review.id, { action: 'take-device', value: { transactionId: toAnn.id } })
    expect(await desk.thing(thing.id)).toMatchObject({ holderId: ann })
  })

  test('what a device previews is what is done', async () => {
    const { thing, toAnn, toBen, review } = await fork()
    const made = desk.draft(review, {
      action: 'edit',
      value: { status: 'lost', holderId: ann },
      reason: 'Gone',
    })
    const known = new Map<string, { document: AnyDocument; deleted: boolean }>()
    for (const name of ['equipment', 'people'] as const)
      for (const { _deleted: deleted, ...document } of await manager.all(name))
        known.set(`${name} ${document.id}`, { document, deleted })
    const preview = await planAhead(
      review,
      made,
      {
        definition: (name) => school.sync.definition(name),
        document: async (name, id) => known.get(`${name} ${id}`),
        ledger: async () => [toAnn, toBen].map((one) => typed(transactions, one)),
        withTag: async () => [],
        openDeletions: async () => [],
        rejections: async () => [],
      },
      { userId: manager.subject.userId, role: 'EQUIPMENT_MANAGER', deviceId: manager.deviceId },
    )
    await desk.send(manager, review, [made])
    const after = await desk.review(review.id)
    expect(preview).toMatchObject({
      effects: effectsIn(after, made),
      review: { resolution: after.resolution },
    })
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'lost', holderId: ann, custodyId: made.id })
  })

  test('reject leaves it as it is and ends the review; it needs a reason', async () => {
    const { thing, review } = await fork()
    expect((await desk.decide(review.id, { action: 'reject' })).decision).toMatchObject({
      outcome: 'refused',
      code: 'value-missing',
    })
    await desk.decide(review.id, { action: 'reject', reason: 'Both know' })
    expect(await desk.ledger(thing.id)).toHaveLength(2)
    expect(await desk.review(review.id)).toMatchObject({
      state: 'resolved',
      resolution: { reason: 'Both know' },
    })
  })
})

describe('[R6] a fork that was decided', () => {
  test('stays resolved when the thing goes on', async () => {
    const { thing, review } = await fork()
    await desk.decide(review.id, {})
    const now = await desk.thing(thing.id)
    await first.write(
      'transactions',
      entry(first, 'check_in', thing.id, { fromHolderId: ben, previousId: now?.custodyId }),
    )
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'available' })
    expect(await desk.review(review.id)).toMatchObject({ state: 'resolved', version: 1 })
  })

  test('opens again when a device comes that knew of none of it', async () => {
    const { thing, review } = await fork()
    await desk.decide(review.id, {})
    const late = entry(third, 'check_out', thing.id, { toHolderId: cal })
    await third.write('transactions', late)
    const again = await desk.review(review.id)
    expect(again).toMatchObject({ state: 'open', version: 2 })
    expect(again).not.toHaveProperty('resolution')
    expect(again).not.toHaveProperty('resolvedBy')
    expect(again.transactionIds).toContain(late.id)
    await desk.decide(review.id, { action: 'take-device', value: { transactionId: late.id } })
    expect(await desk.thing(thing.id)).toMatchObject({ holderId: cal })
    expect(await desk.review(review.id)).toMatchObject({ state: 'resolved', version: 3 })
  })

  test('opens again when a branch that was given up goes on', async () => {
    const { thing, toAnn, review } = await fork()
    await desk.decide(review.id, {})
    await first.write(
      'transactions',
      entry(first, 'transfer', thing.id, { fromHolderId: ann, toHolderId: cal, previousId: toAnn.id }),
    )
    expect(await desk.review(review.id)).toMatchObject({ state: 'open' })
  })

  test('[R5] undone it is open, the thing is where it was, and the ledger keeps both entries', async () => {
    const { thing, toAnn, toBen, review } = await fork()
    await desk.decide(review.id, { action: 'take-device' })
    const { review: after, decision } = await desk.decide(review.id, { action: 'undo' })
    expect(decision).toMatchObject({ outcome: 'applied' })
    expect(after).toMatchObject({ state: 'open', version: 2, transactionIds: idsOf([toAnn, toBen]) })
    expect(after).not.toHaveProperty('resolution')
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'checked_out', holderId: ben })
    expect(
      (await resolutionOf(thing, [toAnn, toBen])).map(({ type, toHolderId }) => [type, toHolderId]),
    ).toEqual([
      ['transfer', ann],
      ['transfer', ben],
    ])
  })

  test('[R5] undone it stays open while the thing goes on, and is settled anew', async () => {
    const { thing, toAnn, toBen, review } = await fork()
    await desk.decide(review.id, { action: 'take-device' })
    await desk.decide(review.id, { action: 'undo' })
    const now = await desk.thing(thing.id)
    await second.write(
      'transactions',
      entry(second, 'transfer', thing.id, { fromHolderId: ben, toHolderId: cal, previousId: now?.custodyId }),
    )
    expect(await desk.review(review.id)).toMatchObject({ state: 'open', version: 2 })
    const { decision } = await desk.decide(review.id, {
      action: 'take-device',
      value: { transactionId: toAnn.id },
    })
    expect(decision).toMatchObject({ outcome: 'applied' })
    expect(await desk.thing(thing.id)).toMatchObject({ holderId: ann })
    const last = (await desk.ledger(thing.id)).find(({ id }) => id === decision?.id)
    expect(last?.previousIds).toEqual(expect.arrayContaining([toAnn.id, toBen.id]))
    expect(await desk.review(review.id)).toMatchObject({ state: 'resolved', version: 3 })
  })

  test('[R5] what moved on since is not undone', async () => {
    const { thing, review } = await fork()
    await desk.decide(review.id, {})
    const now = await desk.thing(thing.id)
    await first.write(
      'transactions',
      entry(first, 'check_in', thing.id, { fromHolderId: ben, previousId: now?.custodyId }),
    )
    const { review: after, decision } = await desk.decide(review.id, { action: 'undo' })
    expect(decision).toMatchObject({ outcome: 'refused', code: 'changed-since' })
    expect(after).toMatchObject({ state: 'resolved', version: 1 })
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'available' })
  })

  test('[R5] two real things undone: the second one’s record goes', async () => {
    const { thing, review } = await fork()
    await desk.decide(review.id, { action: 'retag', value: { tagCode: 'FORK-UNDONE' } })
    const { decision } = await desk.decide(review.id, { action: 'undo' })
    expect(decision).toMatchObject({ outcome: 'applied' })
    expect((await manager.all('equipment')).filter(({ tagCode }) => tagCode === 'FORK-UNDONE')).toMatchObject(
      [{ _deleted: true, status: 'available' }],
    )
    expect(await desk.thing(thing.id)).toMatchObject({ holderId: ben })
    expect(await desk.review(review.id)).toMatchObject({ state: 'open' })
  })

  test('[R8] whoever names every end in a transaction settles it', async () => {
    const { thing, toAnn, toBen, review } = await fork()
    await manager.write(
      'transactions',
      entry(manager, 'transfer', thing.id, { toHolderId: cal, previousIds: idsOf([toAnn, toBen]) }),
    )
    expect(await desk.review(review.id)).toMatchObject({
      state: 'resolved',
      resolvedBy: manager.subject.userId,
      version: 1,
    })
    expect((await desk.decide(review.id, {})).decision).toMatchObject({
      outcome: 'refused',
      code: 'already-decided',
    })
    expect((await desk.decide(review.id, { action: 'undo' })).decision).toMatchObject({
      code: 'nothing-to-undo',
    })
  })
})

describe('[S2] a thing of which nobody knows who has it is deleted by a manager’s decision alone', () => {
  /** Ann's helmet, which one device gives to Ben and another, later, takes back: it lies in the room meanwhile. */
  async function passedAndReturned() {
    const thing = await desk.newThing({ name: 'Helmet' })
    const out = entry(manager, 'check_out', thing.id, { toHolderId: ann })
    await manager.write('transactions', out)
    const pass = entry(first, 'transfer', thing.id, {
      fromHolderId: ann,
      toHolderId: ben,
      previousId: out.id,
    })
    const back = entry(second, 'check_in', thing.id, { fromHolderId: ann, previousId: out.id })
    await first.write('transactions', pass)
    await second.write('transactions', back)
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'available' })
    return thing.id
  }
  const reviewsOf = async (id: string) =>
    Object.fromEntries((await desk.of(id)).map((review) => [review.kind, review]))
  async function remove(id: string) {
    const now = await desk.thing(id)
    await manager.write('equipment', { ...now, id, stamp: manager.stamp(), _deleted: true }, now)
  }

  test('its deletion is asked for, though it lies in the room', async () => {
    const id = await passedAndReturned()
    await remove(id)
    expect(await desk.thing(id)).toMatchObject({ _deleted: false, pendingDeletion: true })
    expect(await reviewsOf(id)).toMatchObject({
      'custody-fork': { state: 'open' },
      deletion: { state: 'open', reason: { code: 'undecided' } },
    })
  })

  test('[R8] decided, the fork settles with it; undone, it is open again and can be decided', async () => {
    const id = await passedAndReturned()
    await remove(id)
    const { deletion, 'custody-fork': fork } = await reviewsOf(id)
    await desk.decide(deletion?.id ?? '', { action: 'take-device' })
    expect(await desk.thing(id)).toMatchObject({ _deleted: true })
    expect(await reviewsOf(id)).toMatchObject({
      'custody-fork': { state: 'settled', reason: { settled: 'document-deleted' } },
      deletion: { state: 'resolved' },
    })

    await desk.decide(deletion?.id ?? '', { action: 'undo' })
    expect(await reviewsOf(id)).toMatchObject({
      'custody-fork': { state: 'open' },
      deletion: { state: 'open' },
    })
    await desk.decide(fork?.id ?? '', {})
    await remove(id)
    expect((await reviewsOf(id))['custody-fork']).toMatchObject({ state: 'resolved' })
  })

  test('a counted thing whose counts do not add up too', async () => {
    const thing = await desk.newThing({ kind: 'bulk', quantity: 1, name: 'Cones' })
    const out = entry(manager, 'check_out', thing.id, { toHolderId: ann, quantity: 3 })
    const back = entry(manager, 'check_in', thing.id, { fromHolderId: ann, quantity: 3 })
    await manager.write('transactions', out)
    await manager.write('transactions', back)
    await remove(thing.id)
    expect((await reviewsOf(thing.id)).deletion).toMatchObject({ reason: { code: 'undecided' } })
  })
})

test('[S2] [L3] a fork stays resolved where two go on from its resolution apart: they are a fork of their own', async () => {
  const { thing, review } = await fork()
  await desk.decide(review.id, {})
  const custodyId = String((await desk.thing(thing.id))?.custodyId)
  const passed = { fromHolderId: ben, previousId: custodyId }
  await first.write('transactions', entry(first, 'transfer', thing.id, { ...passed, toHolderId: ann }))
  await second.write('transactions', entry(second, 'transfer', thing.id, { ...passed, toHolderId: cal }))
  const forks = (await desk.of(thing.id)).filter(({ kind }) => kind === 'custody-fork')
  expect(forks.find(({ id }) => id === review.id)).toMatchObject({ state: 'resolved' })
  const [other, ...more] = forks.filter(({ id }) => id !== review.id)
  expect(more).toEqual([])
  expect(other).toMatchObject({ state: 'open' })
  await desk.decide(other?.id ?? '', {})
  expect((await desk.of(thing.id)).map(({ state }) => state)).toEqual(['resolved', 'resolved'])
})
