import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, drained, openBench, pick, until } from './support/bench.ts'
import { wireDevice } from './support/wire-device.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

/** Leaves a document as a page does that ends after it stored what its push was answered with, and before it noted that. */
function storeUnnoted(page: Page, id: string, answered: { readonly name: string; readonly stamp: string }) {
  return page.evaluate(
    async ([wanted, fields]) => {
      const done = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(request.error)
        })
      const own = window.harness.databaseName() ?? '-'
      const found = (await indexedDB.databases()).find(
        ({ name = '' }) => name.includes(own) && name.endsWith('--equipment'),
      )
      const db = await done(indexedDB.open(found?.name ?? ''))
      const docs = db.transaction(['docs'], 'readwrite').objectStore('docs')
      const stored = await done(docs.get(wanted))
      const [height = '', token = ''] = String(stored._rev).split('-')
      const next = { ...stored, ...fields, _rev: `${Number(height) + 1}-${token}` }
      await done(docs.put({ ...next, _meta: { ...stored._meta, lwt: Date.now() } }))
      db.close()
    },
    [id, answered] as const,
  )
}

test('[L3] what a page stored and had not noted is no reason to pass over what was stored since, also while a push does not get through', async () => {
  const device = await bench.device()
  const page = await device.signedIn('EQUIPMENT_MANAGER')
  const other = await wireDevice(bench.server, 'northridge', 'SCHOOL_ADMIN', 'dofanother')
  const [id = '', unsent = ''] = (await pick(page, 2)).thingIds
  const base = (await other.all('equipment')).find((one) => one.id === id)
  if (!base) throw new Error('The server lacks the thing.')

  bench.proxy.fault = ({ path }) => (path.endsWith('/push') ? 'refuse' : undefined)
  await page.evaluate((thing) => window.harness.updateRecord('equipment', thing, { size: 'XXL' }), unsent)
  const answered = { name: 'As it was answered', stamp: other.stamp() }
  await storeUnnoted(page, id, answered)
  await page.close()
  const since = { ...base, name: 'Stored since', stamp: other.stamp() }
  await other.push('equipment', [{ assumedMasterState: base, newDocumentState: since }])

  const next = await device.open()
  await until(
    next,
    async (thing) => (await window.harness.findDocument('equipment', thing!))?.name === 'Stored since',
    id,
  )
  bench.proxy.fault = undefined
  await next.evaluate(() => window.harness.syncNow())
  await drained(next)
  const shown = await next.evaluate((thing) => window.harness.findDocument('equipment', thing), id)
  expect(shown?.name).toBe('Stored since')
  expect(await bench.server.rows('northridge', 'equipment', `id = '${unsent}'`)).toMatchObject([
    { size: 'XXL' },
  ])
})
