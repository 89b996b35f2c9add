import { afterAll, beforeAll, expect, test } from 'vitest'
import { registry } from '../../shared/registry.ts'
import { decisionsOf } from '../../shared/reviews/decision.ts'
import { schoolCustody, schoolLookups } from '../create-school-sync.ts'
import { ledgerParticipant } from '../custody/ledger.ts'
import { ledgerBehaviour } from '../custody/ledger-behaviour.ts'
import { thingBehaviour } from '../custody/thing-behaviour.ts'
import { twinsParticipant } from '../custody/twins.ts'
import { createMerging } from '../merging/merging.ts'
import { createSync, type Sync } from '../sync/create-sync.ts'
import type { Behaviour } from '../sync/push-context.ts'
import { reviewBehaviour } from './review-behaviour.ts'
import { openReviewSchool } from './test-reviews.ts'

const { school, manager, desk } = await openReviewSchool()
const first = await school.device('COACH')
const second = await school.device('COACH')
let sync: Sync

/** Things that take no record of this name, which is seen only when one is written. */
const REFUSED_NAME = 'Refused'

beforeAll(() => {
  const things = thingBehaviour(schoolCustody)
  const refusing: Behaviour = {
    ...things,
    admit: (unit, write) =>
      write.sent.name === REFUSED_NAME && !write.stored && write.decided
        ? { code: 'invalid', message: 'No.', issues: [{ field: 'name', code: 'not-a-choice' }] }
        : things.admit(unit, write),
  }
  sync = createSync({
    database: school.pool,
    definitions: Object.values(registry),
    reviews: registry.reviews,
    users: registry.users,
    behaviours: [ledgerBehaviour(schoolCustody), refusing, reviewBehaviour(registry.reviews, schoolLookups)],
    merging: createMerging(),
    participants: [ledgerParticipant(schoolCustody), twinsParticipant(schoolCustody)],
    onError: (error) => {
      throw error
    },
  })
})
afterAll(() => sync.close())

const fork = (name: string, ann: string, ben: string) => desk.fork([first, ann], [second, ben], { name })

test('[R3] what is refused half way is refused with a code, and nothing of it is made', async () => {
  const ann = await desk.person('Ann')
  const ben = await desk.person('Ben')
  const bad = await fork(REFUSED_NAME, ann, ben)
  const good = await fork('Helmet', ann, ben)
  const before = await desk.thing(bad.thing.id)
  const rows = [bad, good].map(({ review }, index) => ({
    assumedMasterState: { ...review },
    newDocumentState: {
      ...review,
      // The fork is joined first, then the second thing is made.
      decisions: [{ ...desk.draft(review, { action: 'retag', value: { tagCode: `HALF-${index}` } }) }],
      stamp: manager.stamp(),
    },
  }))
  const answer = await manager.push('reviews', rows, sync)
  expect(answer.rejected).toEqual([])
  const after = await desk.review(bad.review.id)
  expect(after).toMatchObject({ state: 'open', version: 0 })
  expect(after).not.toHaveProperty('effects')
  expect(after).not.toHaveProperty('resolution')
  expect(decisionsOf(after)).toMatchObject([{ outcome: 'refused', code: 'value-invalid', field: 'name' }])
  expect(await desk.ledger(bad.thing.id)).toHaveLength(2)
  expect(await desk.thing(bad.thing.id)).toEqual(before)
  expect((await desk.audit(bad.review.id)).map(({ detail }) => detail)).toMatchObject([
    { action: 'retag', outcome: 'refused', code: 'value-invalid' },
  ])
  // What came with it counts.
  expect(await desk.review(good.review.id)).toMatchObject({ state: 'resolved', version: 1 })
  expect(await desk.ledger(good.thing.id)).toHaveLength(3)
  // The same again changes nothing [P2].
  const counter = await school.counter()
  await manager.push('reviews', rows, sync)
  expect(await school.counter()).toBe(counter)
})
