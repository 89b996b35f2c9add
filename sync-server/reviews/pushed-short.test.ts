import { expect, test } from 'vitest'
import type { Review } from '../../shared/collections/reviews.ts'
import { MAX_PUSH_BYTES, type PushRow } from '../../shared/protocol.ts'
import { pushedRow } from '../../shared/pushed-row.ts'
import { registry } from '../../shared/registry.ts'
import { type DecisionDraft, decisionsOf } from '../../shared/reviews/decision.ts'
import { helmet, type TestDevice } from '../sync/test-school.ts'
import { openReviewSchool } from './test-reviews.ts'

const { school, manager, desk } = await openReviewSchool()
const coach = await school.device('COACH')

/** The review of a refused write with those words. */
async function refused(notes: string): Promise<Review> {
  const sent = helmet(coach.stamp(), { notes })
  await coach.write('equipment', sent)
  const [review] = await desk.of(sent.id)
  if (!review) throw new Error('nothing was filed')
  return review
}

function whole(device: TestDevice, seen: Review, draft: DecisionDraft): PushRow {
  const decided = { ...seen, decisions: [...decisionsOf(seen), draft], stamp: device.stamp() }
  return { assumedMasterState: { ...seen }, newDocumentState: { ...decided } }
}

const short = (device: TestDevice, seen: Review, draft: DecisionDraft) =>
  pushedRow(registry.reviews, whole(device, seen, draft))

test('[R3] a review that is too large to be sent back is decided, and keeps all that it holds', async () => {
  const review = await refused('x'.repeat(2_700_000))
  const row = whole(manager, review, desk.draft(review, { action: 'reject', reason: 'Far too long' }))
  expect(JSON.stringify([row]).length).toBeGreaterThan(MAX_PUSH_BYTES)
  const pushed = pushedRow(registry.reviews, row)
  expect(JSON.stringify([pushed]).length).toBeLessThan(1_000)
  const answer = await manager.push('reviews', [pushed])
  expect(answer.rejected).toEqual([])
  expect(answer.documents).toMatchObject([{ id: review.id, state: 'resolved' }])
  const after = await desk.review(review.id)
  expect(after).toMatchObject({ version: 1, resolution: { action: 'reject', reason: 'Far too long' } })
  expect(after.device).toEqual(review.device)
  // [P2] The same again, also as a former client sends it, decides nothing twice.
  await manager.push('reviews', [pushed])
  await manager.push('reviews', [row])
  expect(decisionsOf(await desk.review(review.id))).toHaveLength(1)
})

test('[R2] of two on one version, one sent short and one whole, the first counts and both stay', async () => {
  const review = await refused('Two managers')
  const second = await school.device('SCHOOL_ADMIN')
  const first = short(manager, review, desk.draft(review, { action: 'reject', reason: 'No' }))
  const late = whole(second, review, desk.draft(review, { action: 'take-device' }))
  await manager.push('reviews', [first])
  await second.push('reviews', [late])
  expect(decisionsOf(await desk.review(review.id))).toMatchObject([
    { action: 'reject', outcome: 'applied', by: manager.subject.userId },
    { action: 'take-device', outcome: 'overtaken', by: second.subject.userId },
  ])
})

test('[P3] who knew of no decision takes none away, and changes nothing that was not sent', async () => {
  const review = await refused('Assigned meanwhile')
  await desk.decide(review.id, { action: 'assign', value: { assigneeId: manager.subject.userId } })
  await manager.push('reviews', [
    short(manager, review, { ...desk.draft(review, { action: 'reject', reason: 'No' }), version: 1 }),
  ])
  const after = await desk.review(review.id)
  expect(after).toMatchObject({ kind: 'rejected', state: 'resolved', assigneeId: manager.subject.userId })
  expect(after.device).toEqual(review.device)
  expect(decisionsOf(after).map(({ action }) => action)).toEqual(['assign', 'reject'])
})

test('[P4] a short one without a base that its sender may not make is refused, and kept', async () => {
  const review = await refused('By a coach')
  const draft = desk.draft(review, { action: 'take-device' })
  const { newDocumentState } = short(coach, review, draft)
  const answer = await coach.push('reviews', [{ newDocumentState }])
  expect(answer.rejected).toMatchObject([{ id: review.id, code: 'forbidden' }])
  expect(await desk.review(review.id)).toEqual(review)
  const [kept] = await desk.of(review.id)
  expect(kept).toMatchObject({ kind: 'rejected', device: { id: review.id, decisions: [draft] } })
})

test('[R1] a review with more decisions than one row may hold is decided like any other', async () => {
  const review = await refused('Talked about at length')
  const decide = async (decision: Partial<DecisionDraft>) => {
    const seen = await desk.review(review.id)
    return manager.push('reviews', [short(manager, seen, desk.draft(seen, decision))])
  }
  const value = { name: 'Helmet', notes: 'x'.repeat(95_000) }
  for (let count = 0; count < 6; count += 1) await decide({ action: 'edit', value })
  const before = await desk.review(review.id)
  expect(JSON.stringify(before.decisions).length).toBeGreaterThan(500_000)
  expect((await decide({ action: 'take-server' })).rejected).toEqual([])
  const after = await desk.review(review.id)
  expect(after).toMatchObject({ state: 'resolved', resolution: { action: 'take-server' } })
  expect(decisionsOf(after).map(({ outcome }) => outcome)).toEqual([...Array(6).fill('refused'), 'applied'])
})
