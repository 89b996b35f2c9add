import { describe, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { entry, helmet } from '../sync/test-school.ts'
import { openReviewSchool } from './test-reviews.ts'

const { school, manager, desk } = await openReviewSchool()
const office = await school.device('SCHOOL_ADMIN')
const coach = await school.device('COACH')
const ann = await desk.person('Ann')
const ben = await desk.person('Ben')

async function accepted(documentId: string) {
  const [review] = (await desk.of(documentId)).filter(({ kind }) => kind === 'rejected')
  const { review: after } = await desk.decide(review?.id ?? '', { action: 'take-device' })
  expect(after).toMatchObject({ state: 'resolved' })
  return after
}

/** A coach enters a thing, which coaches may not, and a manager accepts it. */
async function made(fields: Record<string, unknown> = {}) {
  const thing = helmet(coach.stamp(), { notes: 'New.', tags: ['new', 'blue'], custom: { a: 1 }, ...fields })
  await coach.write('equipment', thing)
  return { id: thing.id, review: await accepted(thing.id) }
}

/** A thing that was deleted is back, as a manager accepted an edit of it. */
async function back() {
  const thing = await desk.newThing({ size: 'M', notes: 'Old.' })
  await manager.write('equipment', { ...thing, stamp: manager.stamp(), _deleted: true }, thing)
  await office.write('equipment', { ...thing, size: 'XL', stamp: office.stamp() }, thing)
  return { id: thing.id, review: await accepted(thing.id) }
}

async function change(id: string, fields: Record<string, unknown>) {
  const now = await desk.thing(id)
  await office.write('equipment', { ...now, ...fields, id, stamp: office.stamp() }, now)
}

const move = (id: string, type: string, fields: Record<string, unknown> = {}) =>
  office.write('transactions', entry(office, type, id, fields))

async function expectKept(id: string, reviewId: string, field: string) {
  const before = await desk.thing(id)
  const { review, decision } = await desk.decide(reviewId, { action: 'undo' })
  expect(decision).toMatchObject({ outcome: 'refused', code: 'changed-since', field })
  expect(review).toMatchObject({ state: 'resolved' })
  expect(before).toMatchObject({ _deleted: false })
  expect(await desk.thing(id)).toEqual(before)
}

describe('[R5] what a decision made, or had back, goes only as the decision left it', () => {
  test.each([['made', made] as const, ['back', back] as const])('%s: it goes', async (_how, start) => {
    const { id, review } = await start()
    expect(await desk.thing(id)).toMatchObject({ _deleted: false })
    expect((await desk.decide(review.id, { action: 'undo' })).decision).toMatchObject({ outcome: 'applied' })
    expect(await desk.thing(id)).toMatchObject({ _deleted: true })
  })

  test.each([['made', made] as const, ['back', back] as const])(
    '%s, and checked out since: it stays',
    async (_how, start) => {
      const { id, review } = await start()
      await move(id, 'check_out', { toHolderId: ann })
      await expectKept(id, review.id, 'status')
    },
  )

  test.each([['made', made] as const, ['back', back] as const])(
    '%s, checked out and returned since: it stays',
    async (_how, start) => {
      const { id, review } = await start()
      await move(id, 'check_out', { toHolderId: ann })
      await move(id, 'check_in', { fromHolderId: ann })
      await expectKept(id, review.id, 'status')
    },
  )

  test.each([
    ['made', made, { notes: 'New. Strap torn.' }, 'notes'],
    ['made', made, { model: 'Speed' }, 'model'],
    ['back', back, { tags: ['found'] }, 'tags'],
    ['back', back, { size: 'S' }, 'size'],
    ['back', back, { condition: 'poor' }, 'condition'],
  ] as const)('%s, and edited since: it stays', async (_how, start, fields, field) => {
    const { id, review } = await start()
    await change(id, fields)
    await expectKept(id, review.id, field)
  })

  test('a counted thing of which some are out stays', async () => {
    const thing = { ...helmet(coach.stamp(), { quantity: 12 }), kind: 'bulk', name: 'Cone' }
    await coach.write('equipment', thing)
    const review = await accepted(thing.id)
    await move(thing.id, 'check_out', { toHolderId: ann, quantity: 3 })
    await expectKept(thing.id, review.id, 'quantity')
    expect(await desk.thing(thing.id)).toMatchObject({ quantity: 12, quantityOut: 3 })
  })

  test.each([
    [
      'edited',
      (id: string) => change(id, { notes: 'Ours.' }),
      { status: 'checked_out', notes: 'Ours.' },
      'notes',
    ],
    [
      'returned',
      (id: string) => move(id, 'check_in', { fromHolderId: ann }),
      { status: 'available' },
      'status',
    ],
  ] as const)('a fork’s second thing that was %s since stays', async (how, act, is, field) => {
    const thing = await desk.newThing()
    await desk.checkedOutApart(thing, [
      [await school.device('COACH'), ann],
      [await school.device('COACH'), ben],
    ])
    const [fork] = await desk.of(thing.id)
    const tagCode = `SECOND-${how}`
    const { review } = await desk.decide(fork?.id ?? '', { action: 'retag', value: { tagCode } })
    const second = (await manager.all('equipment')).find((one) => one.tagCode === tagCode)
    const id = second?.id ?? ''
    await act(id)
    await expectKept(id, review.id, field)
    expect(await desk.thing(id)).toMatchObject(is)
  })
})

test.each([
  ['whole', { action: 'take-device' }],
  ['in a part', { action: 'pick', fields: { name: 'device' } }],
  ['corrected', { action: 'edit', value: { size: 'M' } }],
] as const)(
  '[R5] a thing that its author had checked out is so again when it is accepted anew, %s',
  async (_how, choice) => {
    const sent = helmet(coach.stamp(), { status: 'checked_out', holderId: ann, custodyId: uuidv7() })
    await coach.write('equipment', sent)
    const [review] = await desk.of(sent.id)
    const id = review?.id ?? ''
    for (const decision of [choice, { action: 'undo' } as const, choice])
      expect((await desk.decide(id, decision)).decision).toMatchObject({ outcome: 'applied' })
    expect(await desk.thing(sent.id)).toMatchObject({ _deleted: false, status: 'checked_out', holderId: ann })
  },
)
