import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClock, formatStamp } from '../../shared/clock.ts'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import type { PushRow } from '../../shared/protocol.ts'
import { registry } from '../../shared/registry.ts'
import { createTestSchool, helmet, type TestDevice, type TestSchool } from './test-school.ts'

let school: TestSchool
let owner: TestDevice
let maker: TestDevice

beforeAll(async () => {
  school = await createTestSchool()
  owner = await school.device('EQUIPMENT_MANAGER')
  maker = await school.device('EQUIPMENT_MANAGER')
})
afterAll(() => school.close())

async function stored(id: string): Promise<AnyDocument> {
  const found = (await owner.all('equipment')).find((document) => document.id === id)
  if (!found) throw new Error('the thing is not there')
  return found
}

const reviewsOf = async (id: string) => (await owner.all('reviews')).filter((one) => one.documentId === id)

async function slotsOf(id: string): Promise<Readonly<Record<string, unknown>>> {
  const row = (await school.rows('equipment')).find((one) => one.id === id)
  return JSON.parse(JSON.stringify(row?.device_stamps))
}

/** Pushes one row of the maker's account under whatever device id the stamp is to name. */
async function pushAs(deviceId: string, row: PushRow) {
  return school.sync.push(school.tenant, registry.equipment, { ...maker.sender, deviceId }, [row])
}

/** A device of the maker's account that changes the size once; returns what it pushed. */
async function resize(deviceId: string, id: string, size: string, known?: AnyDocument): Promise<PushRow> {
  const base = known ?? (await stored(id))
  const clock = createClock(deviceId, Date.now)
  clock.receive(base.stamp)
  const row = { assumedMasterState: base, newDocumentState: { ...base, size, stamp: clock.next() } }
  expect((await pushAs(deviceId, row)).rejected).toEqual([])
  return row
}

/** So many other devices of the maker's account write the thing, the last of them the size. */
async function othersWrite(id: string, count: number, size: string) {
  let at = await stored(id)
  for (let index = 0; index < count; index += 1)
    at = (await resize(`made-up-${index}`, id, index % 2 ? size : 'x', at)).newDocumentState
  await resize('made-up-last', id, size)
}

async function unchangedBy(id: string, send: () => Promise<unknown>) {
  const before = await stored(id)
  const [counter, audited] = [await school.counter(), (await school.rows('audit')).length]
  await send()
  expect(await stored(id)).toEqual(before)
  expect(await school.counter()).toBe(counter)
  expect((await school.rows('audit')).length).toBe(audited)
}

describe('[P9] devices that one account makes up', () => {
  test('are remembered up to a bound, and push out nobody else’s', async () => {
    const made = helmet(owner.stamp(), { size: 'M' })
    await owner.write('equipment', made)
    const edit = { ...made, model: 'Speed', stamp: owner.stamp() }
    await owner.write('equipment', edit, made)
    await othersWrite(made.id, 120, 'L')
    const slots = Object.keys(await slotsOf(made.id))
    expect(slots.filter((slot) => slot.endsWith(`/${maker.subject.userId}`))).toHaveLength(65)
    expect(slots).toHaveLength(66)
    // The owner's own rows are told as before, the earlier one as well.
    await unchangedBy(made.id, () => owner.write('equipment', edit, made))
    await unchangedBy(made.id, () => owner.write('equipment', made))
    expect(await reviewsOf(made.id)).toEqual([])
  })

  test('a repetition by one that is still remembered changes nothing, nor does a late lower stamp', async () => {
    const made = helmet(owner.stamp(), { size: 'M' })
    await owner.write('equipment', made)
    const first = await resize('tablet', made.id, 'L')
    const second = await resize('tablet', made.id, 'XL')
    for (let index = 0; index < 40; index += 1)
      await resize(`made-up-${index}`, made.id, index % 2 ? 'S' : 'M')
    await unchangedBy(made.id, () => pushAs('tablet', first))
    await unchangedBy(made.id, () => pushAs('tablet', second))
    expect(await reviewsOf(made.id)).toEqual([])
  })

  test('what a forgotten one sends again is not stored a second time: a manager decides, once', async () => {
    const made = helmet(owner.stamp(), { size: 'M' })
    await owner.write('equipment', made)
    const row = await resize('tablet', made.id, 'L')
    // Back to what the row takes for the state before it: taken once more, it would set the size again.
    await othersWrite(made.id, 80, 'M')
    const answer = await pushAs('tablet', row)
    expect(answer.rejected).toMatchObject([{ id: made.id, code: 'invalid' }])
    expect(await stored(made.id)).toMatchObject({ size: 'M' })
    expect(await reviewsOf(made.id)).toMatchObject([
      { kind: 'rejected', state: 'open', reason: { code: 'perhaps-taken' } },
    ])
    await unchangedBy(made.id, async () => {
      expect((await pushAs('tablet', row)).rejected).toEqual(answer.rejected)
    })
    expect(await reviewsOf(made.id)).toHaveLength(1)
  })

  test('nor is it where the forgotten one wrote to another record of the thing since [S5]', async () => {
    const tagCode = 'FORGOTTEN-1'
    const made = helmet(owner.stamp(), { size: 'M', tagCode })
    await owner.write('equipment', made)
    const row = await resize('tablet', made.id, 'L')
    await othersWrite(made.id, 80, 'M')
    const twin = helmet(formatStamp({ ms: Date.now(), counter: 0, deviceId: 'tablet' }), { tagCode })
    await pushAs('tablet', { newDocumentState: twin })
    expect((await pushAs('tablet', row)).rejected).toMatchObject([{ id: made.id, code: 'invalid' }])
    expect(await stored(made.id)).toMatchObject({ size: 'M' })
  })

  test('what a forgotten one sends again and is stored already is nothing', async () => {
    const made = helmet(owner.stamp(), { size: 'M' })
    await owner.write('equipment', made)
    const row = await resize('tablet', made.id, 'L')
    await othersWrite(made.id, 80, 'L')
    await unchangedBy(made.id, () => pushAs('tablet', row))
    expect(await reviewsOf(made.id)).toEqual([])
  })

  test('what comes late from one that never wrote here is lost by none of it', async () => {
    const made = helmet(owner.stamp(), { size: 'M' })
    await owner.write('equipment', made)
    const offline = {
      assumedMasterState: made,
      newDocumentState: {
        ...made,
        model: 'Vengeance',
        stamp: formatStamp({ ms: Date.now(), counter: 0, deviceId: 'offline' }),
      },
    }
    await othersWrite(made.id, 80, 'L')
    await pushAs('offline', offline)
    expect(await reviewsOf(made.id)).toMatchObject([
      { reason: { code: 'perhaps-taken' }, device: { model: 'Vengeance' }, authorId: maker.subject.userId },
    ])
    // A new device that writes now is one like any other.
    await resize('new-one', made.id, 'XL')
    expect(await stored(made.id)).toMatchObject({ size: 'XL' })
  })
})
