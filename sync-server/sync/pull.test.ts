import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatStamp } from '../../shared/clock.ts'
import { uuidv7 } from '../../shared/ids.ts'
import type { PullAnswer } from '../../shared/protocol.ts'
import { registry } from '../../shared/registry.ts'
import { connectDatabase } from '../db/database.ts'
import { beginHistory } from '../tenancy/begin-history.ts'
import { withTenant } from '../tenancy/with-tenant.ts'
import { writeAsServer } from './server-write.ts'
import {
  createTestSchool,
  entry,
  helmet,
  openReview,
  type TestDevice,
  type TestSchool,
} from './test-school.ts'

let school: TestSchool
let manager: TestDevice

beforeAll(async () => {
  school = await createTestSchool(16)
  manager = await school.device('EQUIPMENT_MANAGER')
})
afterAll(() => school.close())

test('[C1] a paging reader under 12 writers on two processes misses nothing and meets nothing twice', async () => {
  const second = school.secondProcess()
  const devices = await Promise.all(Array.from({ length: 12 }, () => school.device('EQUIPMENT_MANAGER')))
  const written = new Set<string>()
  const seen = new Map<string, number>()
  let writing = true
  const writers = devices.map(async (device, index) => {
    for (let round = 0; round < 25; round += 1) {
      const documents = [helmet(device.stamp()), helmet(device.stamp())]
      for (const document of documents) written.add(document.id)
      await device.push(
        'equipment',
        documents.map((newDocumentState) => ({ newDocumentState })),
        index % 2 ? second : undefined,
      )
    }
  })
  const reader = (async () => {
    let from: PullAnswer['checkpoint'] | undefined
    for (;;) {
      const last = !writing
      const page: PullAnswer = await manager.pull('equipment', from, 7)
      for (const document of page.documents) seen.set(document.id, (seen.get(document.id) ?? 0) + 1)
      from = page.checkpoint
      if (page.documents.length === 0 && last) return
    }
  })()
  await Promise.all(writers)
  writing = false
  await reader
  expect([...written].filter((id) => !seen.has(id))).toEqual([])
  expect([...seen.values()].every((times) => times === 1)).toBe(true)
  const numbers = (await school.rows('equipment')).map((row) => Number(row.seq)).toSorted((a, b) => a - b)
  expect(new Set(numbers).size).toBe(numbers.length)
  await second.close()
})

test('[C1] a commit that is held open is not skipped by a page that was asked for in between', async () => {
  const mark = (await manager.pull('categories')).checkpoint
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let took = () => {}
  const taken = new Promise<void>((resolve) => {
    took = resolve
  })
  const id = uuidv7()
  const open = school.sync.committer.run(school.tenant, { size: 1, needs() {}, decide() {} })
  await open
  const holder = withTenant(school.pool, school.tenant, async (transaction) => {
    await transaction`select pg_advisory_xact_lock(hashtextextended(${school.tenant.schema}, 0))`
    took()
    await released
  })
  await taken
  const pushed = manager.write('categories', { id, stamp: manager.stamp(), name: 'Helmets' })
  const between = await manager.pull('categories', mark)
  expect(between.documents).toEqual([])
  release()
  await holder
  await pushed
  const after = await manager.pull('categories', between.checkpoint)
  expect(after.documents.map((document) => document.id)).toEqual([id])
})

