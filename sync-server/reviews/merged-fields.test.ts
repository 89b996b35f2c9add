import { describe, expect, test } from 'vitest'
import { isJsonObject } from '../../shared/json.ts'
import type { TestDevice } from '../sync/test-school.ts'
import { openReviewSchool } from './test-reviews.ts'

const { school, manager, desk } = await openReviewSchool()
const office = await school.device('SCHOOL_ADMIN')
const coach = await school.device('COACH')

async function change(device: TestDevice, id: string, fields: Record<string, unknown>) {
  const now = await desk.thing(id)
  await device.write('equipment', { ...now, ...fields, id, stamp: device.stamp() }, now)
}

/** A coach changes notes, tags and custom fields together with the name, which coaches may not; others go on writing. */
async function refused() {
  const { id } = await desk.newThing({
    notes: 'Shell fine.',
    tags: ['blue', 'old'],
    custom: { locker: 'A1', paint: 'matt' },
  })
  await change(coach, id, {
    name: 'Mine',
    notes: 'Shell fine. Strap torn.',
    tags: ['blue', 'repair'],
    custom: { locker: 'B2', paint: 'matt', visor: 'clear' },
  })
  const [review] = (await desk.of(id)).filter(({ kind }) => kind === 'rejected')
  if (!review) throw new Error('nothing was rejected')
  await change(office, id, {
    notes: 'Counted. Shell fine.',
    tags: ['blue', 'old', 'counted'],
    custom: { locker: 'C3', paint: 'matt', shelf: '7' },
  })
  return { id, review }
}

/** Two devices gave one custom field different values apart: the review holds the one that lost. */
async function overwritten() {
  const { id } = await desk.newThing({ custom: { locker: 'A1' } })
  const known = await desk.thing(id)
  const write = (device: TestDevice, locker: string) =>
    device.write('equipment', { ...known, id, custom: { locker }, stamp: device.stamp() }, known)
  await write(office, 'B2')
  await write(manager, 'C3')
  const [review] = await desk.of(id)
  if (!review) throw new Error('nothing was overwritten')
  expect(review).toMatchObject({ kind: 'overwritten', fields: ['custom'] })
  const shown = await desk.thing(id)
  const custom = isJsonObject(shown?.custom) ? shown.custom : {}
  await change(office, id, { custom: { ...custom, shelf: '7' } })
  return { id, review }
}

