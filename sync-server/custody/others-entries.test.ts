import { describe, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { openReviewSchool } from '../reviews/test-reviews.ts'
import { entry } from '../sync/test-school.ts'

const { school, manager, desk } = await openReviewSchool()
const coach = await school.device('COACH')
const other = await school.device('COACH')
const ann = await desk.person('Ann')
const ben = await desk.person('Ben')

/** The coach's move is stored and streamed, with the id of a transaction that is still on its way. */
async function movedAhead() {
  const thing = await desk.newThing()
  const out = { ...entry(coach, 'check_out', thing.id, { toHolderId: ann }), id: uuidv7() }
  const { stamp } = out
  const group = { status: 'checked_out', holderId: ann, custodyId: out.id, statusStamp: stamp, stamp }
  await coach.write('equipment', { ...thing, ...group }, thing)
  return { thing, out }
}

describe('[S1] the transaction that a move names is its author’s', () => {
  test('somebody else’s under its id is refused, and the real one enters the ledger', async () => {
    const { thing, out } = await movedAhead()
    const forged = { ...entry(other, 'check_out', thing.id, { toHolderId: ben }), id: out.id }
    expect((await other.write('transactions', forged)).rejected).toMatchObject([{ code: 'invalid' }])
    expect((await coach.write('transactions', out)).rejected).toEqual([])
    expect(await desk.ledger(thing.id)).toMatchObject([
      { id: out.id, actorId: coach.subject.userId, toHolderId: ann },
    ])
    expect(await desk.thing(thing.id)).toMatchObject({ holderId: ann, custodyId: out.id })
    expect(await desk.of(out.id)).toMatchObject([{ kind: 'rejected', authorId: other.subject.userId }])
  })

  test('a refused transaction of somebody else’s undoes no move', async () => {
    const { thing, out } = await movedAhead()
    const member = await school.device('USER', { personId: ben })
    for (const device of [member, other])
      await device.write('transactions', { ...entry(device, 'retire', thing.id), id: out.id })
    expect(await desk.thing(thing.id)).toMatchObject({
      status: 'checked_out',
      holderId: ann,
      custodyId: out.id,
    })
  })
})

test('[P4] two people’s entries under one id: the second is kept for a manager, and never dropped', async () => {
  const thing = await desk.newThing()
  const out = entry(coach, 'check_out', thing.id, { toHolderId: ann })
  await coach.write('transactions', out)
  const lost = entry(other, 'report_lost', thing.id, { fromHolderId: ann, previousId: out.id })
  const answer = await other.write('transactions', { ...lost, id: out.id })
  expect(answer.rejected).toMatchObject([{ id: out.id, code: 'invalid' }])
  expect(answer.documents).toMatchObject([{ id: out.id, type: 'check_out' }])
  const [review] = await desk.of(out.id)
  expect(review).toMatchObject({ authorId: other.subject.userId, device: { type: 'report_lost' } })
})

describe('[S2] [R7] a fork is settled by those who decide on reviews', () => {
  test('a coach’s entry that names its ends is refused, and the fork stays open', async () => {
    const thing = await desk.newThing()
    const ends = await desk.checkedOutApart(thing, [
      [coach, ann],
      [other, ben],
    ])
    const previousIds = ends.map(({ id }) => id)
    const join = entry(coach, 'transfer', thing.id, { toHolderId: ann, previousIds })
    expect((await coach.write('transactions', join)).rejected).toMatchObject([{ code: 'forbidden' }])
    const [review] = (await desk.of(thing.id)).filter(({ kind }) => kind === 'custody-fork')
    expect(review).toMatchObject({ state: 'open' })
    const named = entry(manager, 'transfer', thing.id, { toHolderId: ann, previousIds })
    expect((await manager.write('transactions', named)).rejected).toEqual([])
    expect(await desk.review(review?.id ?? '')).toMatchObject({ state: 'resolved' })
  })

  test('nor does naming ends let a coach take back what is retired', async () => {
    const thing = await desk.newThing()
    const retired = entry(manager, 'retire', thing.id)
    await manager.write('transactions', retired)
    const back = entry(coach, 'check_in', thing.id, { previousIds: [retired.id] })
    expect((await coach.write('transactions', back)).rejected).toMatchObject([{ code: 'forbidden' }])
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'retired' })
  })
})

test('[S2] an entry that follows itself is none: it would be no end of its chain', async () => {
  const thing = await desk.newThing()
  const out = entry(coach, 'check_out', thing.id, { toHolderId: ann })
  const { rejected } = await coach.write('transactions', { ...out, previousId: out.id })
  expect(rejected).toMatchObject([{ code: 'invalid' }])
})

test('[P2] an entry that its author sends again in other words changes nothing, and is told what the ledger says', async () => {
  const thing = await desk.newThing()
  const out = entry(coach, 'check_out', thing.id, { toHolderId: ann })
  await coach.write('transactions', out)
  const counter = await school.counter()
  const again = { ...out, toHolderId: ben, stamp: coach.stamp() }
  const answer = await coach.write('transactions', again)
  expect(answer).toMatchObject({ rejected: [], documents: [{ id: out.id, toHolderId: ann }] })
  expect(await school.counter()).toBe(counter)
  expect(await desk.thing(thing.id)).toMatchObject({ holderId: ann, custodyId: out.id })
})