describe('[C3] clocks that run ahead', () => {
  test('a future stamp is clamped once, wherever it appears, keeping the device’s order', async () => {
    const device = await school.device('COACH')
    const day = 86_400_000
    const future = (counter: number) =>
      formatStamp({ ms: Date.now() + day, counter, deviceId: device.deviceId })
    const made = helmet(manager.stamp())
    await manager.write('equipment', made)
    const [person] = [{ id: uuidv7(), stamp: manager.stamp(), name: 'Ann', kind: 'athlete', active: true }]
    await manager.write('people', person)
    const out = entry(device, 'check_out', made.id, { toHolderId: person.id, stamp: future(1) })
    const back = entry(device, 'check_in', made.id, { previousId: out.id, stamp: future(2) })
    await device.write('transactions', back)
    await device.write('transactions', out)
    const stored = await manager.all('transactions')
    const stampOf = (id: string) => stored.find((document) => document.id === id)?.stamp ?? ''
    const limit = formatStamp({ ms: Date.now() + 61_000, counter: 0, deviceId: device.deviceId })
    expect(stampOf(out.id) < stampOf(back.id)).toBe(true)
    expect(stampOf(back.id) < limit).toBe(true)
    const thing = (await manager.all('equipment')).find((document) => document.id === made.id)
    expect(thing).toMatchObject({ status: 'available', statusStamp: stampOf(back.id) })
    const counter = await school.counter()
    await device.write('transactions', out)
    expect(await school.counter()).toBe(counter)
  })

  test('a past stamp is taken as it is', async () => {
    const stamp = formatStamp({ ms: 1_000, counter: 0, deviceId: manager.deviceId })
    const made = helmet(stamp)
    expect(await manager.write('equipment', made)).toEqual({ documents: [], rejected: [] })
  })
})

describe('[L1] pages', () => {
  test('an empty page means the end, though most documents are out of the reader’s sight', async () => {
    const person = { id: uuidv7(), stamp: manager.stamp(), name: 'Ann', kind: 'athlete', active: true }
    await manager.write('people', person)
    const user = await school.device('USER', { personId: person.id })
    const coach = await school.device('COACH')
    const mine = helmet(manager.stamp())
    await manager.push(
      'equipment',
      Array.from({ length: 60 }, () => ({ newDocumentState: helmet(manager.stamp()) })),
    )
    await manager.write('equipment', mine)
    await coach.write('transactions', entry(coach, 'check_out', mine.id, { toHolderId: person.id }))
    const page = await user.pull('equipment', undefined, 5)
    expect(page.documents.map((document) => document.id)).toEqual([mine.id])
    expect((await user.pull('equipment', page.checkpoint, 5)).documents).toEqual([])
  })

  test('the last page with documents carries the counter of its snapshot', async () => {
    await manager.write('locations', { id: uuidv7(), stamp: manager.stamp(), name: 'Room 1' })
    await manager.write('equipment', helmet(manager.stamp()))
    const page = await manager.pull('locations', undefined, 1)
    expect(page.documents).toHaveLength(1)
    expect(page.checkpoint.seq).toBe(await school.counter())
  })
})

test('[L5] a device of the version before pulls documents without the fields that came since', async () => {
  const id = uuidv7()
  await writeAsServer(school.sync.committer, school.tenant, undefined, [
    { definition: registry.reviews, id, change: () => ({ ...openReview(id), decisions: [] }) },
  ])
  const at = async (schema?: number) => {
    const request = { limit: 500, ...(schema === undefined ? {} : { schema }) }
    const page: PullAnswer = JSON.parse(
      await school.sync.pull(school.tenant, registry.reviews, manager.subject, request),
    )
    return page.documents.find((document) => document.id === id)
  }
  expect(await at()).toHaveProperty('decisions', [])
  expect(await at(1)).toHaveProperty('decisions', [])
  expect(await at(0)).toMatchObject({ kind: 'rejected', state: 'open' })
  expect(await at(0)).not.toHaveProperty('decisions')
})

