import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { MAX_PUSH_BYTES } from '../../../shared/protocol.ts'
import { openLocalDatabase } from '../db/local-database.ts'
import { pushBody, pushRows } from './push-rows.ts'
import { testContext } from './test-context.ts'

afterEach(() => vi.unstubAllGlobals())

test('[P8] a review with several MB goes out well within what a push may hold', () => {
  const id = '01990000-0000-7000-8000-000000000001'
  const seen = { id, stamp: '', kind: 'rejected', device: { notes: 'x'.repeat(3_000_000) } }
  const decision = { id, action: 'take-server', version: 0, at: '2026-01-02T03:04:05.000Z' }
  const decided = { ...seen, stamp: '1760000000000-0000-phone', decisions: [decision] }
  const rows = [{ assumedMasterState: seen, newDocumentState: decided }]
  expect(JSON.stringify(rows).length).toBeGreaterThan(MAX_PUSH_BYTES)
  expect(JSON.parse(pushBody('reviews', rows))).toEqual([
    {
      assumedMasterState: { id, stamp: '' },
      newDocumentState: { id, stamp: '1760000000000-0000-phone', decisions: [decision] },
    },
  ])
})

test('[D4] [D9] two whose answers the device cannot store do not wake each other to send again and again', async () => {
  let sent = 0
  vi.stubGlobal('fetch', async () => {
    sent += 1
    await new Promise((resolve) => setTimeout(resolve, 10))
    return Response.json({ documents: [], rejected: [] })
  })
  const database = await openLocalDatabase(`etrax-test-${crypto.randomUUID()}`, 'dbrowser')
  const ending = new AbortController()
  const context = await testContext(database, ending.signal)
  const note = async () => {
    throw new Error('The disk is full.')
  }
  const rows = [{ newDocumentState: { id: crypto.randomUUID(), stamp: '1760000000000-0000-dbrowser' } }]
  const pushes = (['teams', 'locations'] as const).map((name) => pushRows(context, name, rows, { note }))
  const ended = Promise.allSettled(pushes)
  // Each by its own patience: at once, and after a second or two.
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  expect(sent).toBeLessThan(7)
  ending.abort()
  await ended
  await database.close()
})
