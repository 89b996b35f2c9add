import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseStamp } from '../../shared/clock.ts'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { uuidv7 } from '../../shared/ids.ts'
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

test('[C3] words that look like a stamp of the far future move no clock when a manager decides', async () => {
  const made = helmet(manager.stamp(), { serial: '9999999999990-0000-x' })
  await manager.write('equipment', made)
  const noted = { ...made, notes: '9999999999999-zzzx-x', name: 'Renamed', stamp: coach.stamp() }
  await coach.write('equipment', noted, made)
  const [review] = (await manager.all('reviews')).filter(({ documentId }) => documentId === made.id)
  if (!review) throw new Error('nothing was refused')
  const { _deleted, ...base } = review
  const decision = { id: uuidv7(), action: 'take-device', version: 0, at: new Date().toISOString() }
  await manager.write('reviews', { ...base, decisions: [decision], stamp: manager.stamp() }, base)

  const [stored] = (await manager.all('equipment')).filter(({ id }) => id === made.id)
  expect(stored).toMatchObject({ name: 'Renamed', notes: '9999999999999-zzzx-x' })
  expect(parseStamp(stored?.stamp ?? '')?.ms).toBeLessThan(Date.now() + 120_000)
})

test('[R1] twelve decisions of one device on one review, each in need of another user, are taken in one push', async () => {
  const made = helmet(manager.stamp())
  await manager.write('equipment', made)
  await coach.write('equipment', { ...made, name: 'Renamed', stamp: coach.stamp() }, made)
  const [review] = (await manager.all('reviews')).filter(({ documentId }) => documentId === made.id)
  if (!review) throw new Error('nothing was refused')
  const others = await Promise.all(Array.from({ length: 12 }, () => school.device('EQUIPMENT_MANAGER')))
  const { _deleted, ...base } = review
  const decisions = others.map(({ subject }, version) => ({
    id: uuidv7(),
    action: 'assign',
    version,
    value: { assigneeId: subject.userId },
    at: new Date().toISOString(),
  }))
  await manager.write('reviews', { ...base, decisions, stamp: manager.stamp() }, base)
  const [after] = (await manager.all('reviews')).filter(({ id }) => id === review.id)
  expect(after).toMatchObject({ version: 12, assigneeId: others.at(-1)?.subject.userId })
})

/** A hundred decisions that follow each other on one review, made on one device: each is taken back by the next. */
async function decidedAtOnce(base: AnyDocument, valueAt: (at: number) => Record<string, unknown>) {
  const decisions = Array.from({ length: 100 }, (_, version) => ({
    id: uuidv7(),
    ...(version % 2 === 0 ? { action: 'edit', value: valueAt(version / 2) } : { action: 'undo' }),
    version: Number(base.version) + version,
    at: new Date().toISOString(),
  }))
  const answer = await manager.write('reviews', { ...base, decisions, stamp: manager.stamp() }, base)
  expect(answer.rejected).toEqual([])
  return (await manager.all('reviews')).find(({ id }) => id === base.id)
}

test('[R1] [A1] a hundred decisions of one device, each on the notes that the one before it left, are taken in one push', async () => {
  const made = helmet(manager.stamp(), { notes: 'As it was' })
  await manager.write('equipment', made)
  await coach.write('equipment', { ...made, name: 'Renamed', stamp: coach.stamp() }, made)
  const [review] = (await manager.all('reviews')).filter(({ documentId }) => documentId === made.id)
  if (!review) throw new Error('nothing was refused')
  const { _deleted, ...base } = review
  const after = await decidedAtOnce(base, (at) => ({ notes: `Note ${at}` }))
  expect(after).toMatchObject({ version: 100, state: 'open' })
  expect((await manager.all('equipment')).find(({ id }) => id === made.id)).toMatchObject({
    notes: 'As it was',
  })
})

test('[R1] a hundred decisions, each in need of another holder and place, are taken in one push', async () => {
  const people = Array.from({ length: 50 }, (_, at) => ({
    newDocumentState: {
      id: uuidv7(),
      stamp: manager.stamp(),
      name: `Ann ${at}`,
      kind: 'athlete',
      active: true,
    },
  }))
  await manager.push('people', people)
  const places = people.map((_, at) => ({
    newDocumentState: { id: uuidv7(), stamp: manager.stamp(), name: `Room ${at}`, kind: 'room' },
  }))
  expect((await manager.push('locations', places)).rejected).toEqual([])
  const idOf = (rows: typeof places, at: number) => rows[at]?.newDocumentState.id ?? ''
  const made = helmet(manager.stamp())
  await manager.write('equipment', made)
  for (const [at, device] of [coach, manager].entries())
    await device.write('transactions', entry(device, 'check_out', made.id, { toHolderId: idOf(people, at) }))
  const [review] = (await manager.all('reviews')).filter(({ documentId }) => documentId === made.id)
  if (!review) throw new Error('there is no fork')
  const { _deleted, ...base } = review
  const after = await decidedAtOnce(base, (at) => ({
    ...{ status: 'checked_out', holderId: idOf(people, at), locationId: idOf(places, at) },
  }))
  expect(after).toMatchObject({ version: Number(base.version) + 100, state: 'open' })
})