describe('[L2] what left the reader’s sight', () => {
  test('comes as a blank tombstone in order, and comes back with a new seq', async () => {
    const [ann, ben] = ['Ann', 'Ben'].map((name) => ({
      id: uuidv7(),
      stamp: manager.stamp(),
      name,
      kind: 'athlete',
      active: true,
    }))
    if (!ann || !ben) throw new Error('two people')
    await manager.push('people', [{ newDocumentState: ann }, { newDocumentState: ben }])
    const user = await school.device('USER', { personId: ann.id })
    const coach = await school.device('COACH')
    const made = helmet(manager.stamp(), { name: 'Secret name', tagCode: 'SECRET' })
    await manager.write('equipment', made)
    const out = entry(coach, 'check_out', made.id, { toHolderId: ann.id })
    await coach.write('transactions', out)
    const before = await user.pull('equipment')
    expect(before.documents.map((document) => document.id)).toEqual([made.id])
    const moved = entry(coach, 'transfer', made.id, { toHolderId: ben.id, previousId: out.id })
    await coach.write('transactions', moved)
    const lost = await user.pull('equipment', before.checkpoint)
    expect(lost.documents).toEqual([
      { id: made.id, kind: 'serialized', name: '', status: 'available', stamp: '', _deleted: true },
    ])
    await coach.write(
      'transactions',
      entry(coach, 'transfer', made.id, { toHolderId: ann.id, previousId: moved.id }),
    )
    const again = await user.pull('equipment', lost.checkpoint)
    expect(again.documents).toMatchObject([{ id: made.id, name: 'Secret name', _deleted: false }])
  })

  test('a person who leaves a coach’s teams leaves the coach’s sight, not that of a coach of both teams', async () => {
    const [first, next] = [uuidv7(), uuidv7()]
    const one = await school.device('COACH', { teamIds: [first] })
    const both = await school.device('COACH', { teamIds: [first, next] })
    const ann = {
      id: uuidv7(),
      stamp: manager.stamp(),
      name: 'Ann',
      kind: 'athlete',
      active: true,
      teamIds: [first],
    }
    await manager.write('people', ann)
    const from = (await one.pull('people')).checkpoint
    const fromBoth = (await both.pull('people')).checkpoint
    await manager.write('people', { ...ann, teamIds: [next], stamp: manager.stamp() }, ann)
    expect((await one.pull('people', from)).documents).toMatchObject([
      { id: ann.id, name: '', _deleted: true },
    ])
    expect((await both.pull('people', fromBoth)).documents).toMatchObject([
      { id: ann.id, name: 'Ann', _deleted: false },
    ])
  })
})

describe('[L3] resync-required', () => {
  test.each([
    ['epoch', { epoch: uuidv7() }],
    ['ahead', { seq: 1_000_000_000 }],
    ['access', { access: 'coach-of-another-team' }],
  ])('%s', async (reason, wrong) => {
    const { checkpoint } = await manager.pull('equipment')
    await expect(manager.pull('equipment', { ...checkpoint, ...wrong })).rejects.toMatchObject({
      code: 'resync-required',
      details: { reason },
    })
  })

  test('of another epoch it names what was restored to, which later commits do not move', async () => {
    const site = await createTestSchool()
    const admin = connectDatabase(site.database.adminUrl, { max: 1, name: 'restore' })
    try {
      const device = await site.device('EQUIPMENT_MANAGER')
      await device.write('equipment', helmet(device.stamp()))
      const { checkpoint } = await device.pull('equipment')
      // A backup of this moment; what comes after it is lost with the restore.
      const backedUp = await site.counter()
      await device.write('equipment', helmet(device.stamp()))
      await withTenant(site.pool, site.tenant, async (transaction) => {
        await transaction`update sync_state set seq = ${backedUp}`
        await transaction`update equipment set seq = 0 where seq > ${backedUp}`
      })
      const { epoch, restoredTo } = await beginHistory(admin, site.tenant)
      expect([epoch === checkpoint.epoch, restoredTo]).toEqual([false, backedUp])
      await device.write('equipment', helmet(device.stamp()))
      await device.write('equipment', helmet(device.stamp()))
      const refused = { code: 'resync-required', details: { reason: 'epoch', restoredTo: backedUp } }
      await expect(device.pull('equipment', checkpoint)).rejects.toMatchObject(refused)
      // A device that was away at both restores has to send what either of them lost.
      expect((await beginHistory(admin, site.tenant)).restoredTo).toBe(backedUp)
      await expect(device.pull('equipment', checkpoint)).rejects.toMatchObject(refused)
      expect((await device.pull('equipment')).checkpoint).toMatchObject({ seq: backedUp + 2 })
    } finally {
      await admin.end()
      await site.close()
    }
  })

  test('where no restore is known, everything is to be sent again', async () => {
    const { checkpoint } = await manager.pull('equipment')
    await expect(manager.pull('equipment', { ...checkpoint, epoch: uuidv7() })).rejects.toMatchObject({
      details: { reason: 'epoch', restoredTo: 0 },
    })
  })

  test('purged: below the collection’s floor', async () => {
    await withTenant(school.pool, school.tenant, (tx) => tx`update sync_state set floors = '{"teams": 5}'`)
    await expect(manager.pull('teams', { seq: 3 })).rejects.toMatchObject({ details: { reason: 'purged' } })
    expect((await manager.pull('teams', { seq: 5 })).documents).toEqual([])
  })

  test('a device that reads from the beginning after a purge comes to the end, however small its pages', async () => {
    for (let at = 0; at < 5; at += 1)
      await manager.write('teams', { id: uuidv7(), stamp: manager.stamp(), name: `T${at}`, active: true })
    const floor = await school.counter()
    const purge = (to: number) =>
      withTenant(
        school.pool,
        school.tenant,
        (tx) => tx`update sync_state set floors = ${tx.json({ teams: to })}`,
      )
    await purge(floor)
    const seen: string[] = []
    let from: PullAnswer['checkpoint'] | undefined
    for (;;) {
      const { documents, checkpoint } = await manager.pull('teams', from, 2)
      if (documents.length === 0) break
      seen.push(...documents.map(({ id }) => id))
      from = checkpoint
    }
    expect(seen).toHaveLength(5)
    expect(from).not.toHaveProperty('floor')

    // Whoever stopped below a floor that was moved since has missed what was purged.
    const begun = await manager.pull('teams', undefined, 2)
    await manager.write('teams', { id: uuidv7(), stamp: manager.stamp(), name: 'Later', active: true })
    await purge(floor + 1)
    await expect(manager.pull('teams', begun.checkpoint)).rejects.toMatchObject({
      details: { reason: 'purged' },
    })
  })
})

