import { describe, expect, test } from 'vitest'
import { entry } from '../sync/test-school.ts'
import { openReviewSchool } from './test-reviews.ts'

const { school, manager, desk } = await openReviewSchool()
const coach = await school.device('COACH')
const other = await school.device('COACH')
const ann = await desk.person('Ann')
const ben = await desk.person('Ben')

/** Ten footballs, of which two coaches each took seven. */
async function overdrawn() {
  const balls = await desk.newThing({ kind: 'bulk', name: 'Football', quantity: 10 })
  await coach.write('transactions', entry(coach, 'check_out', balls.id, { quantity: 7, toHolderId: ann }))
  const drawn = entry(other, 'check_out', balls.id, { quantity: 7, toHolderId: ben })
  await other.write('transactions', drawn)
  const [review] = await desk.of(balls.id)
  if (!review) throw new Error('there is no review')
  expect(review).toMatchObject({
    kind: 'overdraw',
    authorId: other.subject.userId,
    concernedIds: [coach.subject.userId],
  })
  return { balls, drawn, review }
}

const facts = async (id: string) =>
  (await desk.ledger(id)).map(({ type, quantity, toHolderId, fromHolderId }) => [
    type,
    quantity,
    toHolderId ?? fromHolderId,
  ])

const BEFORE = (a: string, b: string) => [
  ['adjust', 10, undefined],
  ['check_out', 7, a],
  ['check_out', 7, b],
]

describe('[R4] an overdraw', () => {
  test('take-server: the counts stand as the ledger says', async () => {
    const { balls, review } = await overdrawn()
    const { review: after } = await desk.decide(review.id, {})
    expect(after).toMatchObject({ state: 'resolved', version: 1 })
    expect(await desk.thing(balls.id)).toMatchObject({ quantity: 10, quantityOut: 14 })
    expect(await facts(balls.id)).toEqual(BEFORE(ann, ben))
  })

  test('take-device: what is out is out, and what is owned is raised to fit', async () => {
    const { balls, review } = await overdrawn()
    await desk.decide(review.id, { action: 'take-device', reason: 'A box was never entered' })
    expect(await desk.thing(balls.id)).toMatchObject({ quantity: 14, quantityOut: 14 })
    expect(await facts(balls.id)).toEqual([...BEFORE(ann, ben), ['adjust', 4, undefined]])
  })

  test('take-device: nothing is raised any more where it fits by now', async () => {
    const { balls, review } = await overdrawn()
    await coach.write('transactions', entry(coach, 'check_in', balls.id, { quantity: 5, fromHolderId: ann }))
    const { decision } = await desk.decide(review.id, { action: 'take-device' })
    expect(decision).toMatchObject({ outcome: 'applied' })
    expect(await desk.thing(balls.id)).toMatchObject({ quantity: 10, quantityOut: 9 })
  })

  test('take-device: more came back than was out, so there are more than were counted', async () => {
    const cones = await desk.newThing({ kind: 'bulk', name: 'Cone', quantity: 10 })
    await coach.write('transactions', entry(coach, 'check_out', cones.id, { quantity: 3, toHolderId: ann }))
    await coach.write('transactions', entry(coach, 'check_in', cones.id, { quantity: 5, fromHolderId: ann }))
    const [review] = await desk.of(cones.id)
    await desk.decide(review?.id ?? '', { action: 'take-device' })
    expect(await desk.thing(cones.id)).toMatchObject({ quantity: 12, quantityOut: 0 })
  })

  test.each([
    [16, 6],
    [8, -2],
  ])('edit: recounted as %i', async (quantity, difference) => {
    const { balls, review } = await overdrawn()
    await desk.decide(review.id, { action: 'edit', value: { quantity } })
    expect(await desk.thing(balls.id)).toMatchObject({ quantity, quantityOut: 14 })
    expect(await facts(balls.id)).toEqual([...BEFORE(ann, ben), ['adjust', difference, undefined]])
  })

  test.each([[-1], [1.5], ['12'], [1_000_001]])('edit with %j is refused', async (quantity) => {
    const { balls, review } = await overdrawn()
    const { decision } = await desk.decide(review.id, { action: 'edit', value: { quantity } })
    expect(decision).toMatchObject({ outcome: 'refused', code: 'value-invalid', field: 'quantity' })
    expect(await desk.thing(balls.id)).toMatchObject({ quantity: 10, quantityOut: 14 })
  })

  test('reverse: the entry that drew too much is taken back by one the other way', async () => {
    const { balls, review } = await overdrawn()
    await desk.decide(review.id, { action: 'reverse', reason: 'Ben never took them' })
    expect(await desk.thing(balls.id)).toMatchObject({ quantity: 10, quantityOut: 7 })
    expect(await facts(balls.id)).toEqual([...BEFORE(ann, ben), ['check_in', 7, ben]])
  })

  test('[R5] undone, with others having taken and returned meanwhile', async () => {
    const { balls, review } = await overdrawn()
    await desk.decide(review.id, { action: 'take-device' })
    await coach.write('transactions', entry(coach, 'check_in', balls.id, { quantity: 1, fromHolderId: ann }))
    const { review: after, decision } = await desk.decide(review.id, { action: 'undo' })
    expect(decision).toMatchObject({ outcome: 'applied' })
    expect(after).toMatchObject({ state: 'open', version: 2 })
    expect(await desk.thing(balls.id)).toMatchObject({ quantity: 10, quantityOut: 13 })
    expect((await facts(balls.id)).at(-1)).toEqual(['adjust', -4, undefined])
  })

  test('the thing is gone: the counts can be acknowledged, and nothing else', async () => {
    const { balls, review } = await overdrawn()
    const stored = await desk.thing(balls.id)
    await manager.write('equipment', { ...balls, stamp: manager.stamp(), _deleted: true }, stored)
    const [asked] = (await desk.of(balls.id)).filter(({ kind }) => kind === 'deletion')
    await desk.decide(asked?.id ?? '', { action: 'take-device' })
    expect(await desk.thing(balls.id)).toMatchObject({ _deleted: true })
    expect((await desk.decide(review.id, { action: 'reverse' })).decision).toMatchObject({
      outcome: 'refused',
      code: 'document-gone',
    })
    expect((await desk.decide(review.id, {})).decision).toMatchObject({ outcome: 'applied' })
  })
})
