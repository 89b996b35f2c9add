import { expect, test } from 'vitest'
import { entry } from '../sync/test-school.ts'
import { openReviewSchool } from './test-reviews.ts'

const { school, desk } = await openReviewSchool()
const coach = await school.device('COACH')

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

test('[P4] [S1] an entry that comes after its move was decided on keeps what it says beyond that', async () => {
  const thing = await desk.newThing()
  const lost = entry(coach, 'report_lost', thing.id, { condition: 'unsafe' })
  const stamp = lost.stamp
  const moved = { ...thing, name: 'Renamed', status: 'lost', custodyId: lost.id, statusStamp: stamp, stamp }
  await coach.write('equipment', moved, thing)
  const [refused] = await desk.of(thing.id)
  await desk.decide(refused?.id ?? '', { action: 'take-device' })
  expect(await desk.thing(thing.id)).toMatchObject({ status: 'lost', custodyId: lost.id })
  const { rejected } = await coach.write('transactions', lost)
  expect(rejected).toMatchObject([{ id: lost.id, code: 'invalid' }])
  expect(await desk.of(lost.id)).toMatchObject([
    { kind: 'rejected', state: 'open', device: { condition: 'unsafe' } },
  ])
  expect(await desk.ledger(thing.id)).toHaveLength(1)
  // The same again changes nothing.
  await coach.write('transactions', lost)
  expect(await desk.of(lost.id)).toHaveLength(1)
})
