import { describe, expect, test } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { entry, helmet } from '../sync/test-school.ts'
import { openReviewSchool } from './test-reviews.ts'

const { school, manager, desk } = await openReviewSchool()
const office = await school.device('SCHOOL_ADMIN')
const coach = await school.device('COACH')
const ann = await desk.person('Ann')
const ben = await desk.person('Ben')

/** Two managers changed size and name of one helmet: the office's values stand, the manager's are in the review. */
async function overwritten() {
  const thing = await desk.newThing({ size: 'M', model: 'Speed' })
  await office.write('equipment', { ...thing, name: 'Office', size: 'L', stamp: office.stamp() }, thing)
  await manager.write('equipment', { ...thing, name: 'Manager', size: 'S', stamp: manager.stamp() }, thing)
  const [review] = await desk.of(thing.id)
  if (!review) throw new Error('there is no review')
  expect(review).toMatchObject({ kind: 'overwritten', state: 'settled', fields: ['name', 'size'] })
  return { thing, review }
}

describe('[R4] an overwritten value', () => {
  test('take-device: it is set again', async () => {
    const { thing, review } = await overwritten()
    const { review: after } = await desk.decide(review.id, { action: 'take-device' })
    expect(after).toMatchObject({ state: 'resolved', version: 1 })
    expect(await desk.thing(thing.id)).toMatchObject({ name: 'Manager', size: 'S', model: 'Speed' })
  })

  test('take-server: nothing changes, and it is decided', async () => {
    const { thing, review } = await overwritten()
    const before = await desk.thing(thing.id)
    expect((await desk.decide(review.id, {})).review).toMatchObject({ state: 'resolved' })
    expect(await desk.thing(thing.id)).toEqual(before)
  })

  test('pick: each field from its side', async () => {
    const { thing, review } = await overwritten()
    await desk.decide(review.id, { action: 'pick', fields: { name: 'device', size: 'base' } })
    expect(await desk.thing(thing.id)).toMatchObject({ name: 'Manager', size: 'M' })
  })

  test('edit: third values; null takes a value away', async () => {
    const { thing, review } = await overwritten()
    await desk.decide(review.id, { action: 'edit', value: { name: 'Both', model: null, condition: 'fair' } })
    const now = await desk.thing(thing.id)
    expect(now).toMatchObject({ name: 'Both', size: 'L', condition: 'fair' })
    expect(now).not.toHaveProperty('model')
    expect(now?.conditionStamp).toBe(now?.stamp)
  })

  test.each([
    [{ name: null }, 'value-invalid', 'name'],
    [{ size: 7 }, 'value-invalid', 'size'],
    [{ status: 'retired' }, 'value-invalid', 'status'],
    [{ quantity: 4 }, 'value-invalid', 'quantity'],
    [{ merge: 'AAAA' }, 'value-invalid', 'merge'],
    [{ wings: 2 }, 'value-invalid', 'wings'],
    [{}, 'value-missing', 'value'],
  ])('[R3] edit with %j is refused as %s', async (value, code, field) => {
    const { thing, review } = await overwritten()
    const before = await desk.thing(thing.id)
    const { review: after, decision } = await desk.decide(review.id, { action: 'edit', value })
    expect(decision).toMatchObject({ outcome: 'refused', code, field })
    expect(after).toMatchObject({ state: 'settled', version: 0 })
    expect(await desk.thing(thing.id)).toEqual(before)
  })

  test('what is edited by a device that knew nothing of the decision is a conflict as any other', async () => {
    const { thing, review } = await overwritten()
    const before = await desk.thing(thing.id)
    await desk.decide(review.id, { action: 'edit', value: { size: 'XL' } })
    await manager.write('equipment', { ...before, id: thing.id, size: 'XXL', stamp: manager.stamp() }, before)
    expect(await desk.thing(thing.id)).toMatchObject({ size: 'XL' })
    expect(await desk.of(thing.id)).toHaveLength(2)
  })

  test('[R5] undone: settled as before; a field that was changed since keeps that, and nothing is undone', async () => {
    const { thing, review } = await overwritten()
    await desk.decide(review.id, { action: 'take-device' })
    const { review: after } = await desk.decide(review.id, { action: 'undo' })
    expect(after).toMatchObject({ state: 'settled', version: 2 })
    expect(await desk.thing(thing.id)).toMatchObject({ name: 'Office', size: 'L' })
    await desk.decide(review.id, { action: 'take-device' })
    const now = await desk.thing(thing.id)
    await office.write('equipment', { ...now, id: thing.id, size: 'XS', stamp: office.stamp() }, now)
    const { decision } = await desk.decide(review.id, { action: 'undo' })
    expect(decision).toMatchObject({ outcome: 'refused', code: 'changed-since', field: 'size' })
    expect(await desk.thing(thing.id)).toMatchObject({ name: 'Manager', size: 'XS' })
  })

  test('of a thing that is gone nothing is set', async () => {
    const { thing, review } = await overwritten()
    const now = await desk.thing(thing.id)
    await office.write('equipment', { ...now, id: thing.id, stamp: office.stamp(), _deleted: true }, now)
    expect((await desk.decide(review.id, { action: 'take-device' })).decision).toMatchObject({
      outcome: 'refused',
      code: 'document-gone',
    })
  })

  test('[S5] of a thing that became part of another it is set there', async () => {
    const tagCode = 'ALIAS-77'
    const kept = await desk.newThing({ tagCode, size: 'M' })
    const copy = helmet(office.stamp(), { tagCode, size: 'L' })
    await office.write('equipment', copy)
    const reviews = [...(await desk.of(kept.id)), ...(await desk.of(copy.id))]
    const review = reviews.find(({ kind }) => kind === 'overwritten')
    await desk.decide(review?.id ?? '', { action: 'take-device' })
    expect(await desk.thing(kept.id)).toMatchObject({ size: 'L', _deleted: false })
  })
})

