import { describe, expect, test } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { openReviewSchool } from '../reviews/test-reviews.ts'
import { entry } from '../sync/test-school.ts'

const { school, manager, desk } = await openReviewSchool()
const other = await school.device('EQUIPMENT_MANAGER')
const coach = await school.device('COACH')

const HOLDERS = {
  people: { name: 'Ann', kind: 'athlete', active: true },
  teams: { name: 'Varsity', active: true },
  locations: { name: 'Field house' },
} as const
type Holders = keyof typeof HOLDERS
const names = ['people', 'teams', 'locations'] as const

async function holder(name: Holders): Promise<AnyDocument> {
  const made = { id: uuidv7(), stamp: manager.stamp(), ...HOLDERS[name] }
  await manager.write(name, made)
  return made
}

const remove = (name: Holders, document: AnyDocument) =>
  other.write(name, { ...document, stamp: other.stamp(), _deleted: true }, document)
const stored = async (name: Holders, id: string) => (await manager.all(name)).find((one) => one.id === id)

describe('a person, team or place that has things out', () => {
  test.each(names)(
    'of %s: who deletes it without knowing asks for it, and a manager decides',
    async (name) => {
      const held = await holder(name)
      const thing = await desk.newThing()
      await coach.write('transactions', entry(coach, 'check_out', thing.id, { toHolderId: held.id }))
      const { documents } = await remove(name, held)
      expect(documents).toMatchObject([{ id: held.id, _deleted: false }])
      expect(await stored(name, held.id)).toMatchObject({ _deleted: false })
      const [review, ...more] = await desk.of(held.id)
      expect(more).toEqual([])
      expect(review).toMatchObject({
        kind: 'deletion',
        state: 'open',
        collection: name,
        authorId: other.subject.userId,
        reason: { code: 'holds-things' },
      })
      await desk.decide(review?.id ?? '', { action: 'take-device' })
      expect(await stored(name, held.id)).toMatchObject({ _deleted: true })
      expect(await desk.thing(thing.id)).toMatchObject({ status: 'checked_out', holderId: held.id })
    },
  )

  test('who brought everything back is deleted at once', async () => {
    const ann = await holder('people')
    const thing = await desk.newThing()
    await coach.write('transactions', entry(coach, 'check_out', thing.id, { toHolderId: ann.id }))
    const back = { fromHolderId: ann.id, previousId: (await desk.thing(thing.id))?.custodyId }
    await coach.write('transactions', entry(coach, 'check_in', thing.id, back))
    await remove('people', ann)
    expect(await stored('people', ann.id)).toMatchObject({ _deleted: true })
    expect(await desk.of(ann.id)).toEqual([])
  })

  test('pieces of a counted thing count as well, until the last of them is back', async () => {
    const ann = await holder('people')
    const balls = await desk.newThing({ kind: 'bulk', name: 'Football', quantity: 10 })
    await coach.write(
      'transactions',
      entry(coach, 'check_out', balls.id, { quantity: 3, toHolderId: ann.id }),
    )
    await coach.write(
      'transactions',
      entry(coach, 'check_in', balls.id, { quantity: 2, fromHolderId: ann.id }),
    )
    await remove('people', ann)
    expect(await stored('people', ann.id)).toMatchObject({ _deleted: false })
    await coach.write(
      'transactions',
      entry(coach, 'check_in', balls.id, { quantity: 1, fromHolderId: ann.id }),
    )
    await remove('people', ann)
    expect(await stored('people', ann.id)).toMatchObject({ _deleted: true })
  })

  test('[C5] what goes out in the same commit counts', async () => {
    const ann = await holder('people')
    const thing = await desk.newThing()
    const balls = await desk.newThing({ kind: 'bulk', name: 'Football', quantity: 10 })
    await Promise.all([
      coach.write('transactions', entry(coach, 'check_out', thing.id, { toHolderId: ann.id })),
      remove('people', ann),
    ])
    expect(await stored('people', ann.id)).toMatchObject({ _deleted: false })
    const ben = await holder('people')
    await Promise.all([
      coach.write('transactions', entry(coach, 'check_out', balls.id, { quantity: 1, toHolderId: ben.id })),
      remove('people', ben),
    ])
    expect(await stored('people', ben.id)).toMatchObject({ _deleted: false })
  })
})

