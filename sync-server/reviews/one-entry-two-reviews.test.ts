import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestSchool, entry, type TestDevice, type TestSchool } from '../sync/test-school.ts'
import { reviewDesk } from './test-reviews.ts'

let school: TestSchool
let manager: TestDevice
let coach: TestDevice
let desk: ReturnType<typeof reviewDesk>

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
  coach = await school.device('COACH')
  desk = reviewDesk(school, manager)
})
afterAll(() => school.close())

/** A coach sends one retirement twice, which coaches may not: each is in a review of its own. */
async function retiredTwice(second: Record<string, unknown> = {}) {
  const thing = await desk.newThing()
  const retired = entry(coach, 'retire', thing.id, { note: 'Shell cracked' })
  await coach.write('transactions', retired)
  const [one] = await desk.of(retired.id)
  await coach.write('transactions', { ...retired, ...second, stamp: coach.stamp() })
  const other = (await desk.of(retired.id)).find(({ id }) => id !== one?.id)
  if (!one || !other) throw new Error('there are not two reviews')
  const retirements = async () => (await desk.ledger(thing.id)).filter(({ type }) => type === 'retire')
  return { thing, retired, one, other, retirements }
}

test('[R8] what both say is decided once: the other is settled, and says why', async () => {
  const { thing, one, other, retirements } = await retiredTwice()
  await desk.decide(one.id, { action: 'take-device' })
  expect(await retirements()).toHaveLength(1)
  expect(await desk.review(other.id)).toMatchObject({
    state: 'settled',
    reason: { settled: 'decided-elsewhere' },
  })
  // Taken back in the one, nothing says any more that it was taken.
  await desk.decide(one.id, { action: 'undo' })
  expect(await desk.thing(thing.id)).toMatchObject({ status: 'available' })
  expect(await desk.review(one.id)).toMatchObject({ state: 'open' })
  expect((await desk.review(other.id)).state).toBe('settled')
})

test('[R8] turned down in the one, it is not accepted in the other', async () => {
  const { one, other, retirements } = await retiredTwice()
  await desk.decide(one.id, { action: 'reject', reason: 'It can be mended.' })
  expect((await desk.review(other.id)).state).toBe('settled')
  const { decision } = await desk.decide(other.id, { action: 'take-device' })
  expect(decision).toMatchObject({ outcome: 'refused', code: 'already-decided' })
  expect(await retirements()).toEqual([])
})

test('[R3] what the other says differently is not said to be entered while the first stands', async () => {
  const { one, other, retirements } = await retiredTwice({ note: 'Strap torn' })
  await desk.decide(one.id, { action: 'take-device' })
  const { decision, review } = await desk.decide(other.id, { action: 'take-device' })
  expect(decision).toMatchObject({ outcome: 'refused', code: 'already-entered' })
  expect(review).toMatchObject({ state: 'open', version: 0 })
  expect(await retirements()).toMatchObject([{ note: 'Shell cracked' }])
})

test('[R5] what the one entered and took back is entered anew by the other, and stands for itself', async () => {
  const { thing, retired, one, other, retirements } = await retiredTwice({ note: 'Strap torn' })
  await desk.decide(one.id, { action: 'take-device' })
  await desk.decide(one.id, { action: 'undo' })
  const { decision } = await desk.decide(other.id, { action: 'take-device' })
  expect(decision).toMatchObject({ outcome: 'applied' })
  expect(await desk.thing(thing.id)).toMatchObject({ status: 'retired' })
  const notes = (await retirements()).map(({ id, note }) => [id === retired.id, note])
  expect(notes.toSorted()).toEqual([
    [false, 'Strap torn'],
    [true, 'Shell cracked'],
  ])
  // The first one is not entered beside it.
  expect((await desk.decide(one.id, { action: 'take-device' })).decision).toMatchObject({
    outcome: 'refused',
    code: 'already-entered',
  })
  await desk.decide(other.id, { action: 'undo' })
  expect(await desk.thing(thing.id)).toMatchObject({ status: 'available' })
})
