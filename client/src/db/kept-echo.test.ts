import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import type { WireDocument } from '../../../shared/collections/definition.ts'
import { forgetEchoes, keepEchoes, keptEchoes } from './kept-echo.ts'
import { openSideStore } from './side-store.ts'
import { underwayKey } from './underway-row.ts'

const stored = (id: string, stamp: string): WireDocument => ({
  id,
  stamp,
  updatedAt: '2026-11-29T10:00:00.000Z',
  _deleted: false,
})

async function sideWith(id: string, stamp: string) {
  const side = await openSideStore(`echo-${crypto.randomUUID()}`)
  const row = { newDocumentState: { id, stamp } }
  const underway = { collection: 'equipment', id, row, given: row, answered: false } as const
  await side.write(['state'], (store) => void store('state').put(underway, underwayKey(underway)))
  return side
}

test('[D12] the server’s state of a row that is under way outlives the page, and nothing else is kept', async () => {
  const side = await sideWith('a', '2')
  const pulled = [stored('a', '2'), stored('b', '2')]
  expect(await keepEchoes(side, 'equipment', pulled)).toEqual([stored('a', '2')])
  expect(await keptEchoes(side, 'equipment')).toEqual([stored('a', '2')])
  expect(await keptEchoes(side, 'transactions')).toEqual([])
})

test('[D12] what the server tells of a write that is still unsent outlives the page as well', async () => {
  const side = await openSideStore(`echo-${crypto.randomUUID()}`)
  const entry = { collection: 'equipment', id: 'a', stamp: '2', at: 1 } as const
  await side.write(['journal'], (store) => void store('journal').put(entry))
  // The check-out's entry went out first, and told the server what the thing says since.
  const told = stored('a', '2')
  expect(await keepEchoes(side, 'equipment', [told, stored('b', '2')])).toEqual([told])
  expect(await keepEchoes(side, 'equipment', [stored('a', '1')])).toEqual([])
  expect(await keepEchoes(side, 'transactions', [told])).toEqual([])
  expect(await keptEchoes(side, 'equipment')).toEqual([told])
})

test('[D12] an earlier state of the document is no echo of the row', async () => {
  const side = await sideWith('a', '2')
  expect(await keepEchoes(side, 'equipment', [stored('a', '1')])).toEqual([])
  expect(await keptEchoes(side, 'equipment')).toEqual([])
})

test('[D12] what was given is forgotten, a later state of it not', async () => {
  const side = await sideWith('a', '2')
  await keepEchoes(side, 'equipment', [stored('a', '2')])
  await forgetEchoes(side, 'equipment', [stored('a', '1')])
  expect(await keptEchoes(side, 'equipment')).toEqual([stored('a', '2')])
  await forgetEchoes(side, 'equipment', [stored('a', '2')])
  expect(await keptEchoes(side, 'equipment')).toEqual([])
})

test('[D12] once a later row of the document was answered, the echo of an earlier one is forgotten', async () => {
  const side = await sideWith('a', '2')
  await keepEchoes(side, 'equipment', [stored('a', '2')])
  await forgetEchoes(side, 'equipment', [{ id: 'a', stamp: '3' }])
  expect(await keptEchoes(side, 'equipment')).toEqual([])
})
