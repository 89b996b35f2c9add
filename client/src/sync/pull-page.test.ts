import { expect, test } from 'vitest'
import { equipment } from '../../../shared/collections/equipment.ts'
import { transactions } from '../../../shared/collections/transactions.ts'
import { type AskPage, latestStamp, readPage, staysOnDevice } from './pull-page.ts'

const now = Date.parse('2026-06-01T12:00:00.000Z')
const at = (occurredAt: string, equipmentId = 'thing') => ({ id: 'x', stamp: 's', occurredAt, equipmentId })

test('[D7] a transaction older than 30 days leaves only where its thing is known to be in', () => {
  const inside = new Set(['thing'])
  expect(staysOnDevice(transactions, at('2026-05-02T12:00:00.001Z'), now, inside)).toBe(true)
  expect(staysOnDevice(transactions, at('2026-05-02T12:00:00.000Z'), now, inside)).toBe(false)
  expect(staysOnDevice(transactions, at('2020-01-01T00:00:00.000Z', 'out'), now, inside)).toBe(true)
  // At a first sync the thing may not have arrived yet.
  expect(staysOnDevice(transactions, at('2020-01-01T00:00:00.000Z'), now, new Set())).toBe(true)
})

test('[D7] equipment stays whole, and a tombstone always comes through', () => {
  expect(staysOnDevice(equipment, at('2020-01-01T00:00:00.000Z'), now, new Set())).toBe(true)
  expect(
    staysOnDevice(transactions, { ...at('2020-01-01T00:00:00.000Z'), _deleted: true }, now, new Set()),
  ).toBe(true)
})

test('[C2] the latest stamp of a page is what later local stamps must exceed', () => {
  expect(latestStamp([{ stamp: '2-a' }, { stamp: '3-a' }, { stamp: '' }])).toBe('3-a')
  expect(latestStamp([])).toBe('')
})

/** A school of seven documents whose server cuts a page after two, as a real one does after 512 KiB [L4]. */
function cuttingServer() {
  const asked: string[] = []
  const ask: AskPage = async (from, limit) => {
    const start = from?.seq ?? 0
    asked.push(`${limit} after ${start}`)
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].slice(start, start + Math.min(limit, 2))
    return {
      documents: ids.map((id) => ({ id, stamp: 's', _deleted: false })),
      checkpoint: { epoch: 'e', seq: start + ids.length, access: 'all' },
    }
  }
  return { asked, ask }
}

test('[L1] after a page that the server cut short the device asks on, until it has what RxDB asked for', async () => {
  const { asked, ask } = cuttingServer()
  const page = await readPage(ask, undefined, 5, () => true)
  expect(page.documents.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(page).toMatchObject({ end: false, checkpoint: { seq: 5 } })
  expect(asked).toEqual(['5 after 0', '3 after 2', '1 after 4'])
})

test('[L1] only an empty page is the end', async () => {
  const { asked, ask } = cuttingServer()
  const page = await readPage(ask, { epoch: 'e', seq: 5, access: 'all' }, 5, () => true)
  expect(page.documents.map(({ id }) => id)).toEqual(['f', 'g'])
  expect(page).toMatchObject({ end: true, checkpoint: { seq: 7 } })
  expect(asked).toEqual(['5 after 5', '3 after 7'])
})

test('[L1] [D7] what does not stay on the device counts for no document; the last of each page keeps its checkpoint', async () => {
  const { ask } = cuttingServer()
  const page = await readPage(ask, undefined, 3, ({ id }) => id === 'g')
  expect(page.documents.map(({ id }) => id)).toEqual(['b', 'd', 'e'])
  expect(page.checkpoint.seq).toBe(5)
})