/** The only review about a refused write. */
async function rejectedOf(documentId: string) {
  const [review] = (await desk.of(documentId)).filter(({ kind }) => kind === 'rejected')
  if (!review) throw new Error('nothing was rejected')
  return review
}

/** A coach renames a helmet, which coaches may not. */
async function renamed() {
  const thing = await desk.newThing({ size: 'M' })
  await coach.write('equipment', { ...thing, name: 'Mine', size: 'L', stamp: coach.stamp() }, thing)
  return { thing, review: await rejectedOf(thing.id) }
}

describe('[R4] a write that was refused', () => {
  test('take-device: it is made, as the manager’s', async () => {
    const { thing, review } = await renamed()
    await desk.decide(review.id, { action: 'take-device' })
    expect(await desk.thing(thing.id)).toMatchObject({ name: 'Mine', size: 'L' })
    const audit = await school.rows('audit')
    expect(audit.filter((row) => row.document_id === thing.id && row.action === 'update')).toMatchObject([
      { actor_id: manager.subject.userId },
    ])
  })

  test('take-device: only what the author changed, whatever others changed since', async () => {
    const { thing, review } = await renamed()
    const now = await desk.thing(thing.id)
    await office.write('equipment', { ...now, id: thing.id, model: 'Vengeance', stamp: office.stamp() }, now)
    await desk.decide(review.id, { action: 'take-device' })
    expect(await desk.thing(thing.id)).toMatchObject({ name: 'Mine', size: 'L', model: 'Vengeance' })
  })

  test.each(['take-server', 'reject'] as const)('%s: nothing of it is made', async (action) => {
    const { thing, review } = await renamed()
    const before = await desk.thing(thing.id)
    expect((await desk.decide(review.id, { action, reason: 'No' })).review).toMatchObject({
      state: 'resolved',
    })
    expect(await desk.thing(thing.id)).toEqual(before)
  })

  test.each([
    { action: 'take-device' },
    { action: 'pick', fields: { role: 'device' } },
    { action: 'edit', value: { role: 'SCHOOL_ADMIN' } },
  ] as const)('[R3] of an account nothing is made by a review: %j is refused', async (decision) => {
    const id = coach.subject.userId
    const account = async () => (await manager.all('users')).find((user) => user.id === id)
    const before = await account()
    await coach.write('users', { ...before, id, role: 'SCHOOL_ADMIN', stamp: coach.stamp() }, before)
    const [review] = (await desk.of(id)).filter(({ state }) => state === 'open')
    const { decision: taken, review: after } = await desk.decide(review?.id ?? '', decision)
    expect(taken).toMatchObject({ outcome: 'refused', code: 'not-for-kind' })
    expect(after).toMatchObject({ state: 'open', version: 0 })
    await desk.decide(after.id, { action: 'reject', reason: 'In the users’ page.' })
    expect(await account()).toEqual(before)
  })

  test('pick: a part of it', async () => {
    const { thing, review } = await renamed()
    await desk.decide(review.id, { action: 'pick', fields: { size: 'device', name: 'server' } })
    expect(await desk.thing(thing.id)).toMatchObject({ name: 'Helmet', size: 'L' })
  })

  test('edit: as it was meant', async () => {
    const thing = await desk.newThing()
    await manager.push('equipment', [
      { newDocumentState: { ...thing, jerseyNumber: 'x'.repeat(21), stamp: manager.stamp() } },
    ])
    const review = await rejectedOf(thing.id)
    expect((await desk.decide(review.id, { action: 'take-device' })).decision).toMatchObject({
      outcome: 'refused',
      code: 'value-invalid',
      field: 'jerseyNumber',
    })
    await desk.decide(review.id, { action: 'edit', value: { jerseyNumber: '21' } })
    expect(await desk.thing(thing.id)).toMatchObject({ jerseyNumber: '21' })
  })

  test('a creation; undone, it is gone', async () => {
    const made = helmet(coach.stamp(), { tagCode: 'COACH-1', size: 'M' })
    await coach.write('equipment', made)
    const review = await rejectedOf(made.id)
    await desk.decide(review.id, { action: 'take-device' })
    expect(await desk.thing(made.id)).toMatchObject({
      name: 'Helmet',
      tagCode: 'COACH-1',
      status: 'available',
    })
    await desk.decide(review.id, { action: 'undo' })
    expect(await desk.thing(made.id)).toMatchObject({ _deleted: true })
  })

  test('[S5] a creation of a thing that is there already: its move is the survivor’s, and the alias stays one', async () => {
    const ann = await desk.person('Ann')
    const there = await desk.newThing({ serial: 'ZX-91827' })
    const stamp = coach.stamp()
    const made = helmet(stamp, {
      ...{ serial: 'ZX-91827', status: 'checked_out', holderId: ann },
      ...{ custodyId: uuidv7(), statusStamp: stamp },
    })
    await coach.write('equipment', made)
    const review = await rejectedOf(made.id)
    const { decision } = await desk.decide(review.id, { action: 'take-device' })
    expect(decision).toMatchObject({ outcome: 'applied' })
    expect(await desk.thing(there.id)).toMatchObject({ status: 'checked_out', holderId: ann })
    expect(await desk.thing(made.id)).toMatchObject({ _deleted: true, mergedInto: there.id })
    expect(await desk.ledger(there.id)).toMatchObject([{ type: 'check_out', toHolderId: ann }])
    expect((await desk.of(made.id)).filter(({ state }) => state === 'open')).toEqual([])
  })

  test('[P4] a creation that was invalid, put right', async () => {
    const made = { ...helmet(manager.stamp(), { tagCode: 'BLANK-1' }), name: '' }
    await manager.write('equipment', made)
    const review = await rejectedOf(made.id)
    await desk.decide(review.id, { action: 'edit', value: { name: 'Named' } })
    expect(await desk.thing(made.id)).toMatchObject({ name: 'Named', tagCode: 'BLANK-1' })
  })

  test.each([
    ['whoever has it', { holderId: ann }, { status: 'checked_out', holderId: ann }],
    ['that it is in', { status: 'available', holderId: null }, { status: 'available' }],
  ])('a creation with a holder who is not there, put right: %s', async (_what, value, after) => {
    const made = helmet(coach.stamp(), { status: 'checked_out', holderId: uuidv7() })
    await coach.write('equipment', made)
    const review = await rejectedOf(made.id)
    expect((await desk.decide(review.id, { action: 'take-device' })).decision).toMatchObject({
      outcome: 'refused',
      field: 'holderId',
    })
    const { decision } = await desk.decide(review.id, { action: 'edit', value })
    expect(decision).toMatchObject({ outcome: 'applied' })
    expect(await desk.thing(made.id)).toMatchObject(after)
  })

  test('a counted thing of less than none, put right: what was counted enters the ledger', async () => {
    const made = { ...helmet(coach.stamp(), { quantity: -3 }), kind: 'bulk', name: 'Cone' }
    await coach.write('equipment', made)
    await desk.decide((await rejectedOf(made.id)).id, { action: 'edit', value: { quantity: 12 } })
    expect(await desk.thing(made.id)).toMatchObject({ quantity: 12, quantityOut: 0 })
  })

  test('a counted thing: what was counted enters the ledger', async () => {
    const made = { ...helmet(coach.stamp(), { quantity: 12 }), kind: 'bulk', name: 'Cone' }
    await coach.write('equipment', made)
    await desk.decide((await rejectedOf(made.id)).id, { action: 'take-device' })
    expect(await desk.thing(made.id)).toMatchObject({ quantity: 12, quantityOut: 0 })
    expect(await desk.ledger(made.id)).toMatchObject([{ type: 'adjust', quantity: 12 }])
  })

  test('a ledger entry: it is entered under its own id and in its author’s name, and moves the thing', async () => {
    const thing = await desk.newThing()
    const retired = entry(coach, 'retire', thing.id, { note: 'Shell cracked' })
    await coach.write('transactions', retired)
    const review = await rejectedOf(retired.id)
    await desk.decide(review.id, { action: 'take-device', reason: 'Right' })
    expect(await desk.find('transactions', retired.id)).toMatchObject({
      type: 'retire',
      note: 'Shell cracked',
      actorId: coach.subject.userId,
      deviceId: coach.deviceId,
      occurredAt: retired.occurredAt,
    })
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'retired', custodyId: retired.id })
    expect(await desk.review(review.id)).toMatchObject({ resolvedBy: manager.subject.userId })
    await desk.decide(review.id, { action: 'undo' })
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'available' })
    expect(await desk.ledger(thing.id)).toHaveLength(2)
  })

  test('[R5] a ledger entry that was accepted, undone and accepted again is entered anew, as often as that', async () => {
    const thing = await desk.newThing()
    const retired = entry(coach, 'retire', thing.id, { note: 'Shell cracked' })
    await coach.write('transactions', retired)
    const review = await rejectedOf(retired.id)
    for (const times of [1, 2, 3]) {
      const { decision } = await desk.decide(review.id, { action: 'take-device' })
      expect(decision).toMatchObject({ outcome: 'applied' })
      expect(await desk.thing(thing.id)).toMatchObject({ status: 'retired' })
      const entries = (await desk.ledger(thing.id)).filter(({ type }) => type === 'retire')
      expect(entries).toHaveLength(times)
      for (const one of entries)
        expect(one).toMatchObject({ note: 'Shell cracked', actorId: coach.subject.userId })
      await desk.decide(review.id, { action: 'undo' })
      expect(await desk.thing(thing.id)).toMatchObject({ status: 'available' })
    }
    expect((await desk.of(thing.id)).filter(({ kind }) => kind === 'custody-fork')).toEqual([])
  })

  test('[R5] a counted check-out that was accepted, undone and accepted again counts once', async () => {
    const thing = { ...helmet(manager.stamp(), { quantity: 12 }), kind: 'bulk', name: 'Cone' }
    await manager.write('equipment', thing)
    const out = entry(coach, 'check_out', thing.id, {
      toHolderId: ann,
      quantity: 3,
      actorId: office.subject.userId,
    })
    await coach.write('transactions', out)
    const review = await rejectedOf(out.id)
    await desk.decide(review.id, { action: 'take-device' })
    await desk.decide(review.id, { action: 'undo' })
    expect(await desk.thing(thing.id)).toMatchObject({ quantity: 12, quantityOut: 0 })
    await desk.decide(review.id, { action: 'take-device' })
    expect(await desk.thing(thing.id)).toMatchObject({ quantity: 12, quantityOut: 3 })
  })

  test.each(['a bare one', 'one that names its transaction'])(
    '[R5] a change of status, %s, that was accepted, undone and accepted again moves the thing',
    async (which) => {
      const thing = await desk.newThing()
      const stamp = coach.stamp()
      const named = which === 'a bare one' ? {} : { custodyId: uuidv7() }
      const moved = { ...thing, ...named, status: 'retired', statusStamp: stamp, stamp }
      await coach.write('equipment', moved, thing)
      const review = await rejectedOf(thing.id)
      await desk.decide(review.id, { action: 'take-device' })
      await desk.decide(review.id, { action: 'undo' })
      expect(await desk.thing(thing.id)).toMatchObject({ status: 'available' })
      await desk.decide(review.id, { action: 'take-device' })
      expect(await desk.thing(thing.id)).toMatchObject({ status: 'retired' })
      await desk.decide(review.id, { action: 'undo' })
      expect(await desk.thing(thing.id)).toMatchObject({ status: 'available' })
    },
  )

  test('[R5] a creation that was accepted, undone and accepted again is there, and where it was', async () => {
    const made = helmet(coach.stamp(), { status: 'checked_out', holderId: ann, size: 'M' })
    await coach.write('equipment', made)
    const review = await rejectedOf(made.id)
    await desk.decide(review.id, { action: 'take-device' })
    expect(await desk.thing(made.id)).toMatchObject({ status: 'checked_out', holderId: ann })
    await desk.decide(review.id, { action: 'undo' })
    expect(await desk.thing(made.id)).toMatchObject({ _deleted: true, status: 'available' })
    await desk.decide(review.id, { action: 'take-device' })
    expect(await desk.thing(made.id)).toMatchObject({
      _deleted: false,
      status: 'checked_out',
      holderId: ann,
      size: 'M',
    })
    await desk.decide(review.id, { action: 'undo' })
    expect(await desk.thing(made.id)).toMatchObject({ _deleted: true })
  })

  test('a ledger entry in another’s name is entered in that of who sent it', async () => {
    const thing = await desk.newThing()
    const forged = entry(coach, 'check_out', thing.id, { toHolderId: ann, actorId: office.subject.userId })
    await coach.write('transactions', forged)
    await desk.decide((await rejectedOf(forged.id)).id, { action: 'take-device' })
    expect(await desk.find('transactions', forged.id)).toMatchObject({ actorId: coach.subject.userId })
    expect(await desk.thing(thing.id)).toMatchObject({ holderId: ann })
  })

  test('a ledger entry follows on what is there now: it parts no chain', async () => {
    const thing = await desk.newThing()
    const out = entry(coach, 'check_out', thing.id, { toHolderId: uuidv7() })
    await coach.write('transactions', out)
    const other = await school.device('COACH')
    await other.write('transactions', entry(other, 'check_out', thing.id, { toHolderId: ann }))
    await desk.decide((await rejectedOf(out.id)).id, {
      action: 'edit',
      value: { type: 'transfer', toHolderId: ben },
    })
    expect(await desk.thing(thing.id)).toMatchObject({ holderId: ben })
    expect((await desk.of(thing.id)).filter(({ kind }) => kind === 'custody-fork')).toEqual([])
  })

  test.each([
    [{ toHolderId: uuidv7() }, 'value-invalid', 'toHolderId'],
    [{ toHolderId: null }, 'value-missing', 'toHolderId'],
    [{ type: 'status_set' }, 'not-allowed', 'type'],
    [{ type: 'check_in' }, 'value-invalid', 'type'],
    [{ type: 'adjust' }, 'value-invalid', 'type'],
    [{ note: 7 }, 'value-invalid', 'note'],
  ])('[R3] a ledger entry edited to %j is refused as %s', async (value, code, field) => {
    const thing = await desk.newThing()
    const forged = entry(coach, 'check_out', thing.id, { toHolderId: ann, actorId: office.subject.userId })
    await coach.write('transactions', forged)
    const review = await rejectedOf(forged.id)
    const { decision } = await desk.decide(review.id, { action: 'edit', value })
    expect(decision).toMatchObject({ outcome: 'refused', code, field })
    expect(await desk.ledger(thing.id)).toEqual([])
  })

  test('a bare change of status enters the ledger', async () => {
    const thing = await desk.newThing()
    const stamp = coach.stamp()
    await coach.write('equipment', { ...thing, status: 'retired', statusStamp: stamp, stamp }, thing)
    await desk.decide((await rejectedOf(thing.id)).id, { action: 'take-device' })
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'retired' })
    expect(await desk.ledger(thing.id)).toMatchObject([{ type: 'retire', actorId: coach.subject.userId }])
  })

  test('[S1] a refused move and its refused transaction, both made after all, are one entry', async () => {
    const thing = await desk.newThing()
    const retired = entry(coach, 'retire', thing.id)
    const moved: AnyDocument = {
      ...thing,
      status: 'retired',
      custodyId: retired.id,
      statusStamp: retired.stamp,
      stamp: retired.stamp,
    }
    await coach.write('equipment', moved, thing)
    await coach.write('transactions', retired)
    await desk.decide((await rejectedOf(thing.id)).id, { action: 'take-device' })
    const { decision } = await desk.decide((await rejectedOf(retired.id)).id, { action: 'take-device' })
    expect(decision).toMatchObject({ outcome: 'applied' })
    expect(await desk.ledger(thing.id)).toMatchObject([{ id: retired.id, type: 'retire' }])
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'retired', custodyId: retired.id })
  })

  test('[S4] an edit of a deleted thing: it is back with the edit, and undone gone again', async () => {
    const thing = await desk.newThing({ size: 'M' })
    await manager.write('equipment', { ...thing, stamp: manager.stamp(), _deleted: true }, thing)
    await office.write('equipment', { ...thing, size: 'XL', stamp: office.stamp() }, thing)
    const review = await rejectedOf(thing.id)
    expect(review.reason).toMatchObject({ code: 'gone' })
    await desk.decide(review.id, { action: 'take-device' })
    expect(await desk.thing(thing.id)).toMatchObject({ _deleted: false, size: 'XL' })
    await desk.decide(review.id, { action: 'undo' })
    expect(await desk.thing(thing.id)).toMatchObject({ _deleted: true, size: 'M' })
  })

  test('a deletion of a person, which coaches may not', async () => {
    const team = uuidv7()
    const scoped = await school.device('COACH', { teamIds: [team] })
    const person = {
      id: uuidv7(),
      stamp: manager.stamp(),
      name: 'Dee',
      kind: 'athlete',
      active: true,
      teamIds: [team],
    }
    await manager.write('people', person)
    await scoped.write('people', { ...person, stamp: scoped.stamp(), _deleted: true }, person)
    const review = await rejectedOf(person.id)
    await desk.decide(review.id, { action: 'take-device' })
    expect(await desk.find('people', person.id)).toMatchObject({ _deleted: true })
    await desk.decide(review.id, { action: 'undo' })
    expect(await desk.find('people', person.id)).toMatchObject({ _deleted: false, name: 'Dee' })
  })

  test('[P4] a review that holds more than a document may is decided all the same', async () => {
    const thing = await desk.newThing()
    const custom = Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`k${n}`, 'x'.repeat(2_000)]))
    await manager.push('equipment', [{ newDocumentState: { ...thing, custom, stamp: manager.stamp() } }])
    const review = await rejectedOf(thing.id)
    expect(review.reason).toMatchObject({ code: 'too-large' })
    const { review: after } = await desk.decide(review.id, { action: 'reject', reason: 'Too much' })
    expect(after).toMatchObject({ state: 'resolved', version: 1 })
  })

  test('[P7] a disabled manager’s decision, handed over, is held alone', async () => {
    const { review } = await renamed()
    await school.setActive(office, false)
    const [id] = await school.sync.handOver(
      school.tenant,
      school.sync.context.reviews,
      manager.sender,
      office.subject.userId,
      [{ newDocumentState: { ...review, decisions: [desk.draft(review, {})], stamp: office.stamp() } }],
    )
    const kept = await desk.review(id ?? '')
    expect(kept).toMatchObject({
      collection: 'reviews',
      documentId: review.id,
      authorId: office.subject.userId,
    })
    expect(Object.keys(kept.device ?? {}).sort()).toEqual(['decisions', 'id', 'stamp'])
    expect(await desk.review(review.id)).toMatchObject({ state: 'open' })
  })

  test('[P7] what a disabled account’s device kept, handed over', async () => {
    const thing = await desk.newThing({ size: 'M' })
    const row = { newDocumentState: { ...thing, size: 'S', stamp: coach.stamp() }, assumedMasterState: thing }
    await school.setActive(coach, false)
    const [id] = await school.sync.handOver(
      school.tenant,
      school.sync.context.definition('equipment') ?? school.sync.context.reviews,
      manager.sender,
      coach.subject.userId,
      [row],
    )
    await desk.decide(id ?? '', { action: 'take-device' })
    expect(await desk.thing(thing.id)).toMatchObject({ size: 'S' })
  })
})
