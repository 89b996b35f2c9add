import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { createTestSchool, entry, helmet, type TestDevice, type TestSchool } from '../sync/test-school.ts'

let school: TestSchool
let manager: TestDevice
let coach: TestDevice

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
  coach = await school.device('COACH')
})
afterAll(() => school.close())

async function newHelmet(fields: Record<string, unknown> = {}): Promise<AnyDocument> {
  const made = helmet(manager.stamp(), fields)
  await manager.write('equipment', made)
  return made
}

async function state(device: TestDevice, made: AnyDocument, condition: string): Promise<AnyDocument> {
  const stamp = device.stamp()
  const stated = { ...made, condition, conditionStamp: stamp, stamp }
  await device.write('equipment', stated, made)
  return stated
}

async function outcome(id: string) {
  const thing = (await manager.all('equipment')).find((document) => document.id === id)
  const reviews = (await manager.all('reviews')).filter((review) => review.documentId === id)
  return { condition: thing?.condition, reviews }
}

test('a condition that a later entry of another device replaces unseen is kept, settled', async () => {
  const made = await newHelmet()
  await state(manager, made, 'unsafe')
  await coach.write('transactions', entry(coach, 'inspect', made.id, { condition: 'good' }))
  const { condition, reviews } = await outcome(made.id)
  expect(condition).toBe('good')
  expect(reviews).toMatchObject([
    {
      kind: 'overwritten',
      state: 'settled',
      fields: ['condition'],
      server: { condition: 'unsafe' },
      device: { condition: 'good' },
    },
  ])
})

test.each<[string, (made: AnyDocument) => Promise<unknown>]>([
  ['that the same device stated', (made) => state(coach, made, 'poor')],
  [
    'that stands in the ledger',
    (made) => manager.write('transactions', entry(manager, 'inspect', made.id, { condition: 'poor' })),
  ],
  ['that says the same', (made) => state(manager, made, 'good')],
])('a condition %s needs no review', async (_which, before) => {
  const made = await newHelmet({ condition: 'new', conditionStamp: manager.stamp() })
  await before(made)
  await coach.write('transactions', entry(coach, 'inspect', made.id, { condition: 'good' }))
  expect(await outcome(made.id)).toEqual({ condition: 'good', reviews: [] })
})

test('a condition that somebody confirmed is the last statement: who did not see that replaces it with a review', async () => {
  const made = await newHelmet()
  const first = await state(coach, made, 'poor')
  const confirmed = manager.stamp()
  await manager.write('equipment', { ...first, conditionStamp: confirmed, stamp: confirmed }, first)
  await state(coach, first, 'good')
  const { condition, reviews } = await outcome(made.id)
  expect(condition).toBe('good')
  expect(reviews).toMatchObject([{ kind: 'overwritten', server: { condition: 'poor' } }])
})

test('[S3] where the condition was taken off meanwhile, nothing is lost by another one', async () => {
  const made = await newHelmet({ condition: 'new', conditionStamp: manager.stamp() })
  const { condition: _none, ...blank } = made
  const stamp = manager.stamp()
  await manager.write('equipment', { ...blank, id: made.id, conditionStamp: stamp, stamp }, made)
  await state(coach, made, 'poor')
  expect(await outcome(made.id)).toEqual({ condition: 'poor', reviews: [] })
})
