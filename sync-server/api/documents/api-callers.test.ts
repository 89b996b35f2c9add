import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registry } from '../../../shared/registry.ts'
import { createTestSchool, helmet, type TestDevice, type TestSchool } from '../../sync/test-school.ts'
import { deviceOf, restStamps } from './rest-stamps.ts'

let school: TestSchool
let manager: TestDevice
let admin: TestDevice
/** One process of the server: its callers write under one name. */
const stamps = restStamps()

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
  admin = await school.device('SCHOOL_ADMIN')
})
afterAll(() => school.close())

type Made = ReturnType<typeof helmet>

/** What two callers of the API write, each of whom had read the thing before the other one's write. */
async function write(caller: TestDevice, base: Made, changes: Record<string, unknown>) {
  const stamp = stamps.next(base.stamp)
  const sender = { subject: caller.subject, deviceId: deviceOf(stamp), undocumented: true }
  const row = { assumedMasterState: base, newDocumentState: { ...base, ...changes, stamp } }
  return school.sync.push(school.tenant, registry.equipment, sender, [row])
}

const stored = async (id: string) => (await manager.all('equipment')).find((thing) => thing.id === id)
const reviewsOf = async (id: string) => (await manager.all('reviews')).filter((one) => one.documentId === id)

describe('[C4] callers of the API who write at the same moment', () => {
  test('the value that loses is kept in a review: nobody is taken for the other', async () => {
    const thing = helmet(manager.stamp(), { size: 'M' })
    await manager.write('equipment', thing)
    await write(manager, thing, { size: 'L' })
    await write(admin, thing, { size: 'XL' })
    expect(await stored(thing.id)).toMatchObject({ size: 'L' })
    expect(await reviewsOf(thing.id)).toMatchObject([
      { kind: 'overwritten', state: 'settled', authorId: admin.subject.userId, device: { size: 'XL' } },
    ])
  })

  test('what one caller sets twice from one reading is a conflict too', async () => {
    const thing = helmet(manager.stamp(), { condition: 'new', conditionStamp: manager.stamp() })
    await manager.write('equipment', thing)
    await write(manager, thing, { condition: 'poor', conditionStamp: stamps.next() })
    await write(manager, thing, { condition: 'good', conditionStamp: stamps.next() })
    expect(await stored(thing.id)).toMatchObject({ condition: 'good' })
    expect(await reviewsOf(thing.id)).toMatchObject([
      { kind: 'overwritten', server: { condition: 'poor' }, device: { condition: 'good' } },
    ])
  })

  test('[A1] notes and tags of both stay', async () => {
    const thing = helmet(manager.stamp())
    await manager.write('equipment', thing)
    await write(manager, thing, { notes: 'Strap', tags: ['blue'] })
    const { _deleted, ...base } = (await stored(thing.id)) ?? thing
    await write(manager, base, { notes: 'Strap broken', tags: ['blue', 'north'] })
    await write(admin, base, { tags: ['blue', 'south'] })
    expect(await stored(thing.id)).toMatchObject({
      notes: 'Strap broken',
      tags: ['blue', 'north', 'south'],
    })
  })

  test('who deletes without having seen the other’s write asks for it', async () => {
    const thing = helmet(manager.stamp(), { size: 'M' })
    await manager.write('equipment', thing)
    await write(manager, thing, { size: 'L' })
    await write(admin, thing, { _deleted: true })
    expect(await stored(thing.id)).toMatchObject({ size: 'L', pendingDeletion: true, _deleted: false })
    expect(await reviewsOf(thing.id)).toMatchObject([{ kind: 'deletion', reason: { code: 'stale' } }])
  })
})

describe('a write on the condition that nobody changed the document since', () => {
  test('of two at once one is stored, and nothing of the other, however they meet', async () => {
    const thing = helmet(manager.stamp(), { size: 'M' })
    await manager.write('equipment', thing)
    const [row] = (await school.rows('equipment')).filter(({ id }) => id === thing.id)
    const seqs = new Map([[thing.id, Number(row?.seq)]])
    const push = (caller: TestDevice, size: string) =>
      school.sync.push(
        school.tenant,
        registry.equipment,
        caller.sender,
        [{ assumedMasterState: thing, newDocumentState: { ...thing, size, stamp: caller.stamp() } }],
        { seqs },
      )
    const counter = await school.counter()
    const [first, second] = await Promise.allSettled([push(manager, 'L'), push(admin, 'XL')])
    expect(first).toMatchObject({ status: 'fulfilled', value: { rejected: [] } })
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'precondition-failed' } })
    expect(await stored(thing.id)).toMatchObject({ size: 'L' })
    expect(await reviewsOf(thing.id)).toEqual([])
    expect(await school.counter()).toBe(counter + 1)
  })
})
