import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AnyDocument } from '../shared/collections/definition.ts'
import { uuidv7 } from '../shared/ids.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { type WireDevice, wireDevice } from './support/wire-device.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.remove())

const helmet = (device: WireDevice): AnyDocument => ({
  id: uuidv7(),
  stamp: device.stamp(),
  kind: 'serialized',
  name: 'Killed helmet',
  status: 'available',
})

function checkOut(device: WireDevice, thing: AnyDocument, toHolderId: string): AnyDocument {
  return {
    id: uuidv7(),
    stamp: device.stamp(),
    equipmentId: thing.id,
    type: 'check_out',
    toHolderId,
    occurredAt: new Date().toISOString(),
    actorId: device.userId,
    deviceId: device.deviceId,
  }
}

test('[P2] [P5] the server killed with -9 in the middle of pushes: what was answered is there once, whole, with its audit', async () => {
  const devices = await Promise.all(
    ['k1', 'k2', 'k3', 'k4'].map((name) => wireDevice(server, 'northridge', 'EQUIPMENT_MANAGER', name)),
  )
  const [first] = devices
  if (!first) throw new Error('no device')
  const holder = (await first.all('people'))[0]?.id ?? ''
  const things: AnyDocument[] = []
  const entries: AnyDocument[] = []
  let killing = true

  const writers = devices.map(async (device) => {
    while (killing) {
      const batch = Array.from({ length: 5 }, () => helmet(device))
      things.push(...batch)
      await device.pushUntilAnswered(
        'equipment',
        batch.map((newDocumentState) => ({ newDocumentState })),
      )
      const out = batch.map((thing) => checkOut(device, thing, holder))
      entries.push(...out)
      const answer = await device.pushUntilAnswered(
        'transactions',
        out.map((newDocumentState) => ({ newDocumentState })),
      )
      expect(answer).toEqual({ documents: [], rejected: [] })
    }
  })
  for (const delay of [137, 411, 290, 53, 520]) {
    await new Promise((resolve) => setTimeout(resolve, delay))
    await server.kill()
    await server.start()
  }
  killing = false
  await Promise.all(writers)

  const stored = new Map((await first.all('equipment')).map((document) => [document.id, document]))
  const ledger = (await first.all('transactions')).map((document) => document.id)
  expect(things.length).toBeGreaterThan(20)
  for (const thing of things) {
    const entry = entries.find((each) => each.equipmentId === thing.id)
    expect(stored.get(thing.id)).toMatchObject({
      status: 'checked_out',
      holderId: holder,
      custodyId: entry?.id,
    })
  }
  expect(ledger.filter((id) => entries.some((entry) => entry.id === id))).toHaveLength(entries.length)

  const ids = [...things, ...entries].map((document) => document.id)
  const audit = await server.rows(
    'northridge',
    'audit',
    `document_id in (${ids.map((id) => `'${id}'`).join(',')})`,
  )
  expect(
    audit
      .filter((row) => row.action === 'create')
      .map((row) => row.document_id)
      .toSorted(),
  ).toEqual(ids.toSorted())
  const reviews = await server.rows(
    'northridge',
    'reviews',
    `document_id in (${ids.map((id) => `'${id}'`).join(',')})`,
  )
  expect(reviews).toEqual([])
  const numbers = (await server.rows('northridge', 'equipment')).map((row) => Number(row.seq))
  expect(new Set(numbers).size).toBe(numbers.length)
})
