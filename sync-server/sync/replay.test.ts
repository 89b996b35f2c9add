import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import type { PushRow } from '../../shared/protocol.ts'
import { type CollectionName, registry } from '../../shared/registry.ts'
import type { Sender } from './sender.ts'
import { createTestSchool, entry, helmet, type TestDevice, type TestSchool } from './test-school.ts'

let school: TestSchool
let coach: TestDevice
let other: TestDevice

beforeAll(async () => {
  school = await createTestSchool()
  coach = await school.device('EQUIPMENT_MANAGER')
  other = await school.device('EQUIPMENT_MANAGER')
})
afterAll(() => school.close())

interface Recorded {
  readonly collection: CollectionName
  readonly rows: readonly PushRow[]
}

/** A season of one thing, as its device pushed it: made, edited twice, given out, taken back, and one write that was refused. */
async function recordedPushes(): Promise<readonly Recorded[]> {
  const pushes: Recorded[] = []
  const push = async (
    collection: CollectionName,
    newDocumentState: PushRow['newDocumentState'],
    base?: PushRow['newDocumentState'],
  ) => {
    const rows = [{ newDocumentState, ...(base ? { assumedMasterState: base } : {}) }]
    pushes.push({ collection, rows })
    await coach.push(collection, rows)
    return newDocumentState
  }
  const person = await push('people', {
    id: uuidv7(),
    stamp: coach.stamp(),
    name: 'Jordan Lee',
    kind: 'athlete',
    active: true,
  })
  const made = await push('equipment', helmet(coach.stamp(), { size: 'M' }))
  const larger = await push('equipment', { ...made, size: 'L', stamp: coach.stamp() }, made)
  await push('equipment', { ...larger, size: 'XL', model: 'Speed', stamp: coach.stamp() }, larger)
  const out = await push('transactions', entry(coach, 'check_out', made.id, { toHolderId: person.id }))
  await push(
    'transactions',
    entry(coach, 'check_in', made.id, { fromHolderId: person.id, previousId: out.id }),
  )
  await push('equipment', helmet(coach.stamp(), { kind: 'spaceship' }))
  return pushes
}

/** The same order for the same seed. */
function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  return items
    .map((item, index) => ({ item, at: Math.sin((index + 1) * 12.9898 * seed) * 43758.5453 }))
    .map(({ item, at }) => ({ item, at: at - Math.floor(at) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

async function allOf(tables: readonly string[]) {
  return Promise.all(tables.map(async (table) => [table, await school.rows(table)]))
}

const EVERYTHING = ['equipment', 'people', 'transactions', 'reviews', 'audit', 'sync_state']

test('[P2] pushes that come again, in any order and number, change nothing at all', async () => {
  const pushes = await recordedPushes()
  const before = await allOf(EVERYTHING)
  for (const seed of [1, 2, 3, 4, 5]) {
    for (const { collection, rows } of shuffled([...pushes, ...pushes], seed))
      await coach.push(collection, rows)
  }
  expect(await allOf(EVERYTHING)).toEqual(before)
})

test('[P7] pushes that are replayed by another person are refused, and nothing of them is applied', async () => {
  const pushes = await recordedPushes()
  const before = await allOf(['equipment', 'people', 'transactions'])
  for (const { collection, rows } of shuffled(pushes, 7)) {
    const { rejected } = await other.push(collection, rows)
    const code = rows[0]?.newDocumentState.kind === 'spaceship' ? 'invalid' : 'forbidden'
    expect(rejected.map((rejection) => rejection.code)).toEqual([code])
  }
  expect(await allOf(['equipment', 'people', 'transactions'])).toEqual(before)
})

test('[P2] pushes that are replayed from another device of the same person change nothing', async () => {
  const pushes = await recordedPushes()
  const before = await allOf(EVERYTHING)
  const elsewhere: Sender = { ...coach.sender, deviceId: 'another' }
  for (const { collection, rows } of shuffled(pushes, 7))
    await school.sync.push(school.tenant, registry[collection], elsewhere, rows)
  expect(await allOf(EVERYTHING)).toEqual(before)
})

test('[P7] [P9] replayed by another person under the very device’s id, they move nothing back', async () => {
  const pushes = await recordedPushes()
  const [{ rows: [made] = [] } = { rows: [] }] = pushes.filter(({ collection }) => collection === 'equipment')
  const state = async () => {
    const things = await school.rows('equipment')
    const { size, model, status, holder_id, custody_id } =
      things.find(({ id }) => id === made?.newDocumentState.id) ?? {}
    return { size, model, status, holder_id, custody_id }
  }
  const before = [await state(), (await school.rows('transactions')).length]
  expect(before[0]).toMatchObject({ size: 'XL', model: 'Speed', status: 'available', holder_id: null })
  const impostor: Sender = { ...other.sender, deviceId: coach.deviceId }
  for (const { collection, rows } of shuffled([...pushes, ...pushes], 11))
    await school.sync.push(school.tenant, registry[collection], impostor, rows)
  expect([await state(), (await school.rows('transactions')).length]).toEqual(before)
  // And the device's own next edit is taken.
  const current = (await coach.all('equipment')).find(({ id }) => id === made?.newDocumentState.id)
  if (!current) throw new Error('The thing is gone.')
  const { _deleted: _, ...base } = current
  expect(
    (await coach.write('equipment', { ...base, size: 'S', stamp: coach.stamp() }, base)).rejected,
  ).toEqual([])
  expect(await state()).toMatchObject({ size: 'S' })
})
