import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { isJsonObject } from '../../shared/json.ts'
import { createTestSchool, entry, helmet, type TestDevice, type TestSchool } from '../sync/test-school.ts'

let school: TestSchool
let desk: TestDevice
let tablet: TestDevice
let ann: string
let ben: string

beforeAll(async () => {
  school = await createTestSchool()
  desk = await school.device('EQUIPMENT_MANAGER')
  tablet = await school.device('EQUIPMENT_MANAGER')
  ann = await person('Ann')
  ben = await person('Ben')
})
afterAll(() => school.close())

async function person(name: string): Promise<string> {
  const document = { id: uuidv7(), stamp: desk.stamp(), name, kind: 'athlete', active: true }
  await desk.write('people', document)
  return document.id
}

let codes = 0
function newCode(): string {
  codes += 1
  return `TWIN-${1000 + codes}`
}

async function stored(id: string) {
  return (await desk.all('equipment')).find((document) => document.id === id)
}

async function carriers(tagCode: string) {
  return (await desk.all('equipment')).filter((one) => one.tagCode === tagCode && !one._deleted)
}

async function ledger(equipmentId: string) {
  return (await desk.all('transactions')).filter((document) => document.equipmentId === equipmentId)
}

async function reviews(documentId: string) {
  return (await desk.all('reviews')).filter((review) => review.documentId === documentId)
}

/** One thing, created on two devices that did not know of each other; the desk's arrives first. */
async function twice(
  first: Record<string, unknown>,
  second: Record<string, unknown>,
): Promise<readonly [AnyDocument, AnyDocument]> {
  const one = helmet(desk.stamp(), first)
  const two = helmet(tablet.stamp(), second)
  await desk.write('equipment', one)
  await tablet.write('equipment', two)
  return [one, two]
}

