import { describe, expect, test } from 'vitest'
import { decisionsOf } from '../../shared/reviews/decision.ts'
import { entry, type TestDevice } from '../sync/test-school.ts'
import { openReviewSchool } from './test-reviews.ts'

const { school, manager, desk } = await openReviewSchool()
const first = await school.device('COACH')
const second = await school.device('COACH')
const stranger = await school.device('COACH')
const ann = await desk.person('Ann')
const ben = await desk.person('Ben')

const fork = () => desk.fork([first, ann], [second, ben])

const seenBy = async (device: TestDevice, id: string) =>
  (await device.all('reviews')).find((one) => one.id === id)

describe('[R7] who wrote a side of it sees the review and how it ends', () => {
  test('the author and the other coach do, one who has nothing to do with it does not', async () => {
    const { review } = await fork()
    await desk.decide(review.id, { action: 'take-device', reason: 'Ann has it' })
    expect(review).toMatchObject({ authorId: second.subject.userId, concernedIds: [first.subject.userId] })
    for (const device of [first, second]) {
      const seen = await seenBy(device, review.id)
      expect(seen).toMatchObject({
        state: 'resolved',
        resolution: { action: 'take-device', reason: 'Ann has it' },
      })
      expect(decisionsOf(seen ?? review)).toMatchObject([{ action: 'take-device', outcome: 'applied' }])
      // [P6] What the decision wrote may be of documents that they may not read.
      expect(seen).not.toHaveProperty('effects')
    }
    expect(await seenBy(stranger, review.id)).toBeUndefined()
    expect(await desk.review(review.id)).toHaveProperty('effects')
  })

  test('[P6] a member who wrote a side is not named, and gets nothing of the others', async () => {
    const member = await school.device('USER', { personId: ann })
    const thing = await desk.newThing()
    const out = entry(manager, 'check_out', thing.id, { toHolderId: ann })
    await manager.write('transactions', out)
    const lost = entry(member, 'report_lost', thing.id, { fromHolderId: ann, previousId: out.id })
    await member.write('transactions', lost)
    const home = entry(first, 'check_in', thing.id, { fromHolderId: ann, previousId: out.id })
    await first.write('transactions', home)
    const [review] = await desk.of(thing.id)
    expect(review?.kind).toBe('custody-fork')
    expect(review).not.toHaveProperty('concernedIds')
    expect((await member.all('reviews')).map(({ id }) => id)).not.toContain(review?.id)
  })

  test('[P6] a member who is the author reads the outcome, and nothing that the decision wrote', async () => {
    const member = await school.device('USER', { personId: ben })
    const thing = await desk.newThing()
    const refused = entry(member, 'retire', thing.id)
    await member.write('transactions', refused)
    const [review] = await desk.of(refused.id)
    await desk.decide(review?.id ?? '', { action: 'reject', reason: 'It is fine' })
    const seen = await seenBy(member, review?.id ?? '')
    expect(seen).toMatchObject({ state: 'resolved', resolution: { action: 'reject', reason: 'It is fine' } })
    expect(seen).not.toHaveProperty('effects')
    expect(seen).not.toHaveProperty('server')
  })

  test('[P6] a member reads of an edit nothing that stood in a thing when it was made', async () => {
    const member = await school.device('USER', { personId: ann })
    const thing = await desk.newThing({ notes: 'Ben lost the first one' })
    // What it says that it knew puts no thing into its sight.
    const claimed = { ...thing, notes: undefined, holderId: ann, status: 'checked_out' }
    await member.write('equipment', { ...claimed, name: 'Mine', stamp: member.stamp() }, claimed)
    const [review] = await desk.of(thing.id)
    const { decision } = await desk.decide(review?.id ?? '', {
      action: 'edit',
      value: { notes: 'Ben lost the first one, in May' },
      seen: { notes: 'Ben lost the first one' },
      reason: 'That helmet is not yours',
    })
    expect(decision).toMatchObject({ outcome: 'applied' })
    const seen = await seenBy(member, review?.id ?? '')
    expect(seen).toMatchObject({ state: 'resolved', resolution: { reason: 'That helmet is not yours' } })
    expect(JSON.stringify(seen)).not.toContain('Ben lost')
    expect(decisionsOf(await desk.review(review?.id ?? ''))).toMatchObject([
      { value: { notes: 'Ben lost the first one, in May' }, seen: { notes: 'Ben lost the first one' } },
    ])
  })

  test('the author answers what was asked; the answer settles nothing', async () => {
    const { review } = await fork()
    await desk.decide(review.id, { action: 'ask', reason: 'Is it really with Ben?' })
    const seen = await desk.review(review.id, second)
    const answer = await desk.send(second, seen, [
      desk.draft(seen, { action: 'answer', reason: 'I saw him' }),
    ])
    expect(answer.rejected).toEqual([])
    const after = await desk.review(review.id)
    expect(after).toMatchObject({ state: 'open', version: 0 })
    expect(decisionsOf(after)).toMatchObject([
      { action: 'ask', by: manager.subject.userId },
      { action: 'answer', by: second.subject.userId, reason: 'I saw him', outcome: 'applied' },
    ])
    expect((await desk.decide(review.id, { action: 'ask', reason: ' ' })).decision).toMatchObject({
      outcome: 'refused',
      code: 'value-missing',
    })
  })
})