describe('[A1] [R4] a decision on notes, tags and custom fields', () => {
  test('take-device of a refused write: what others wrote since stays', async () => {
    const { id, review } = await refused()
    await desk.decide(review.id, { action: 'take-device' })
    expect(await desk.thing(id)).toMatchObject({
      name: 'Mine',
      notes: 'Counted. Shell fine. Strap torn.',
      tags: ['blue', 'counted', 'repair'],
      custom: { locker: 'B2', paint: 'matt', shelf: '7', visor: 'clear' },
    })
  })

  test('pick of a refused write: only the part that is picked, on top of what is there', async () => {
    const { id, review } = await refused()
    await desk.decide(review.id, { action: 'pick', fields: { notes: 'device', tags: 'server' } })
    expect(await desk.thing(id)).toMatchObject({
      name: 'Helmet',
      notes: 'Counted. Shell fine. Strap torn.',
      tags: ['blue', 'counted', 'old'],
      custom: { locker: 'C3', paint: 'matt', shelf: '7' },
    })
  })

  test.each([
    [
      'that says what was seen',
      { notes: 'Shell fine.', tags: ['blue', 'old'], custom: { locker: 'A1', paint: 'matt' } },
    ],
    ['that says nothing of it: what the review shows as stored was', undefined],
  ])('edit of a refused write %s: what came beside it stays', async (_what, seen) => {
    const { id, review } = await refused()
    await desk.decide(review.id, {
      action: 'edit',
      fields: { name: 'device' },
      value: {
        notes: 'Shell fine. Ordered.',
        tags: ['blue', 'new'],
        custom: { locker: 'Z9', paint: 'matt' },
      },
      ...(seen ? { seen } : {}),
    })
    expect(await desk.thing(id)).toMatchObject({
      name: 'Mine',
      notes: 'Counted. Shell fine. Ordered.',
      tags: ['blue', 'counted', 'new'],
      custom: { locker: 'Z9', paint: 'matt', shelf: '7' },
    })
  })

  test('edit that empties notes: what others wrote since, and the decider had not seen, stays', async () => {
    const { id, review } = await refused()
    await desk.decide(review.id, { action: 'edit', value: { notes: null }, seen: { notes: 'Shell fine.' } })
    expect((await desk.thing(id))?.notes).toBe('Counted. ')
  })

  test('edit of an overwritten value: only what was changed of what was seen', async () => {
    const { id, review } = await overwritten()
    await desk.decide(review.id, {
      action: 'edit',
      value: { custom: { locker: 'D4' } },
      seen: { custom: { locker: 'C3' } },
    })
    expect((await desk.thing(id))?.custom).toEqual({ locker: 'D4', shelf: '7' })
  })

  test.each(['device', 'server'] as const)(
    'pick of the %s’s where one field was contested: what either side alone added stays',
    async (side) => {
      const { id } = await desk.newThing({ custom: { locker: 'A1' } })
      const known = await desk.thing(id)
      const write = (device: TestDevice, custom: Record<string, string>) =>
        device.write('equipment', { ...known, id, custom, stamp: device.stamp() }, known)
      await write(office, { locker: 'B2', shelf: '7' })
      await write(manager, { locker: 'C3', visor: 'clear' })
      const [review] = await desk.of(id)
      await desk.decide(review?.id ?? '', { action: 'pick', fields: { custom: side } })
      const locker = side === 'device' ? 'C3' : 'B2'
      expect((await desk.thing(id))?.custom).toEqual({ locker, shelf: '7', visor: 'clear' })
    },
  )

  test('pick of a refused write as it was at first: what came after the refusal stays', async () => {
    const { id } = await desk.newThing({ notes: 'Shell fine.', tags: ['blue'] })
    const known = await desk.thing(id)
    await change(office, id, { notes: 'Old. Shell fine.', tags: ['blue', 'old'] })
    const fields = { name: 'Mine', notes: 'Shell fine. Strap torn.', tags: ['blue', 'repair'] }
    await coach.write('equipment', { ...known, ...fields, id, stamp: coach.stamp() }, known)
    const [review] = (await desk.of(id)).filter(({ kind }) => kind === 'rejected')
    await change(office, id, { notes: 'Old. Shell fine. Counted.', tags: ['blue', 'counted', 'old'] })
    await desk.decide(review?.id ?? '', { action: 'pick', fields: { notes: 'base', tags: 'base' } })
    expect(await desk.thing(id)).toMatchObject({
      name: 'Helmet',
      notes: 'Shell fine. Counted.',
      tags: ['blue', 'counted'],
    })
  })

  test('[R7] what was seen is an object, and of an edit alone', async () => {
    const { review } = await refused()
    const before = await desk.review(review.id)
    const answer = await desk.send(manager, before, [
      desk.draft(before, { action: 'take-device', seen: { notes: 'Shell fine.' } }),
    ])
    expect(answer.rejected).toMatchObject([{ code: 'invalid' }])
    expect(await desk.review(review.id)).toEqual(before)
  })

  test('undone: as others left it', async () => {
    const { id, review } = await refused()
    await desk.decide(review.id, { action: 'take-device' })
    await desk.decide(review.id, { action: 'undo' })
    expect(await desk.thing(id)).toMatchObject({
      name: 'Helmet',
      notes: 'Counted. Shell fine.',
      tags: ['blue', 'counted', 'old'],
      custom: { locker: 'C3', paint: 'matt', shelf: '7' },
    })
  })

  test('notes that are no text are refused as they were sent', async () => {
    const { id } = await desk.newThing({ notes: 'Fine.' })
    await change(coach, id, { notes: 7 })
    const [review] = await desk.of(id)
    const { decision } = await desk.decide(review?.id ?? '', { action: 'take-device' })
    expect(decision).toMatchObject({ outcome: 'refused', code: 'value-invalid', field: 'notes' })
    expect(await desk.thing(id)).toMatchObject({ notes: 'Fine.' })
  })

  test.each([
    ['take-device', 'C3'],
    ['take-server', 'B2'],
  ] as const)('%s of a custom field: only that one is set', async (action, locker) => {
    const { id, review } = await overwritten()
    await desk.decide(review.id, { action })
    expect((await desk.thing(id))?.custom).toEqual({ locker, shelf: '7' })
  })

  test('pick of a custom field as it was at first: only that one is set', async () => {
    const { id, review } = await overwritten()
    await desk.decide(review.id, { action: 'pick', fields: { custom: 'base' } })
    expect((await desk.thing(id))?.custom).toEqual({ locker: 'A1', shelf: '7' })
  })
})