describe('[S5] created twice: the record stored first survives', () => {
  test('what only the second knows is taken, and what both say differently is kept in a review', async () => {
    const tagCode = newCode()
    const [one, two] = await twice(
      { name: 'Helmet', tagCode, size: 'L' },
      { name: 'Helmet, blue', tagCode, serial: 'SN-90210', model: 'Speed' },
    )
    expect(await carriers(tagCode)).toMatchObject([
      { id: one.id, name: 'Helmet', size: 'L', serial: 'SN-90210', model: 'Speed', status: 'available' },
    ])
    expect(await stored(two.id)).toMatchObject({ _deleted: true, mergedInto: one.id })
    expect(await reviews(one.id)).toMatchObject([
      { kind: 'overwritten', state: 'settled', fields: ['name'], device: { name: 'Helmet, blue' } },
    ])
    expect(await reviews(two.id)).toEqual([])
  })

  test('[P2] a repeated push of the second changes nothing, and its sender is told where the thing is', async () => {
    const tagCode = newCode()
    const [one, two] = await twice({ tagCode }, { tagCode, model: 'Speed' })
    const counter = await school.counter()
    expect(await tablet.write('equipment', two)).toMatchObject({
      documents: [{ id: two.id, _deleted: true, mergedInto: one.id }],
      rejected: [],
    })
    expect(await school.counter()).toBe(counter)
  })

  test('a later edit under the second id reaches the survivor', async () => {
    const tagCode = newCode()
    const [one, two] = await twice({ tagCode, size: 'L' }, { tagCode, size: 'L' })
    await tablet.write('equipment', { ...two, jerseyNumber: '42', stamp: tablet.stamp() }, two)
    expect(await stored(one.id)).toMatchObject({ jerseyNumber: '42', _deleted: false })
    expect(await stored(two.id)).toMatchObject({ _deleted: true, mergedInto: one.id })
  })

  test.each(['the thing first', 'the transaction first'])(
    'a check-out under the second id is the survivor’s: %s',
    async (order) => {
      const tagCode = newCode()
      const one = helmet(desk.stamp(), { tagCode })
      await desk.write('equipment', one)
      const two = helmet(tablet.stamp(), { tagCode })
      const out = entry(tablet, 'check_out', two.id, { toHolderId: ann })
      const moved = {
        ...two,
        status: 'checked_out',
        holderId: ann,
        custodyId: out.id,
        statusStamp: out.stamp,
        stamp: out.stamp,
      }
      if (order === 'the thing first') {
        await tablet.write('equipment', moved)
        await tablet.write('transactions', out)
      } else {
        await tablet.write('transactions', out)
        await tablet.write('equipment', moved)
      }
      expect(await stored(one.id)).toMatchObject({ status: 'checked_out', holderId: ann, custodyId: out.id })
      expect(await ledger(one.id)).toMatchObject([{ id: out.id, toHolderId: ann }])
      expect(await ledger(two.id)).toEqual([])
      expect(await reviews(one.id)).toEqual([])
    },
  )

  test('[S2] both were checked out to somebody: a fork, both in the ledger, for a manager to settle', async () => {
    const tagCode = newCode()
    const [one, two] = await twice({ tagCode }, { tagCode })
    const first = entry(desk, 'check_out', one.id, { toHolderId: ann })
    const second = entry(tablet, 'check_out', two.id, { toHolderId: ben })
    await desk.write('transactions', first)
    expect(await tablet.write('transactions', second)).toMatchObject({
      documents: [{ id: second.id, equipmentId: one.id }],
      rejected: [],
    })
    expect((await ledger(one.id)).map(({ id }) => id).toSorted()).toEqual([first.id, second.id].toSorted())
    expect(await reviews(one.id)).toMatchObject([
      { kind: 'custody-fork', state: 'open', transactionIds: [first.id, second.id].toSorted() },
    ])
    expect(await stored(one.id)).toMatchObject({ status: 'checked_out', holderId: ben })
  })

  test('[S2] so it is where the check-out came before its thing, which then turns out to be one that is out', async () => {
    const tagCode = newCode()
    const one = helmet(desk.stamp(), { tagCode })
    await desk.write('equipment', one)
    const first = entry(desk, 'check_out', one.id, { toHolderId: ann })
    await desk.write('transactions', first)
    const two = helmet(tablet.stamp(), { tagCode })
    const second = entry(tablet, 'check_out', two.id, { toHolderId: ben })
    await tablet.write('transactions', second)
    await tablet.write('equipment', two)
    expect((await ledger(one.id)).map(({ id }) => id).toSorted()).toEqual([first.id, second.id].toSorted())
    expect(await reviews(one.id)).toMatchObject([
      { kind: 'custody-fork', state: 'open', transactionIds: [first.id, second.id].toSorted() },
    ])
  })

  test('what is out stays out when it is created once more', async () => {
    const tagCode = newCode()
    const one = helmet(desk.stamp(), { tagCode })
    await desk.write('equipment', one)
    const out = entry(desk, 'check_out', one.id, { toHolderId: ann })
    await desk.write('transactions', out)
    await tablet.write('equipment', helmet(tablet.stamp(), { tagCode }))
    expect(await stored(one.id)).toMatchObject({ status: 'checked_out', holderId: ann, custodyId: out.id })
    expect(await ledger(one.id)).toHaveLength(1)
  })

  test('two in one push, and two at the same moment from two devices, are one thing each', async () => {
    const [together, atOnce] = [newCode(), newCode()]
    await tablet.push('equipment', [
      { newDocumentState: helmet(tablet.stamp(), { tagCode: together }) },
      { newDocumentState: helmet(tablet.stamp(), { tagCode: together }) },
    ])
    expect(await carriers(together)).toHaveLength(1)
    const second = school.secondProcess()
    await Promise.all([
      desk.push('equipment', [{ newDocumentState: helmet(desk.stamp(), { tagCode: atOnce }) }]),
      tablet.push('equipment', [{ newDocumentState: helmet(tablet.stamp(), { tagCode: atOnce }) }], second),
    ])
    expect(await carriers(atOnce)).toHaveLength(1)
  })
})