test.each([1, 2, 7])(
  '[L1] [C1] pages of %i miss no document of one commit, whose times are all the same',
  async (limit) => {
    const from = (await manager.pull('locations')).checkpoint
    const made = Array.from({ length: 100 }, (_, index) => ({
      id: uuidv7(),
      stamp: manager.stamp(),
      name: `Shelf ${index}`,
    }))
    await manager.push(
      'locations',
      made.map((newDocumentState) => ({ newDocumentState })),
    )
    // A commit later there is more, which no page brings before its turn.
    const last = { id: uuidv7(), stamp: manager.stamp(), name: 'Shelf of the next commit' }
    await manager.write('locations', last)
    const seen: string[] = []
    for (let checkpoint = from; ; ) {
      const page: PullAnswer = await manager.pull('locations', checkpoint, limit)
      expect(page.documents.length).toBeLessThanOrEqual(limit)
      if (page.documents.length === 0) break
      seen.push(...page.documents.map(({ id }) => id))
      checkpoint = page.checkpoint
    }
    expect(seen).toHaveLength(101)
    expect(seen.toSorted()).toEqual([...made, last].map(({ id }) => id).toSorted())
    expect(seen.at(-1)).toBe(last.id)
    const times = await school.rows('locations')
    expect(
      new Set(
        times
          .filter(({ id }) => seen.slice(0, 100).includes(String(id)))
          .map((row) => String(row.updated_at)),
      ).size,
    ).toBe(1)
  },
)

test('[L4] a page holds at most 500 documents and about 512 KiB', async () => {
  const device = await school.device('SCHOOL_ADMIN')
  const rows = Array.from({ length: 40 }, () => ({
    newDocumentState: helmet(device.stamp(), { notes: 'x'.repeat(19_000) }),
  }))
  const { checkpoint } = await device.pull('equipment', { seq: await school.counter() })
  await device.push('equipment', rows)
  const page = await device.pull('equipment', checkpoint, 500)
  expect(page.documents.length).toBeGreaterThan(20)
  expect(JSON.stringify(page).length).toBeLessThan(600_000)
  expect((await device.pull('equipment', { seq: 0 }, 10_000)).documents.length).toBeLessThanOrEqual(500)
})
