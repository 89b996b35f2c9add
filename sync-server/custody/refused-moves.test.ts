import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { uuidv7 } from '../../shared/ids.ts'
import type { PushRow } from '../../shared/protocol.ts'
import { createTestSchool, entry, helmet, type TestDevice, type TestSchool } from '../sync/test-school.ts'

let school: TestSchool
let manager: TestDevice
let coach: TestDevice
let other: TestDevice
let ann: string

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
  coach = await school.device('COACH')
  other = await school.device('COACH')
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

/** A device's local copy of a thing after a check-out, whose transaction is not sent yet. */
function movedBy(out: AnyDocument, base: AnyDocument): AnyDocument {
  const { id, stamp, toHolderId } = out
  return { ...base, status: 'checked_out', holderId: toHolderId, custodyId: id, statusStamp: stamp, stamp }
}

const asRow = (newDocumentState: AnyDocument, assumedMasterState?: AnyDocument): PushRow =>
  assumedMasterState ? { newDocumentState, assumedMasterState } : { newDocumentState }

/** Hand-outs of one thing, one after the other; nobody knows those whom they go to. */
function handOuts(device: TestDevice, made: AnyDocument, holders: readonly string[]) {
  let copy = made
  let previous: AnyDocument | undefined
  return holders.map((toHolderId) => {
    const type = previous ? 'transfer' : 'check_out'
    const link = previous ? { previousId: previous.id } : {}
    const out = entry(device, type, made.id, { toHolderId, ...link })
    const row = asRow(movedBy(out, copy), copy)
    copy = row.newDocumentState
    previous = out
    return { out, row }
  })
}

async function expectAsNew(made: AnyDocument) {
  const stored = await thing(made.id)
  expect(stored).toMatchObject({ status: 'available' })
  for (const field of ['holderId', 'custodyId', 'statusStamp']) expect(stored).not.toHaveProperty(field)
  expect(await school.rows('pending_moves')).toEqual([])
}

describe('[S1] moves of one thing in a row whose transactions are refused', () => {
  const unknown = () => [uuidv7(), uuidv7(), uuidv7()]

  test('are all undone, where the refusals come with one push', async () => {
    const made = await newHelmet()
    const moves = handOuts(coach, made, unknown())
    for (const { row } of moves) await coach.push('equipment', [row])
    const answer = await coach.push(
      'transactions',
      moves.map(({ out }) => asRow(out)),
    )
    expect(answer.rejected.map(({ code }) => code)).toEqual(['not-found', 'not-found', 'not-found'])
    await expectAsNew(made)
  })

  test('are all undone, where each refusal is a commit of its own, in whatever order', async () => {
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
      [0, 2, 1],
    ]) {
      const made = await newHelmet()
      const moves = handOuts(coach, made, unknown())
      for (const { row } of moves) await coach.push('equipment', [row])
      for (const index of order) {
        const out = moves[index]?.out
        if (out) await coach.write('transactions', out)
      }
      await expectAsNew(made)
    }
  })

  test('is not made by a copy that was edited since: the edit alone is taken', async () => {
    const made = await newHelmet()
    const out = entry(coach, 'check_out', made.id, { toHolderId: uuidv7() })
    expect((await coach.write('transactions', out)).rejected).toMatchObject([{ code: 'not-found' }])
    const stamp = coach.stamp()
    const edited = { ...movedBy(out, made), condition: 'poor', conditionStamp: stamp, stamp }
    await coach.write('equipment', edited, made)
    await expectAsNew(made)
    expect(await thing(made.id)).toMatchObject({ condition: 'poor' })
  })

  test('are all undone, where moves and refusals are merged into one commit', async () => {
    const made = await newHelmet()
    const moves = handOuts(coach, made, unknown())
    await Promise.all([
      ...moves.map(({ row }) => coach.push('equipment', [row])),
      coach.push(
        'transactions',
        moves.map(({ out }) => asRow(out)),
      ),
    ])
    await expectAsNew(made)
  })

  test('of two devices: the later one goes back to what was before the refused one', async () => {
    const made = await newHelmet()
    const [first] = handOuts(coach, made, [uuidv7()])
    if (!first) throw new Error('one move')
    const second = entry(other, 'check_out', made.id, { toHolderId: uuidv7() })
    await coach.push('equipment', [first.row])
    await other.write('equipment', movedBy(second, made), made)
    expect(await thing(made.id)).toMatchObject({ custodyId: second.id })
    await coach.write('transactions', first.out)
    expect(await thing(made.id)).toMatchObject({ custodyId: second.id })
    await other.write('transactions', second)
    await expectAsNew(made)
  })
})

test('[S1] a refused move takes back nothing of the one that was made on top of it and is taken', async () => {
  const made = await newHelmet()
  const moves = handOuts(coach, made, [uuidv7(), ann])
  for (const { row } of moves) await coach.push('equipment', [row])
  const answer = await coach.push(
    'transactions',
    moves.map(({ out }) => asRow(out)),
  )
  expect(answer.rejected.map(({ id }) => id)).toEqual([moves[0]?.out.id])
  expect(await thing(made.id)).toMatchObject({
    status: 'checked_out',
    holderId: ann,
    custodyId: moves[1]?.out.id,
  })
  expect(await school.rows('pending_moves')).toEqual([])
})

test('[S1] [S3] a thing whose move is refused goes on to what followed the entry before it meanwhile', async () => {
  const made = await newHelmet()
  const out = entry(manager, 'check_out', made.id, { toHolderId: ann })
  // Made before the move that will be refused, and sent after it.
  const back = entry(other, 'check_in', made.id, { fromHolderId: ann, previousId: out.id })
  await manager.write('transactions', out)
  const atAnn = await thing(made.id)
  if (!atAnn) throw new Error('The thing is gone.')
  const { _deleted, ...base } = atAnn
  const on = entry(coach, 'transfer', made.id, { toHolderId: uuidv7(), previousId: out.id })
  await coach.push('equipment', [asRow(movedBy(on, base), base)])
  await other.write('transactions', back)
  expect(await thing(made.id)).toMatchObject({ custodyId: on.id })
  const { rejected } = await coach.write('transactions', on)
  expect(rejected).toMatchObject([{ code: 'not-found' }])
  expect(await thing(made.id)).toMatchObject({ status: 'available', custodyId: back.id })
})
