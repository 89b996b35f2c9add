import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestSchool, helmet, type TestDevice, type TestSchool } from './test-school.ts'

let school: TestSchool
let coach: TestDevice
let other: TestDevice

beforeAll(async () => {
  school = await createTestSchool()
  coach = await school.device('EQUIPMENT_MANAGER')
  other = await school.device('EQUIPMENT_MANAGER')
})
afterAll(() => school.close())

test('[A1] [C4] what others wrote stays when a device, whose answer was lost, goes on with what it had', async () => {
  const made = helmet(coach.stamp(), { notes: 'Base.', tags: ['base'], custom: { base: 'base' } })
  await coach.write('equipment', made)
  const theirs = {
    notes: 'Base. Theirs.',
    tags: ['base', 'theirs'],
    custom: { base: 'base', theirs: 'theirs' },
  }
  await other.write('equipment', { ...made, ...theirs, stamp: other.stamp() }, made)

  const own = { notes: 'Base. Own.', tags: ['base', 'own'], custom: { base: 'base', own: 'own' } }
  await coach.write('equipment', { ...made, ...own, stamp: coach.stamp() }, made)
  // The answer, which brings what they wrote, was lost: the device goes on from its own, and knows the same base.
  const next = {
    notes: 'Base. Own. More.',
    tags: ['base', 'more', 'own'],
    custom: { base: 'base', own: 'own', more: 'more' },
  }
  await coach.write('equipment', { ...made, ...next, stamp: coach.stamp() }, made)

  const [stored] = (await coach.all('equipment')).filter(({ id }) => id === made.id)
  expect(stored).toMatchObject({
    tags: ['base', 'more', 'own', 'theirs'],
    custom: { base: 'base', own: 'own', more: 'more', theirs: 'theirs' },
  })
  for (const word of ['Base.', 'Theirs.', 'Own.', 'More.']) expect(stored?.notes).toContain(word)
})