describe('[R7] who may not decide', () => {
  test('a coach’s decision is forbidden, kept for a manager, and changes nothing', async () => {
    const { thing, review } = await fork()
    const seen = await desk.review(review.id, second)
    const draft = desk.draft(seen, { action: 'take-server' })
    const answer = await desk.send(second, seen, [draft])
    expect(answer.rejected).toMatchObject([{ id: review.id, code: 'forbidden' }])
    expect(answer.documents).toMatchObject([{ id: review.id, state: 'open' }])
    expect(await desk.review(review.id)).toMatchObject({ state: 'open', version: 0 })
    expect(await desk.ledger(thing.id)).toHaveLength(2)
    // What it holds is the decision alone, so that reviews of reviews never grow into each other.
    const [kept] = await desk.of(review.id)
    expect(kept).toMatchObject({ kind: 'rejected', collection: 'reviews', device: { decisions: [draft] } })
    expect(Object.keys(kept?.device ?? {}).sort()).toEqual(['decisions', 'id', 'stamp'])
    expect(kept).not.toHaveProperty('server')
    expect((await desk.decide(kept?.id ?? '', { action: 'take-device' })).decision).toMatchObject({
      outcome: 'refused',
      code: 'not-for-kind',
    })
    expect((await desk.decide(kept?.id ?? '', { action: 'take-server' })).decision).toMatchObject({
      outcome: 'applied',
    })
  })

  test('[P2] the forbidden one, pushed again, makes no second review', async () => {
    const { review } = await fork()
    const seen = await desk.review(review.id, second)
    const row = {
      newDocumentState: {
        ...seen,
        decisions: [{ ...desk.draft(seen, { action: 'reverse' }) }],
        stamp: second.stamp(),
      },
    }
    await second.push('reviews', [row])
    await second.push('reviews', [row])
    expect(await desk.of(review.id)).toHaveLength(1)
  })

  test.each([
    ['no list', 'soon'],
    ['an entry that is none', ['soon']],
    ['no action', [{ id: '01990000-0000-7000-8000-000000000001', version: 0, at: '2026-01-01T00:00:00Z' }]],
    [
      'an action that there is not',
      [
        {
          id: '01990000-0000-7000-8000-000000000001',
          action: 'burn',
          version: 0,
          at: '2026-01-01T00:00:00Z',
        },
      ],
    ],
    [
      'no version',
      [{ id: '01990000-0000-7000-8000-000000000001', action: 'reverse', at: '2026-01-01T00:00:00Z' }],
    ],
  ])('[P4] a malformed decision (%s) is invalid and kept', async (_, decisions) => {
    const { review } = await fork()
    const sent = { ...review, decisions, stamp: manager.stamp() }
    const answer = await manager.push('reviews', [{ newDocumentState: sent }])
    expect(answer.rejected).toMatchObject([{ id: review.id, code: 'invalid' }])
    expect(await desk.review(review.id)).toEqual(review)
    expect(await desk.of(review.id)).toMatchObject([{ kind: 'rejected', fields: ['decisions'] }])
  })

  test('what a device says of the outcome is not taken: it is the server’s', async () => {
    const { review } = await fork()
    const draft = desk.draft(review, { action: 'ask', reason: 'Who?' })
    const forged = { ...draft, by: first.subject.userId, outcome: 'refused', deviceId: 'x', effects: [] }
    await manager.push('reviews', [
      { newDocumentState: { ...review, state: 'resolved', decisions: [forged], stamp: manager.stamp() } },
    ])
    const after = await desk.review(review.id)
    expect(after.state).toBe('open')
    expect(decisionsOf(after)).toMatchObject([
      { by: manager.subject.userId, outcome: 'applied', deviceId: manager.deviceId },
    ])
  })
})

describe('[L5] a device of schema 0', () => {
  test('gets reviews without what came since, also decided ones, and cannot decide', async () => {
    const { thing, review } = await fork()
    const old = { ...manager.sender, schema: 0 }
    await desk.decide(review.id, { action: 'assign', value: { assigneeId: manager.subject.userId } })
    const page = JSON.parse(
      await school.sync.pull(school.tenant, school.sync.context.reviews, manager.subject, {
        limit: 500,
        schema: 0,
      }),
    )
    const seen = page.documents.find((one: { id: string }) => one.id === review.id)
    expect(seen).toMatchObject({ state: 'open', assigneeId: manager.subject.userId, version: 1 })
    for (const field of ['decisions', 'effects', 'concernedIds', 'deferredUntil'])
      expect(seen).not.toHaveProperty(field)
    // What it pushes of a review, having no decisions, decides nothing and takes none away.
    const answer = await school.sync.push(school.tenant, school.sync.context.reviews, old, [
      { assumedMasterState: seen, newDocumentState: { ...seen, state: 'resolved', stamp: manager.stamp() } },
    ])
    expect(answer.rejected).toEqual([])
    expect(answer.documents).toMatchObject([{ id: review.id, state: 'open' }])
    expect(answer.documents[0]).not.toHaveProperty('decisions')
    const after = await desk.review(review.id)
    expect(after).toMatchObject({ state: 'open', version: 1 })
    expect(decisionsOf(after)).toHaveLength(1)
    expect(await desk.ledger(thing.id)).toHaveLength(2)
  })
})
