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

test('[C4] a field that was changed and changed back before the first answer came is as it was changed back', async () => {
  const made = helmet(coach.stamp(), { size: 'S', model: 'Axiom' })
  await coach.write('equipment', made)
  await coach.write('equipment', { ...made, size: 'M', serial: 'AX-100', stamp: coach.stamp() }, made)
  // The answer was lost: the device goes on from its own, and knows the same base.
  const answer = await coach.write('equipment', { ...made, stamp: coach.stamp() }, made)

  const [stored] = (await coach.all('equipment')).filter(({ id }) => id === made.id)
  expect(stored).toMatchObject({ size: 'S', model: 'Axiom' })
  expect(stored).not.toHaveProperty('serial')
  expect(answer.documents).toEqual([])
})

test('[P3] a field that somebody else changed since keeps what is stored, also where the sender had changed it before', async () => {
  const made = helmet(coach.stamp(), { size: 'S' })
  await coach.write('equipment', made)
  await coach.write('equipment', { ...made, size: 'M', stamp: coach.stamp() }, made)
  const [seen] = (await other.all('equipment')).filter(({ id }) => id === made.id)
  if (!seen) throw new Error('it is not there')
  const { _deleted, ...base } = seen
  await other.write('equipment', { ...base, size: 'L', stamp: other.stamp() }, base)
  await coach.write('equipment', { ...made, stamp: coach.stamp() }, made)

  const [stored] = (await coach.all('equipment')).filter(({ id }) => id === made.id)
  expect(stored).toMatchObject({ size: 'L' })
})