describe('[S5] the alias and its survivor', () => {
  test('two on one device: what the second says differently is kept in a review, the first stays', async () => {
    const tagCode = newCode()
    const one = helmet(tablet.stamp(), { tagCode, name: 'Helmet A', size: 'L' })
    await tablet.write('equipment', one)
    await tablet.write('equipment', helmet(tablet.stamp(), { tagCode, name: 'Helmet B', size: 'S' }))
    expect(await carriers(tagCode)).toMatchObject([{ id: one.id, name: 'Helmet A', size: 'L' }])
    expect(await reviews(one.id)).toMatchObject([
      { kind: 'overwritten', fields: ['name', 'size'], device: { name: 'Helmet B', size: 'S' } },
    ])
  })

  test.each(['creates the twin', 'edits the twin', 'deletes the twin'])(
    '[P9] what a device wrote to the first before it %s is taken when it comes behind that',
    async (then) => {
      const tagCode = newCode()
      const one = helmet(desk.stamp(), { tagCode })
      await desk.write('equipment', one)
      const two = helmet(tablet.stamp(), { tagCode })
      if (then !== 'creates the twin') await tablet.write('equipment', two)
      const known = await stored(one.id)
      const edited = { ...one, serial: 'SN-90377', stamp: tablet.stamp() }
      const later = { ...two, size: 'L', stamp: tablet.stamp(), _deleted: then === 'deletes the twin' }
      await tablet.write('equipment', later, then === 'creates the twin' ? undefined : two)
      await tablet.write('equipment', edited, known)
      expect(await stored(one.id)).toMatchObject({ serial: 'SN-90377', _deleted: false })
      const counter = await school.counter()
      await tablet.write('equipment', edited, known)
      await tablet.write('equipment', later, then === 'creates the twin' ? undefined : two)
      expect(await school.counter()).toBe(counter)
    },
  )

  /** Two devices made one thing; then the tablet writes to each record once, before it hears where they are. */
  async function wroteToBoth(order: 'the survivor last' | 'the alias last') {
    const tagCode = newCode()
    const [one, two] = await twice({ tagCode, name: 'Helmet' }, { tagCode, name: 'Helmet' })
    const known = await stored(one.id)
    const survivor = async () =>
      tablet.write('equipment', { ...known, id: one.id, size: 'M', stamp: tablet.stamp() }, known)
    const alias = async () => tablet.write('equipment', { ...two, size: 'L', stamp: tablet.stamp() }, two)
    for (const write of order === 'the alias last' ? [survivor, alias] : [alias, survivor]) await write()
    return { one, two, known }
  }

  test.each([
    ['the survivor last', { size: 'L' }, { size: 'M' }],
    ['the alias last', { size: 'M' }, { size: 'L' }],
  ] as const)(
    '[P9] [S5] what one device said of either record is kept where it differs: %s',
    async (order, kept, lost) => {
      const { one } = await wroteToBoth(order)
      expect(await stored(one.id)).toMatchObject(kept)
      expect(await reviews(one.id)).toMatchObject([
        { kind: 'overwritten', state: 'settled', fields: ['size'], device: lost, server: kept },
      ])
    },
  )

  test.each(['the survivor last', 'the alias last'] as const)(
    '[C4] what it then goes on with is no conflict with itself: %s',
    async (order) => {
      const { one, two, known } = await wroteToBoth(order)
      const before = await reviews(one.id)
      const [id, base] = order === 'the alias last' ? [two.id, two] : [one.id, known]
      await tablet.write('equipment', { ...base, id, model: 'Speed', stamp: tablet.stamp() }, base)
      await tablet.write('equipment', { ...base, id, model: 'Flex', stamp: tablet.stamp() }, base)
      expect(await stored(one.id)).toMatchObject({ model: 'Flex' })
      expect(await reviews(one.id)).toHaveLength(before.length)
    },
  )

  test('[P9] the state that a twin led to changes nothing when its device sends it once more', async () => {
    const tagCode = newCode()
    const one = helmet(desk.stamp(), { tagCode })
    await desk.write('equipment', one)
    const before = await stored(one.id)
    await tablet.write('equipment', helmet(tablet.stamp(), { tagCode, size: 'L' }))
    const led = await stored(one.id)
    const counter = await school.counter()
    const answer = await tablet.push('equipment', [{ newDocumentState: led!, assumedMasterState: before! }])
    expect(answer).toEqual({ documents: [], rejected: [] })
    expect(await school.counter()).toBe(counter)
  })

  test('[P9] nor does it stand for what the device wrote to the first before, which is still on its way', async () => {
    const tagCode = newCode()
    const one = helmet(desk.stamp(), { tagCode })
    await desk.write('equipment', one)
    const before = await stored(one.id)
    const edited = { ...one, serial: 'SN-90411', stamp: tablet.stamp() }
    await tablet.write('equipment', helmet(tablet.stamp(), { tagCode, size: 'L' }))
    const led = await stored(one.id)
    await tablet.push('equipment', [{ newDocumentState: led!, assumedMasterState: before! }])
    await tablet.write('equipment', edited, before)
    expect(await stored(one.id)).toMatchObject({ serial: 'SN-90411', size: 'L' })
  })

  test('fields of the server that a second record brings are not stored, whatever they hold', async () => {
    const tagCode = newCode()
    await desk.write('equipment', helmet(desk.stamp(), { tagCode }))
    const two = helmet(tablet.stamp(), { tagCode, quantity: 'abc', pendingDeletion: true })
    expect(await tablet.write('equipment', two)).toMatchObject({ rejected: [] })
    const alias = await stored(two.id)
    expect(alias).toMatchObject({ _deleted: true })
    expect(alias).not.toHaveProperty('quantity')
    expect(alias).not.toHaveProperty('pendingDeletion')
  })

  test('[S4] a transaction under the alias of a deleted thing revives the survivor, not the alias', async () => {
    const tagCode = newCode()
    const [one, two] = await twice({ tagCode }, { tagCode })
    await desk.write('equipment', { ...one, _deleted: true, stamp: desk.stamp() }, await stored(one.id))
    await tablet.write('transactions', entry(tablet, 'check_out', two.id, { toHolderId: ann }))
    expect(await stored(two.id)).toMatchObject({ _deleted: true, mergedInto: one.id })
    expect(await stored(one.id)).toMatchObject({ _deleted: false, pendingDeletion: true, holderId: ann })
  })

  test('a deletion under the alias is asked of a manager', async () => {
    const tagCode = newCode()
    const [one, two] = await twice({ tagCode }, { tagCode, model: 'Speed' })
    await tablet.write('equipment', { ...two, _deleted: true, stamp: tablet.stamp() }, two)
    expect(await stored(one.id)).toMatchObject({ _deleted: false, pendingDeletion: true })
    expect(await reviews(one.id)).toMatchObject([{ kind: 'deletion', state: 'open' }])
  })

  test('the tag of a retired thing on a new one makes no one thing of two', async () => {
    const tagCode = newCode()
    const one = helmet(desk.stamp(), { tagCode, name: 'Old helmet' })
    await desk.write('equipment', one)
    await desk.write('transactions', entry(desk, 'retire', one.id))
    const two = helmet(tablet.stamp(), { tagCode, name: 'New helmet' })
    await tablet.write('equipment', two)
    expect(await stored(two.id)).toMatchObject({ _deleted: false, name: 'New helmet', status: 'available' })
    expect(await stored(one.id)).toMatchObject({ _deleted: false, name: 'Old helmet', status: 'retired' })
  })
})

