import { describe, expect, test } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { entry } from '../sync/test-school.ts'
import { openReviewSchool } from './test-reviews.ts'

const { school, manager, desk } = await openReviewSchool()
const coach = await school.device('COACH')
const ann = await desk.person('Ann')
const ben = await desk.person('Ben')

const out = (thing: AnyDocument, toHolderId: string, fields: Record<string, unknown> = {}) =>
  entry(coach, 'check_out', thing.id, { toHolderId, ...fields })

/** One helmet that was checked out so many times by who knew of none of the others; Ben is the last. */
async function forkOf(count: number) {
  const thing = await desk.newThing()
  const made = Array.from({ length: count }, (_, index) => out(thing, index % 2 === 0 ? ann : ben))
  const answer = await coach.push(
    'transactions',
    made.map((newDocumentState) => ({ newDocumentState })),
  )
  expect(answer.rejected).toEqual([])
  const [review] = await desk.of(thing.id)
  if (!review) throw new Error('there is no fork')
  return { thing, made, review }
}

const namedBy = (entries: readonly AnyDocument[]) =>
  new Set(entries.flatMap(({ previousIds }) => (Array.isArray(previousIds) ? previousIds : [])))

describe('[R4] a fork of more ends than one entry can name', () => {
  test('is decided, undone and decided again like any other', async () => {
    const { thing, made, review } = await forkOf(230)
    const ids = made.map(({ id }) => id)
    const value = { transactionId: ids[0] ?? '' }
    const { decision, review: resolved } = await desk.decide(review.id, { action: 'take-device', value })
    expect(decision).toMatchObject({ outcome: 'applied' })
    expect(resolved).toMatchObject({
      state: 'resolved',
      version: review.version + 1,
      resolvedBy: manager.subject.userId,
    })
    expect(resolved.resolution).toMatchObject({ action: 'take-device' })
    const joining = (await desk.ledger(thing.id)).filter(({ id }) => !ids.includes(id))
    expect(joining).toHaveLength(3)
    expect([...namedBy(joining)]).toEqual(expect.arrayContaining(ids))
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'checked_out', holderId: ann })

    const { decision: undone, review: opened } = await desk.decide(review.id, { action: 'undo' })
    expect(undone).toMatchObject({ outcome: 'applied' })
    expect(opened).toMatchObject({ state: 'open' })
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'checked_out', holderId: ben })

    const { decision: again, review: after } = await desk.decide(review.id, {
      action: 'retag',
      value: { ...value, tagCode: 'SECOND-OF-MANY' },
    })
    expect(again).toMatchObject({ outcome: 'applied' })
    expect(after).toMatchObject({ state: 'resolved' })
    expect(await desk.thing(thing.id)).toMatchObject({ holderId: ben })
    const things = await manager.all('equipment')
    expect(things.find(({ tagCode }) => tagCode === 'SECOND-OF-MANY')).toMatchObject({ holderId: ann })
    // What is entered later is no new end: the fork stays joined.
    const custodyId = (await desk.thing(thing.id))?.custodyId
    await coach.write('transactions', entry(coach, 'check_in', thing.id, { previousId: custodyId }))
    expect(await desk.review(review.id)).toMatchObject({ state: 'resolved' })
  })

  test('its review names the first sides and the latest ends, and how many there are', async () => {
    const { made, review } = await forkOf(230)
    const shown = made.filter((_, index) => index < 100 || index >= 130).map(({ id }) => id)
    expect(review.transactionIds).toEqual(shown.toSorted())
    expect(review.reason).toMatchObject({ code: 'two-follow-one', entries: 230 })
  })

  test('left as it is, it opens again for a new end that is not shown, and not for a branch that goes on', async () => {
    const { thing, made, review } = await forkOf(230)
    await desk.decide(review.id, { action: 'reject', reason: 'Nobody knows.' })
    expect(await desk.review(review.id)).toMatchObject({ state: 'resolved', version: review.version + 1 })
    await coach.write('transactions', out(thing, ann, { previousId: made[120]?.id }))
    expect(await desk.review(review.id)).toMatchObject({ state: 'resolved', version: review.version + 1 })
    // By its stamp an early one: neither among the first sides nor among the latest ends.
    const early = {
      ...out(thing, ann),
      stamp: `${String(made[115]?.stamp).slice(0, 14)}zzzz-${coach.deviceId}`,
    }
    await coach.write('transactions', early)
    expect(await desk.review(review.id)).toMatchObject({ state: 'open' })
  })
})

test('[S2] [R2] entries that come in one push change a fork once: what was decided meanwhile is out of date once', async () => {
  const { thing, made, review } = await forkOf(150)
  expect(review).toMatchObject({ state: 'open', version: 0 })
  const more = [out(thing, ann), out(thing, ben), out(thing, ann, { previousId: made[0]?.id })]
  await coach.push(
    'transactions',
    more.map((newDocumentState) => ({ newDocumentState })),
  )
  expect(await desk.review(review.id)).toMatchObject({ state: 'open', version: 1 })
})
