import { describe, expect, test } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import type { Review } from '../../shared/collections/reviews.ts'
import type { PushRow } from '../../shared/protocol.ts'
import { type DecisionDraft, decisionsOf } from '../../shared/reviews/decision.ts'
import { connectDatabase } from '../db/database.ts'
import { reviewIdOf } from '../sync/file-review.ts'
import { entry, type TestDevice } from '../sync/test-school.ts'
import { openReviewSchool } from './test-reviews.ts'

const { school, manager, desk } = await openReviewSchool()
const principal = await school.device('SCHOOL_ADMIN')
const coach = await school.device('COACH')
const other = await school.device('COACH')

/** The school as a backup from before the review has it. */
async function forget(reviewId: string) {
  const owner = connectDatabase(school.database.superuserUrl, { max: 1, name: 'test' })
  await owner.unsafe(`delete from ${school.tenant.schema}.reviews where id = $1`, [reviewId])
  await owner.end()
}

/** A coach renames a helmet, which coaches may not; the row comes again whenever it is pushed. */
async function refused() {
  const thing = await desk.newThing()
  const row: PushRow = {
    assumedMasterState: thing,
    newDocumentState: { ...thing, name: 'Mine', stamp: coach.stamp() },
  }
  const resend = () => coach.push('equipment', [row])
  await resend()
  const [review] = await desk.of(thing.id)
  if (!review) throw new Error('nothing was refused')
  return { thing, review, resend }
}

function decisionRow(device: TestDevice, seen: Review, draft: DecisionDraft): PushRow {
  const decisions = [...decisionsOf(seen).map((one) => ({ ...one })), { ...draft }]
  return {
    assumedMasterState: { ...seen },
    newDocumentState: { ...seen, decisions: JSON.parse(JSON.stringify(decisions)), stamp: device.stamp() },
  }
}

/** The reviews in which decisions on a review wait. */
const keptFor = (review: Pick<Review, 'id'>) => desk.of(review.id)

describe('[L3] a decision that comes again before its review', () => {
  test('waits, and is taken in its author’s name when the review is filed again', async () => {
    const { thing, review, resend } = await refused()
    const made = desk.draft(review, { action: 'take-device' })
    const row = decisionRow(manager, review, made)
    await forget(review.id)
    const answer = await manager.push('reviews', [row])
    expect(answer.rejected).toMatchObject([{ id: review.id, code: 'not-found' }])
    const [kept] = await keptFor(review)
    expect(kept).toMatchObject({ state: 'open', authorId: manager.subject.userId })
    expect(await desk.thing(thing.id)).toMatchObject({ name: 'Helmet' })

    await resend()
    const after = await desk.review(review.id)
    expect(after).toMatchObject({ state: 'resolved', version: 1, resolvedBy: manager.subject.userId })
    expect(decisionsOf(after)).toMatchObject([
      { id: made.id, outcome: 'applied', by: manager.subject.userId, deviceId: manager.deviceId },
    ])
    expect(await desk.thing(thing.id)).toMatchObject({ name: 'Mine' })
    expect(await keptFor(review)).toMatchObject([{ state: 'settled', reason: { settled: 'decision-taken' } }])

    // Whatever comes once more changes nothing, and is told how it stands [P2].
    const counter = await school.counter()
    await resend()
    const again = await manager.push('reviews', [row])
    expect(again.rejected).toEqual([])
    expect(decisionsOf(again.documents[0] ?? {})).toMatchObject([{ id: made.id, outcome: 'applied' }])
    expect(await school.counter()).toBe(counter)
  })

  test('several of several managers are taken in their order, whichever came first', async () => {
    const { thing, review, resend } = await refused()
    const assigned = desk.draft(review, {
      action: 'assign',
      value: { assigneeId: principal.subject.userId },
    })
    await desk.send(manager, review, [assigned])
    const seen = await desk.review(review.id)
    const rows = [
      decisionRow(principal, seen, desk.draft(seen, { action: 'take-device' })),
      decisionRow(manager, review, assigned),
    ] as const
    await forget(review.id)
    await principal.push('reviews', [rows[0]])
    await manager.push('reviews', [rows[1]])
    await resend()
    const after = await desk.review(review.id)
    expect(after).toMatchObject({ state: 'resolved', version: 2, resolvedBy: principal.subject.userId })
    expect(decisionsOf(after).map(({ by, action, outcome }) => [by, action, outcome])).toEqual([
      [manager.subject.userId, 'assign', 'applied'],
      [principal.subject.userId, 'take-device', 'applied'],
    ])
    expect(await desk.thing(thing.id)).toMatchObject({ name: 'Mine' })
  })

  test('one that saw more than is there goes on waiting, until that is there as well', async () => {
    const thing = await desk.newThing()
    const ann = await desk.person('Ann')
    const id = reviewIdOf({ kind: 'custody-fork', documentId: thing.id, mark: '' }, '')
    const seen: Review = {
      id,
      stamp: '',
      kind: 'custody-fork',
      collection: 'equipment',
      documentId: thing.id,
      state: 'open',
      receivedAt: new Date().toISOString(),
      version: 1,
    }
    const out = (device: TestDevice) => entry(device, 'check_out', thing.id, { toHolderId: ann })
    const send = (device: TestDevice, document: AnyDocument) => device.write('transactions', document)
    await manager.push('reviews', [decisionRow(manager, seen, desk.draft(seen, { action: 'reverse' }))])
    const ben = await desk.person('Ben')
    await send(coach, out(coach))
    await send(other, { ...out(other), toHolderId: ben })
    expect(await desk.review(id)).toMatchObject({ state: 'open', version: 0 })
    expect(await keptFor({ id })).toMatchObject([{ state: 'open' }])
    await send(principal, { ...out(principal), toHolderId: manager.subject.userId, type: 'report_lost' })
    expect(await desk.review(id)).toMatchObject({ state: 'resolved', version: 2 })
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'available' })
    expect(await keptFor({ id })).toMatchObject([{ state: 'settled' }])
  })

  test('of who may decide no longer it is kept, and changes nothing', async () => {
    const { thing, review, resend } = await refused()
    await forget(review.id)
    await other.push('reviews', [
      decisionRow(other, review, desk.draft(review, { action: 'answer', reason: 'It is mine.' })),
    ])
    await resend()
    expect(decisionsOf(await desk.review(review.id))).toEqual([])
    expect(await keptFor(review)).toMatchObject([{ state: 'open' }])
    expect(await desk.thing(thing.id)).toMatchObject({ name: 'Helmet' })
  })

  test('of who may not decide at all it is forbidden, and waits for nothing', async () => {
    const { review, resend } = await refused()
    await forget(review.id)
    const answer = await coach.push('reviews', [
      decisionRow(coach, review, desk.draft(review, { action: 'take-device' })),
    ])
    expect(answer.rejected).toMatchObject([{ code: 'forbidden' }])
    await resend()
    expect(await desk.review(review.id)).toMatchObject({ state: 'open', version: 0 })
  })
})
