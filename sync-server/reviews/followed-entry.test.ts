import { expect, test } from 'vitest'
import { typed } from '../../shared/collections/definition.ts'
import { transactions } from '../../shared/collections/transactions.ts'
import { heads } from '../../shared/custody-chain.ts'
import { entry } from '../sync/test-school.ts'
import { openReviewSchool } from './test-reviews.ts'

const { school, desk } = await openReviewSchool()
const coach = await school.device('COACH')

/** The thing as it is stored, and the ids of the entries that no other follows. */
async function endOf(id: string) {
  const ledger = (await desk.ledger(id)).map((document) => typed(transactions, document))
  return { thing: await desk.thing(id), ends: heads(ledger).map((head) => head.id), ledger }
}

test('[R3] [S3] a refused entry that others follow already is entered behind them: the chain makes no circle', async () => {
  const thing = await desk.newThing()
  const retired = entry(coach, 'retire', thing.id, { note: 'Shell cracked' })
  await coach.write('transactions', retired)
  // On the device it was not known yet that it was refused.
  const lost = entry(coach, 'report_lost', thing.id, { previousId: retired.id })
  await coach.write('transactions', lost)
  expect(await desk.thing(thing.id)).toMatchObject({ status: 'lost', custodyId: lost.id })
  const [refused] = await desk.of(retired.id)
  const { decision } = await desk.decide(refused?.id ?? '', { action: 'take-device' })
  expect(decision).toMatchObject({ outcome: 'applied' })
  const { ledger, ends, thing: stored } = await endOf(thing.id)
  expect(ledger.filter(({ type }) => type === 'retire')).toMatchObject([
    { note: 'Shell cracked', previousId: lost.id },
  ])
  expect(stored).toMatchObject({ status: 'retired' })
  expect(ends).toEqual([stored?.custodyId])
})

test('[R3] [S3] so is a move of which the thing’s half alone was refused', async () => {
  const thing = await desk.newThing()
  const retired = entry(coach, 'retire', thing.id)
  const { stamp } = retired
  const moved = { ...thing, status: 'retired', custodyId: retired.id, statusStamp: stamp, stamp }
  await coach.write('equipment', moved, thing)
  const lost = entry(coach, 'report_lost', thing.id, { previousId: retired.id })
  await coach.write('transactions', lost)
  const [refused] = await desk.of(thing.id)
  const { decision } = await desk.decide(refused?.id ?? '', { action: 'take-device' })
  expect(decision).toMatchObject({ outcome: 'applied' })
  const { ends, thing: stored } = await endOf(thing.id)
  expect(stored).toMatchObject({ status: 'retired' })
  expect(ends).toEqual([stored?.custodyId])
})
