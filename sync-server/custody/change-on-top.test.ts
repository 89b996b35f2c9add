import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatStamp } from '../../shared/clock.ts'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { schoolCustody } from '../create-school-sync.ts'
import { createTestSchool, entry, helmet, type TestDevice, type TestSchool } from '../sync/test-school.ts'
import { settleOverdueMoves } from './overdue-moves.ts'

let school: TestSchool
let manager: TestDevice
let other: TestDevice
let ann: string

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
  other = await school.device('EQUIPMENT_MANAGER')
  const person = { id: uuidv7(), stamp: manager.stamp(), name: 'Ann', kind: 'athlete', active: true }
  await manager.write('people', person)
  ann = person.id
})
afterAll(() => school.close())

async function newHelmet(): Promise<AnyDocument> {
  const made = helmet(manager.stamp())
  await manager.write('equipment', made)
  return made
}

async function thing(id: string) {
  return (await manager.all('equipment')).find((document) => document.id === id)
}

async function ledger(equipmentId: string) {
  return (await manager.all('transactions'))
    .filter((document) => document.equipmentId === equipmentId)
    .toSorted((a, b) => (a.stamp < b.stamp ? -1 : 1))
}

const settle = () => settleOverdueMoves(school.pool, school.sync.committer, schoolCustody, school.tenant, 0)

/** A check-out and, before either left the device, the status set to lost: the thing leaves once, the entry beside it. */
function lostAfterCheckOut(made: AnyDocument, toHolderId: string) {
  const out = entry(other, 'check_out', made.id, { toHolderId })
  const stamp = other.stamp()
  const lost = { ...made, status: 'lost', holderId: toHolderId, custodyId: out.id, statusStamp: stamp, stamp }
  return { out, lost }
}

describe('[S1] a change of status with a later stamp than the transaction that it names stands for itself', () => {
  test.each(['transaction first', 'thing first', 'the transaction after ten minutes'])(
    '%s',
    async (order) => {
      const made = await newHelmet()
      const { out, lost } = lostAfterCheckOut(made, ann)
      if (order === 'transaction first') await other.write('transactions', out)
      await other.write('equipment', lost, made)
      if (order === 'the transaction after ten minutes') await settle()
      if (order !== 'transaction first') await other.write('transactions', out)
      const entries = await ledger(made.id)
      expect(entries).toMatchObject([
        { id: out.id, type: 'check_out' },
        { type: 'status_set', stamp: lost.stamp, note: expect.stringMatching(/> lost$/) },
      ])
      expect(await thing(made.id)).toMatchObject({ status: 'lost', custodyId: entries[1]?.id })
      expect(await school.rows('pending_moves')).toEqual([])
    },
  )

  test('also where that transaction is refused', async () => {
    const coach = await school.device('COACH')
    const made = await newHelmet()
    const out = entry(coach, 'check_out', made.id, { toHolderId: uuidv7() })
    const stamp = coach.stamp()
    const lost = { ...made, status: 'lost', custodyId: out.id, statusStamp: stamp, stamp }
    await coach.write('equipment', lost, made)
    expect((await coach.write('transactions', out)).rejected).toMatchObject([{ code: 'not-found' }])
    const entries = await ledger(made.id)
    expect(entries).toMatchObject([{ type: 'status_set', note: 'available > lost' }])
    expect(await thing(made.id)).toMatchObject({ status: 'lost', custodyId: entries[0]?.id })
  })
})

test('[S1] [C4] a device whose creation was not answered moves its thing on, back to where things are made as well', async () => {
  const stamp = other.stamp()
  const made = { ...helmet(stamp), status: 'in_maintenance', statusStamp: stamp }
  await other.write('equipment', made)
  const next = other.stamp()
  await other.write('equipment', { ...made, status: 'available', statusStamp: next, stamp: next })
  expect(await thing(made.id)).toMatchObject({ status: 'available', statusStamp: next })
  expect((await ledger(made.id)).map(({ note }) => note)).toEqual([
    'available > in_maintenance',
    'in_maintenance > available',
  ])
})

describe('[S1] a move whose transaction never comes has its entry, also where others moved the thing on', () => {
  test('a move that was replaced says where it had led', async () => {
    const made = await newHelmet()
    const never = entry(other, 'report_lost', made.id)
    await other.write(
      'equipment',
      { ...made, status: 'lost', custodyId: never.id, statusStamp: never.stamp, stamp: never.stamp },
      made,
    )
    await manager.write('transactions', entry(manager, 'check_out', made.id, { toHolderId: ann }))
    await settle()
    expect(await ledger(made.id)).toMatchObject([
      { type: 'status_set', stamp: never.stamp, note: 'available > lost' },
      { type: 'check_out' },
    ])
    expect(await thing(made.id)).toMatchObject({ status: 'checked_out', holderId: ann })
  })

  test('a move that came too late to lead anywhere has one as well', async () => {
    const made = await newHelmet()
    const never = entry(other, 'report_lost', made.id)
    await new Promise((resolve) => setTimeout(resolve, 2))
    await manager.write('transactions', entry(manager, 'check_out', made.id, { toHolderId: ann }))
    await other.write(
      'equipment',
      { ...made, status: 'lost', custodyId: never.id, statusStamp: never.stamp, stamp: never.stamp },
      made,
    )
    expect(await thing(made.id)).toMatchObject({ status: 'checked_out', holderId: ann })
    await settle()
    expect(await ledger(made.id)).toMatchObject([
      { type: 'status_set', stamp: never.stamp, note: 'checked_out > lost' },
      { type: 'check_out' },
    ])
  })
})

test('[S3] a thing whose copy comes after the entries that followed goes on to the last of them', async () => {
  const made = await newHelmet()
  const out = entry(other, 'check_out', made.id, { toHolderId: ann })
  const back = entry(manager, 'check_in', made.id, { fromHolderId: ann, previousId: out.id })
  // Somebody's clock ran ahead: by stamps alone neither entry moves the thing.
  const ahead = formatStamp({ ms: Date.now() + 50_000, counter: 0, deviceId: manager.deviceId })
  const lost = { ...made, status: 'lost', statusStamp: ahead, stamp: ahead }
  await manager.write('equipment', lost, made)
  const stored = await thing(made.id)
  await manager.write('transactions', back)
  const copy = { ...made, ...stored, status: 'checked_out', holderId: ann, custodyId: out.id }
  const { _deleted, ...base } = { ...made, ...stored }
  await other.write(
    'equipment',
    { ...copy, _deleted: false, statusStamp: out.stamp, stamp: laterThan(ahead) },
    base,
  )
  await other.write('transactions', out)
  expect(await thing(made.id)).toMatchObject({ status: 'available', custodyId: back.id })
})

function laterThan(stamp: string): string {
  return formatStamp({ ms: Number(stamp.slice(0, 13)) + 1, counter: 0, deviceId: other.deviceId })
}
