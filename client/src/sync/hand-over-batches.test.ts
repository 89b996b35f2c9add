import { expect, test } from 'vitest'
import { sendBatch } from './hand-over-batches.ts'

const row = (id: string) => ({ newDocumentState: { id, stamp: `0001700000000-0000-${id}`, name: id } })

test('[P7] rows that an answer leaves here are kept, and the others of the batch are taken', async () => {
  const rows = ['a', 'b', 'c'].map(row)
  expect(await sendBatch({ collection: 'equipment', rows }, async () => ({ left: [1] }))).toEqual([rows[1]])
  expect(await sendBatch({ collection: 'equipment', rows }, async () => ({ left: [] }))).toEqual([])
  expect(await sendBatch({ collection: 'equipment', rows }, async () => undefined)).toEqual([])
})
