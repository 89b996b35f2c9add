import { describe, expect, test } from 'vitest'
import { decisionsOf } from '../../shared/reviews/decision.ts'
import { connectDatabase } from '../db/database.ts'
import { entry } from '../sync/test-school.ts'
import { openReviewSchool } from './test-reviews.ts'

const { school, manager, desk } = await openReviewSchool()
const principal = await school.device('SCHOOL_ADMIN')
const first = await school.device('COACH')
const second = await school.device('COACH')
const ann = await desk.person('Ann')
const ben = await desk.person('Ben')

const fork = () => desk.fork([first, ann], [second, ben])

const outcomes = (list: readonly { by?: string; action: string; outcome?: string }[]) =>
  list.map(({ by, action, outcome }) => [by, action, outcome])

describe('[R2] two managers settle one review without having seen each other', () => {
  test.each([
    ['the manager first', 'take-server', 'take-device', 'Ben'],
    ['the principal first', 'take-device', 'take-server', 'Ann'],
  ] as const)(
    '%s: the first counts, the second is kept and changes nothing',
    async (order, one, two, holder) => {
      const { thing, review } = await fork()
      const [a, b] = order === 'the manager first' ? [manager, principal] : [principal, manager]
      await desk.send(a, review, [desk.draft(review, { action: one, reason: 'first' })])
      const answer = await desk.send(b, review, [desk.draft(review, { action: two, reason: 'second' })])
      expect(await desk.thing(thing.id)).toMatchObject({ holderId: holder === 'Ben' ? ben : ann })
      expect(await desk.ledger(thing.id)).toHaveLength(3)
      const after = await desk.review(review.id)
      expect(after).toMatchObject({ state: 'resolved', version: 1, resolvedBy: a.subject.userId })
      const both = [
        [a.subject.userId, one, 'applied'],
        [b.subject.userId, two, 'overtaken'],
      ]
      expect(outcomes(decisionsOf(after))).toEqual(both)
      // The second one's own answer tells it at once [P1].
      expect(outcomes(decisionsOf(answer.documents[0] ?? review))).toEqual(both)
      expect((await desk.audit(review.id)).map(({ detail }) => detail)).toMatchObject([
        { action: one, outcome: 'applied' },
        { action: two, outcome: 'overtaken' },
      ])
    },
  )

  test('in one commit, by two server processes, one of them counts', async () => {
    const { thing, review } = await fork()
    const other = school.secondProcess()
    const rows = [manager, principal].map((device) => [
      {
        newDocumentState: {
          ...review,
          decisions: [{ ...desk.draft(review, { action: 'reverse' }) }],
          stamp: device.stamp(),
        },
      },
    ])
    await Promise.all([
      manager.push('reviews', rows[0] ?? [], school.sync),
      principal.push('reviews', rows[1] ?? [], other),
    ])
    await other.close()
    const after = await desk.review(review.id)
    expect(decisionsOf(after).map(({ outcome }) => outcome)).toEqual(['applied', 'overtaken'])
    expect(await desk.ledger(thing.id)).toHaveLength(3)
    expect(await desk.thing(thing.id)).toMatchObject({ status: 'available' })
  })

  test('a question is overtaken by nothing, and overtakes nothing', async () => {
    const { review } = await fork()
    await desk.send(principal, review, [desk.draft(review, { action: 'ask', reason: 'Where is it?' })])
    await desk.send(manager, review, [desk.draft(review, { action: 'take-server' })])
    await desk.send(principal, review, [desk.draft(review, { action: 'ask', reason: 'And now?' })])
    const after = await desk.review(review.id)
    expect(after).toMatchObject({ state: 'resolved', version: 1 })
    expect(decisionsOf(after).map(({ action, outcome }) => [action, outcome])).toEqual([
      ['ask', 'applied'],
      ['take-server', 'applied'],
      ['ask', 'applied'],
    ])
  })

  test('a decision on a fork that has grown is refused for that, and told so: nobody decided before', async () => {
    const { thing, review } = await fork()
    await first.write('transactions', entry(first, 'check_out', thing.id, { toHolderId: ben }))
    const value = { transactionId: review.transactionIds?.[0] ?? '' }
    await desk.send(manager, review, [desk.draft(review, { action: 'take-device', value })])
    const after = await desk.review(review.id)
    expect(after).toMatchObject({ state: 'open', version: 1 })
    expect(decisionsOf(after)).toMatchObject([{ outcome: 'refused', code: 'evidence-changed' }])
    // Decided again in sight of all of it, it counts; who decides on the version before that is overtaken.
    await desk.decide(review.id, { action: 'take-device', value })
    await desk.send(principal, review, [desk.draft(review, { action: 'take-server' })])
    const decided = await desk.review(review.id)
    expect(decided).toMatchObject({ state: 'resolved' })
    expect(decisionsOf(decided).map(({ outcome, code }) => [outcome, code])).toEqual([
      ['refused', 'evidence-changed'],
      ['applied', undefined],
      ['overtaken', undefined],
    ])
  })
})

