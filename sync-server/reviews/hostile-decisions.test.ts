import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseStamp } from '../../shared/clock.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { createTestSchool, helmet, type TestDevice, type TestSchool } from '../sync/test-school.ts'

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