describe('transactions that came before their thing', () => {
  test('[S1] of a counted thing: its counts follow, its status does not', async () => {
    const cones = { ...helmet(tablet.stamp(), { kind: 'bulk', name: 'Cones' }), quantity: 20 }
    const out = entry(tablet, 'check_out', cones.id, { toHolderId: ann, quantity: 3 })
    const more = entry(tablet, 'check_out', cones.id, { toHolderId: ben, quantity: 2 })
    await tablet.push('transactions', [{ newDocumentState: out }, { newDocumentState: more }])
    await tablet.write('equipment', cones)
    const made = await stored(cones.id)
    expect(made).toMatchObject({ quantity: 20, quantityOut: 5, status: 'available' })
    expect(made).not.toHaveProperty('holderId')
    expect(await reviews(cones.id)).toEqual([])
  })

  test('[S1] the condition that a check-out states is the thing’s', async () => {
    const made = helmet(tablet.stamp(), {})
    await tablet.write(
      'transactions',
      entry(tablet, 'check_out', made.id, { toHolderId: ann, condition: 'poor' }),
    )
    await tablet.write('equipment', made)
    expect(await stored(made.id)).toMatchObject({ status: 'checked_out', condition: 'poor' })
  })
})

describe('[S5] two real things with one tag are both kept', () => {
  test('contradicting serials: a review of kind duplicate-tag says which two', async () => {
    const tagCode = newCode()
    const [one, two] = await twice({ tagCode, serial: 'A-10001' }, { tagCode, serial: 'B-20002' })
    expect((await carriers(tagCode)).map(({ id }) => id).toSorted()).toEqual([one.id, two.id].toSorted())
    expect(await reviews(two.id)).toMatchObject([
      {
        kind: 'duplicate-tag',
        state: 'open',
        fields: ['tagCode'],
        device: { id: two.id, serial: 'B-20002' },
        server: { id: one.id, serial: 'A-10001' },
        reason: { code: 'same-tag', otherId: one.id },
      },
    ])
  })

  test('an edit that gives a thing the tag of another is kept, with a review', async () => {
    const tagCode = newCode()
    const [one, two] = await twice({ tagCode }, { tagCode: newCode() })
    await tablet.write('equipment', { ...two, tagCode, stamp: tablet.stamp() }, two)
    expect(await carriers(tagCode)).toHaveLength(2)
    expect(await reviews(two.id)).toMatchObject([{ kind: 'duplicate-tag', server: { id: one.id } }])
  })

  test.each([
    ['short serials are counted from one by everybody', { serial: '17' }, { serial: '17' }, 0],
    [
      'a serial of another maker',
      { serial: 'X-55501', manufacturer: 'A' },
      { serial: 'X-55501', manufacturer: 'B' },
      0,
    ],
    [
      'a serial on a thing with another tag',
      { serial: 'X-55502', tagCode: 'S-1' },
      { serial: 'X-55502', tagCode: 'S-2' },
      1,
    ],
    [
      'a serial on a thing of another size',
      { serial: 'X-55503', size: 'L' },
      { serial: 'X-55503', size: 'M' },
      1,
    ],
  ])('%s makes no thing of two', async (_name, first, second, filed) => {
    const [one, two] = await twice(first, second)
    expect([await stored(one.id), await stored(two.id)]).toMatchObject([
      { _deleted: false },
      { _deleted: false },
    ])
    expect(await reviews(two.id)).toHaveLength(filed)
  })

  test('the same serial, and nothing that tells them apart, is one thing', async () => {
    const [one, two] = await twice(
      { serial: 'Z-77001', name: 'Helmet' },
      { serial: 'z-77001'.toUpperCase(), name: 'helmet ', tagCode: newCode() },
    )
    expect(await stored(two.id)).toMatchObject({ _deleted: true, mergedInto: one.id })
    expect(await stored(one.id)).toMatchObject({ tagCode: two.tagCode })
  })
})