describe('[R1] decisions made offline arrive in their order', () => {
  test('assigned, deferred, asked and settled in one push', async () => {
    const { thing, review } = await fork()
    const assigneeId = principal.subject.userId
    const drafts = [
      desk.draft({ ...review, version: 0 }, { action: 'assign', value: { assigneeId } }),
      desk.draft(
        { ...review, version: 1 },
        { action: 'defer', value: { until: '2031-02-03T08:00:00+01:00' } },
      ),
      desk.draft({ ...review, version: 2 }, { action: 'ask', reason: 'Who has it?' }),
      desk.draft({ ...review, version: 2 }, { action: 'take-device' }),
    ]
    await desk.send(manager, review, drafts.slice(0, 3))
    expect(await desk.review(review.id)).toMatchObject({
      state: 'open',
      version: 2,
      assigneeId,
      deferredUntil: '2031-02-03T07:00:00.000Z',
    })
    // The device still has the review as it was before its first push: what it sends holds all four.
    await desk.send(manager, review, drafts)
    const after = await desk.review(review.id)
    expect(after).toMatchObject({ state: 'resolved', version: 3, assigneeId })
    expect(after).not.toHaveProperty('deferredUntil')
    expect(decisionsOf(after).map(({ id }) => id)).toEqual(drafts.map(({ id }) => id))
    expect(await desk.thing(thing.id)).toMatchObject({ holderId: ann })
  })

  test('what builds on a decision that was refused does not count either, and says why', async () => {
    const { thing, review } = await fork()
    await desk.send(manager, review, [
      desk.draft(
        { ...review, version: 0 },
        { action: 'assign', value: { assigneeId: first.subject.userId } },
      ),
      desk.draft({ ...review, version: 1 }, { action: 'reverse' }),
    ])
    const after = await desk.review(review.id)
    expect(after).toMatchObject({ state: 'open', version: 0 })
    expect(decisionsOf(after).map(({ outcome, code, field }) => [outcome, code, field])).toEqual([
      ['refused', 'value-invalid', 'assigneeId'],
      ['refused', 'earlier-missing', undefined],
    ])
    expect(await desk.thing(thing.id)).toMatchObject({ holderId: ben })
  })

  test('[P2] pushed again, by the same row, by another tab and in another batch, it counts once', async () => {
    const { thing, review } = await fork()
    const made = desk.draft(review, { action: 'take-device' })
    const row = {
      assumedMasterState: { ...review },
      newDocumentState: { ...review, decisions: [{ ...made }], stamp: manager.stamp() },
    }
    await manager.push('reviews', [row])
    const counter = await school.counter()
    const audited = (await school.rows('audit')).length
    await manager.push('reviews', [row])
    await manager.push('reviews', [row, row])
    // Another tab sends the same decision under a stamp of its own.
    await manager.push('reviews', [
      { ...row, newDocumentState: { ...row.newDocumentState, stamp: manager.stamp() } },
    ])
    expect(await school.counter()).toBe(counter)
    expect((await school.rows('audit')).length).toBe(audited)
    expect(await desk.ledger(thing.id)).toHaveLength(3)
    expect(decisionsOf(await desk.review(review.id))).toHaveLength(1)
  })

  test('bulk: many reviews in one push', async () => {
    const forks = [await fork(), await fork(), await fork()]
    const answer = await manager.push(
      'reviews',
      forks.map(({ review }) => ({
        assumedMasterState: { ...review },
        newDocumentState: {
          ...review,
          decisions: [{ ...desk.draft(review, { action: 'take-device' }) }],
          stamp: manager.stamp(),
        },
      })),
    )
    expect(answer.rejected).toEqual([])
    for (const { thing, review } of forks) {
      expect(await desk.thing(thing.id)).toMatchObject({ holderId: ann })
      expect(await desk.review(review.id)).toMatchObject({ state: 'resolved' })
    }
  })
})

describe('[R3] equipment, ledger and review change in one commit', () => {
  test('nothing of it is there when the commit fails, and all of it when the same is sent again', async () => {
    const { thing, review } = await fork()
    const owner = connectDatabase(school.database.superuserUrl, { max: 1, name: 'test' })
    const table = `${school.tenant.schema}.reviews`
    await owner.unsafe(`alter table ${table} add constraint refused check (state <> 'resolved') not valid`)
    const counter = await school.counter()
    const row = {
      assumedMasterState: { ...review },
      newDocumentState: {
        ...review,
        decisions: [{ ...desk.draft(review, { action: 'take-device' }) }],
        stamp: manager.stamp(),
      },
    }
    await expect(manager.push('reviews', [row])).rejects.toThrow('refused')
    expect(await school.counter()).toBe(counter)
    expect(await desk.thing(thing.id)).toMatchObject({ holderId: ben })
    expect(await desk.ledger(thing.id)).toHaveLength(2)
    expect(await desk.review(review.id)).toEqual(review)
    expect(await desk.audit(review.id)).toEqual([])
    await owner.unsafe(`alter table ${table} drop constraint refused`)
    await owner.end()
    await manager.push('reviews', [row])
    expect(await desk.thing(thing.id)).toMatchObject({ holderId: ann })
    expect(await desk.ledger(thing.id)).toHaveLength(3)
    expect(await desk.review(review.id)).toMatchObject({ state: 'resolved' })
  })
})
