import { afterAll, beforeAll, expect, test } from 'vitest'
import { registry } from '../../shared/registry.ts'
import { connectDatabase } from '../db/database.ts'
import { beginHistory } from '../tenancy/begin-history.ts'
import { createTestSchool, helmet, type TestDevice, type TestSchool } from './test-school.ts'

let school: TestSchool
let manager: TestDevice

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
})
afterAll(() => school.close())

test('[L3] [D11] a write of another history waits until what was confirmed before it was sent again', async () => {
  const made = helmet(manager.stamp(), { name: 'Old' })
  await manager.write('equipment', made)
  const { epoch } = (await manager.pull('equipment')).checkpoint
  const confirmed = { ...made, name: 'Confirmed', stamp: manager.stamp() }
  const unsent = { ...confirmed, size: 'XL', stamp: manager.stamp() }

  // The restore went back to before the confirmed write, of which the device alone knows now.
  const admin = connectDatabase(school.database.adminUrl, { max: 1, name: 'test' })
  await beginHistory(admin, school.tenant)
  await admin.end()
  const push = (row: { newDocumentState: typeof made; assumedMasterState: typeof made }, known?: string) =>
    school.sync.push(school.tenant, registry.equipment, manager.sender, [row], { epoch: known })
  const lastRow = { newDocumentState: unsent, assumedMasterState: confirmed }
  const counter = await school.counter()
  await expect(push(lastRow, epoch)).rejects.toMatchObject({
    code: 'resync-required',
    details: { reason: 'epoch', restoredTo: expect.any(Number) },
  })
  expect(await school.counter()).toBe(counter)

  await push({ newDocumentState: confirmed, assumedMasterState: made })
  await push(lastRow)
  const [stored] = (await manager.all('equipment')).filter(({ id }) => id === made.id)
  expect(stored).toMatchObject({ name: 'Confirmed', size: 'XL' })
})

test('[P5] a push of another history does not hold back those that are decided with it', async () => {
  const good = helmet(manager.stamp())
  const { epoch } = (await manager.pull('equipment')).checkpoint
  const other = school.sync.push(
    school.tenant,
    registry.equipment,
    manager.sender,
    [{ newDocumentState: helmet(manager.stamp()) }],
    { epoch: crypto.randomUUID() },
  )
  const own = school.sync.push(
    school.tenant,
    registry.equipment,
    manager.sender,
    [{ newDocumentState: good }],
    { epoch },
  )
  await expect(other).rejects.toMatchObject({ code: 'resync-required' })
  expect(await own).toEqual({ documents: [], rejected: [] })
})

test('[D11] a deletion of what a restore lost is there before its maker sends it again: nobody’s write is lost', async () => {
  const made = helmet(manager.stamp(), { name: 'Made before the restore' })
  const other = await school.device('EQUIPMENT_MANAGER')
  const deletion = { ...made, stamp: other.stamp(), _deleted: true }
  expect(await other.write('equipment', deletion, made)).toEqual({ documents: [], rejected: [] })
  const answer = await manager.write('equipment', made)
  expect(answer.rejected).toMatchObject([{ id: made.id, code: 'gone' }])
  const [stored] = (await manager.all('equipment')).filter(({ id }) => id === made.id)
  expect(stored).toMatchObject({ _deleted: true })
  const filed = (await manager.all('reviews')).filter(({ documentId }) => documentId === made.id)
  expect(filed).toMatchObject([{ kind: 'rejected', device: { name: 'Made before the restore' } }])
})

test('[D11] who may only ask for it has asked, also before it is there again', async () => {
  const made = helmet(manager.stamp())
  const coach = await school.device('COACH')
  await coach.write('equipment', { ...made, stamp: coach.stamp(), _deleted: true }, made)
  await manager.write('equipment', made)
  const filed = (await manager.all('reviews')).filter(({ documentId }) => documentId === made.id)
  expect(filed).toMatchObject([{ kind: 'deletion', state: 'open', reason: { code: 'asked' } }])
})

test('what one device made and deleted before it was sent is nothing', async () => {
  const counter = await school.counter()
  await manager.write('equipment', { ...helmet(manager.stamp()), _deleted: true })
  expect(await school.counter()).toBe(counter)
})
