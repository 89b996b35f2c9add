import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { registry } from '../../shared/registry.ts'
import { createTestSchool, entry, helmet, type TestDevice, type TestSchool } from './test-school.ts'

let school: TestSchool
let manager: TestDevice
let coach: TestDevice

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
  coach = await school.device('COACH')
})
afterAll(() => school.close())

async function stored(id: string) {
  return (await manager.all('equipment')).find((document) => document.id === id)
}

test('[P2] [P7] what was refused is not applied when it comes again and its author may do more by now', async () => {
  const made = helmet(manager.stamp(), { name: 'Stored' })
  await manager.write('equipment', made)
  const rows = [
    { newDocumentState: { ...made, name: 'Coach says', stamp: coach.stamp() }, assumedMasterState: made },
  ]
  const first = await coach.push('equipment', rows)
  expect(first.rejected).toMatchObject([{ id: made.id, code: 'forbidden' }])

  const raised = { ...coach.sender, subject: { ...coach.subject, role: 'EQUIPMENT_MANAGER' as const } }
  const again = await school.sync.push(school.tenant, registry.equipment, raised, rows)
  expect(again).toEqual(first)
  expect(await stored(made.id)).toMatchObject({ name: 'Stored' })
})

test('[P2] nor is a transaction whose holder is there by now: a manager decides it in its review', async () => {
  const made = helmet(manager.stamp())
  await manager.write('equipment', made)
  const holder = { id: uuidv7(), stamp: manager.stamp(), name: 'Ann', kind: 'athlete', active: true }
  const out = entry(coach, 'check_out', made.id, { toHolderId: holder.id })
  const first = await coach.write('transactions', out)
  expect(first.rejected).toMatchObject([{ code: 'not-found' }])
  await manager.write('people', holder)
  expect(await coach.write('transactions', out)).toEqual(first)
  expect(await stored(made.id)).toMatchObject({ status: 'available' })
  expect((await manager.all('transactions')).filter(({ id }) => id === out.id)).toEqual([])
})

test('[P7] nor is what a manager handed over, when the account may push again', async () => {
  const made = helmet(manager.stamp(), { name: 'Stored' })
  await manager.write('equipment', made)
  const kept = { ...made, name: 'Kept', stamp: coach.stamp() }
  const rows = [{ newDocumentState: kept, assumedMasterState: made }]
  const { userId } = coach.subject
  await school.setActive(coach, false)
  const [reviewId] = await school.sync.handOver(
    school.tenant,
    registry.equipment,
    manager.sender,
    userId,
    rows,
  )
  await school.setActive(coach, true)
  const answer = await coach.push('equipment', rows)
  expect(answer.rejected).toMatchObject([{ id: made.id, code: 'forbidden', reviewId }])
  expect(await stored(made.id)).toMatchObject({ name: 'Stored' })
})
