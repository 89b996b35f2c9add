import { afterAll, beforeAll, expect, test } from 'vitest'
import { registry } from '../../shared/registry.ts'
import { createTestSchool, helmet, type TestDevice, type TestSchool } from './test-school.ts'

let school: TestSchool
let manager: TestDevice
let author: TestDevice
let other: TestDevice

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
  author = await school.device('EQUIPMENT_MANAGER')
  other = await school.device('EQUIPMENT_MANAGER')
})
afterAll(() => school.close())

async function newHelmet() {
  const made = helmet(manager.stamp(), { name: 'Stored' })
  await manager.write('equipment', made)
  return made
}

async function reviewsOf(id: string) {
  const found = (await manager.all('reviews')).filter(({ documentId }) => documentId === id)
  return found.map(({ kind, authorId, device }) => ({ kind, authorId, device }))
}

/** Another person who says to be on the author's device, and guesses the stamp of what comes next. */
function posing() {
  return { ...other.sender, deviceId: author.deviceId }
}

test('[P4] a refusal that somebody else had made of a guessed stamp does not stand in for the author’s', async () => {
  const made = await newHelmet()
  const stamp = author.stamp()
  const guessed = { newDocumentState: { ...made, name: 7, stamp } }
  await school.sync.push(school.tenant, registry.equipment, posing(), [guessed])

  const row = { newDocumentState: { ...made, name: '', notes: 'Crack at the left hinge', stamp } }
  const answer = await author.push('equipment', [row])
  expect(answer.rejected).toMatchObject([{ id: made.id, code: 'invalid' }])
  expect(await reviewsOf(made.id)).toMatchObject([
    { kind: 'rejected', authorId: other.subject.userId, device: { name: 7 } },
    {
      kind: 'rejected',
      authorId: author.subject.userId,
      device: { name: '', notes: 'Crack at the left hinge' },
    },
  ])
  // [P2] The author's own is found again under its id.
  expect(await author.push('equipment', [row])).toEqual(answer)
  expect(await reviewsOf(made.id)).toHaveLength(2)
})

test('a value that lost is kept for its author too, whoever lost one under that stamp before', async () => {
  const made = await newHelmet()
  await manager.write('equipment', { ...made, name: 'By the manager', stamp: manager.stamp() }, made)
  const stamp = author.stamp()
  const lost = (name: string) => ({
    assumedMasterState: made,
    newDocumentState: { ...made, name, stamp },
  })
  await school.sync.push(school.tenant, registry.equipment, posing(), [lost('Nothing of use')])
  await author.push('equipment', [lost('Riddell SpeedFlex')])
  await author.push('equipment', [lost('Riddell SpeedFlex')])
  expect(await reviewsOf(made.id)).toMatchObject([
    { kind: 'overwritten', authorId: other.subject.userId, device: { name: 'Nothing of use' } },
    { kind: 'overwritten', authorId: author.subject.userId, device: { name: 'Riddell SpeedFlex' } },
  ])
})

test('a deletion that was asked for is filed for each who asks', async () => {
  const made = await newHelmet()
  await manager.write('equipment', { ...made, name: 'Changed since', stamp: manager.stamp() }, made)
  const gone = { ...made, stamp: author.stamp(), _deleted: true }
  const rows = [{ assumedMasterState: made, newDocumentState: gone }]
  await school.sync.push(school.tenant, registry.equipment, posing(), rows)
  await author.push('equipment', rows)
  expect(await reviewsOf(made.id)).toMatchObject([
    { kind: 'deletion', authorId: other.subject.userId },
    { kind: 'deletion', authorId: author.subject.userId },
  ])
})