test.each(['A\u0000B', '\ud800', 'x'.repeat(100_000)])(
  'a code that is none is refused in words',
  async (tagCode) => {
    const made = helmet(tablet.stamp(), { tagCode })
    expect(await tablet.write('equipment', made)).toMatchObject({
      rejected: [{ id: made.id, code: 'invalid' }],
    })
  },
)

test('[S4] an edit of a thing that was deleted for good is still gone, with a review', async () => {
  const made = helmet(desk.stamp(), { tagCode: newCode() })
  await desk.write('equipment', made)
  await desk.write('equipment', { ...made, _deleted: true, stamp: desk.stamp() }, made)
  expect(await tablet.write('equipment', { ...made, size: 'S', stamp: tablet.stamp() }, made)).toMatchObject({
    rejected: [{ code: 'gone' }],
  })
})

test('[S5] a thing of no known maker is asked about with each maker’s of its serial', async () => {
  const serial = newCode()
  const made = (maker: string) => ({ name: `Of ${maker}`, serial, manufacturer: maker })
  const [one, two] = await twice(made('Riddell'), made('Schutt'))
  const third = helmet(tablet.stamp(), { name: 'Of whom?', serial })
  await tablet.write('equipment', third)
  const asked = (await desk.all('reviews')).filter(({ kind }) => kind === 'duplicate-tag')
  const pairs = asked
    .map(({ documentId, reason }) => [documentId, isJsonObject(reason) ? reason.otherId : undefined])
    .filter((ends) => ends.includes(third.id))
    .map((ends) => ends.find((id) => id !== third.id))
  expect(pairs.toSorted()).toEqual([one.id, two.id].toSorted())
})