describe('[S4] a thing that is given to a person, team or place that was deleted', () => {
  test.each(names)('of %s: is with it, and it is back until a manager decides', async (name) => {
    const held = await holder(name)
    const thing = await desk.newThing()
    await remove(name, held)
    const out = entry(coach, 'check_out', thing.id, { toHolderId: held.id })
    expect((await coach.write('transactions', out)).rejected).toEqual([])
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'checked_out', holderId: held.id })
    expect(await stored(name, held.id)).toMatchObject({
      _deleted: false,
      pendingDeletion: true,
      ...HOLDERS[name],
    })
    const [review] = await desk.of(held.id)
    expect(review).toMatchObject({
      kind: 'deletion',
      state: 'open',
      collection: name,
      authorId: coach.subject.userId,
      device: { id: out.id, toHolderId: held.id },
      transactionIds: [out.id],
      reason: { code: 'transaction-of-deleted' },
    })
    const audit = (await school.rows('audit')).filter(({ document_id: id }) => id === held.id)
    const inOrder = audit.toSorted((a, b) => Number(a.n) - Number(b.n))
    expect(inOrder.map(({ action }) => action)).toEqual(['create', 'delete', 'restore', 'review'])
    // The same entry again finds it there [P2].
    await coach.write('transactions', out)
    expect(await desk.of(held.id)).toHaveLength(1)
    await desk.decide(review?.id ?? '', { action: 'take-device' })
    expect(await stored(name, held.id)).toMatchObject({ _deleted: false })
    expect(await stored(name, held.id)).not.toHaveProperty('pendingDeletion')
  })

  test('a manager has it deleted all the same, and undoes that', async () => {
    const ann = await holder('people')
    const thing = await desk.newThing()
    await remove('people', ann)
    await coach.write('transactions', entry(coach, 'check_out', thing.id, { toHolderId: ann.id }))
    const [review] = await desk.of(ann.id)
    await desk.decide(review?.id ?? '', { action: 'take-server' })
    expect(await stored('people', ann.id)).toMatchObject({ _deleted: true })
    await desk.decide(review?.id ?? '', { action: 'undo' })
    expect(await stored('people', ann.id)).toMatchObject({ _deleted: false, pendingDeletion: true })
  })

  test('[S1] by a bare change of status too', async () => {
    const ann = await holder('people')
    const thing = await desk.newThing()
    await remove('people', ann)
    const stamp = other.stamp()
    const moved = { ...thing, status: 'checked_out', holderId: ann.id, stamp, statusStamp: stamp }
    await other.write('equipment', moved, thing)
    expect(await stored('people', ann.id)).toMatchObject({ _deleted: false })
    expect(await desk.of(ann.id)).toMatchObject([
      { kind: 'deletion', device: { type: 'status_set', toHolderId: ann.id } },
    ])
  })

  test('[R4] [R5] no decision gives a thing to who is not there any more, nor does an undo', async () => {
    const [ann, ben] = [await holder('people'), await holder('people')]
    const thing = await desk.newThing()
    await desk.checkedOutApart(thing, [
      [coach, ann.id],
      [manager, ben.id],
    ])
    const [fork] = await desk.of(thing.id)
    await desk.decide(fork?.id ?? '', { action: 'edit', value: { status: 'available' } })
    await remove('people', ben)
    const undone = await desk.decide(fork?.id ?? '', { action: 'undo' })
    expect(undone.decision).toMatchObject({ outcome: 'refused', code: 'changed-since', field: 'holderId' })
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'available' })

    const second = await desk.newThing()
    const [away] = await desk.checkedOutApart(second, [
      [coach, ann.id],
      [manager, (await holder('people')).id],
    ])
    await remove('people', ann)
    const [open] = await desk.of(second.id)
    const taken = await desk.decide(open?.id ?? '', {
      action: 'take-device',
      value: { transactionId: away?.id ?? '' },
    })
    expect(taken.decision).toMatchObject({ outcome: 'refused', code: 'document-gone', field: 'holderId' })
  })
})
