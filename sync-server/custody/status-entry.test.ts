import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { registry } from '../../shared/registry.ts'
import { schoolCustody } from '../create-school-sync.ts'
import { createTestSchool, entry, helmet, type TestDevice, type TestSchool } from '../sync/test-school.ts'
import { settleOverdueMoves } from './overdue-moves.ts'
import { statusEntryId } from './status-entry.ts'

let school: TestSchool
let manager: TestDevice
let coach: TestDevice

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
  coach = await school.device('COACH')
})
afterAll(() => school.close())

async function newHelmet(): Promise<AnyDocument> {
  const made = helmet(manager.stamp())
  await manager.write('equipment', made)
  return made
}

async function ledger(equipmentId: string) {
  return (await manager.all('transactions'))
    .filter((document) => document.equipmentId === equipmentId)
    .toSorted((a, b) => (a.stamp < b.stamp ? -1 : 1))
}

test('[S1] nobody enters anything in the place of the entry that the server will make of another’s move', async () => {
  const [made, elsewhere] = [await newHelmet(), await newHelmet()]
  const never = entry(manager, 'report_lost', made.id)
  const { stamp } = never
  await manager.write(
    'equipment',
    { ...made, status: 'lost', custodyId: never.id, statusStamp: stamp, stamp },
    made,
  )

  // All of it can be read on any device: the thing, the stamp of its status, and who moved it.
  const id = statusEntryId(made.id, stamp, manager.subject.userId)
  const inItsPlace = { ...entry(coach, 'inspect', elsewhere.id), id }
  const { rejected } = await coach.write('transactions', inItsPlace)
  expect(rejected).toMatchObject([{ id, code: 'invalid' }])
  const [review] = (await coach.all('reviews')).filter(({ documentId }) => documentId === id)
  expect(review).toMatchObject({
    kind: 'rejected',
    state: 'open',
    reason: { issues: [{ field: 'id', code: 'malformed' }] },
  })

  await settleOverdueMoves(school.pool, school.sync.committer, schoolCustody, school.tenant, 0)
  expect(await ledger(elsewhere.id)).toEqual([])
  expect(await ledger(made.id)).toMatchObject([
    { id, type: 'status_set', actorId: manager.subject.userId, note: 'available > lost' },
  ])
})

test('[S1] [C4] who sends another’s device id and the stamp of another’s change has an entry under the own name', async () => {
  const made = await newHelmet()
  const [stamp, later] = [manager.stamp(), manager.stamp()]
  await manager.write('equipment', { ...made, status: 'lost', statusStamp: stamp, stamp }, made)
  const { _deleted: _, ...seen } = (await manager.all('equipment')).find(({ id }) => id === made.id) ?? made
  expect(seen).toMatchObject({ status: 'lost' })

  const asAnother = { subject: coach.subject, deviceId: manager.deviceId }
  const moved = { ...made, status: 'in_maintenance', statusStamp: later, stamp }
  await school.sync.push(school.tenant, registry.equipment, asAnother, [
    { assumedMasterState: made, newDocumentState: moved },
  ])
  const entries = await ledger(made.id)
  expect(entries).toMatchObject([
    { type: 'status_set', actorId: manager.subject.userId, note: 'available > lost' },
    { type: 'status_set', actorId: coach.subject.userId, note: 'lost > in_maintenance' },
  ])
  const [thing] = (await manager.all('equipment')).filter(({ id }) => id === made.id)
  expect(thing).toMatchObject({ status: 'in_maintenance', custodyId: entries[1]?.id })
})
