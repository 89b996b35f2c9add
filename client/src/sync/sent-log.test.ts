import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { openSideStore } from '../db/side-store.ts'
import { type SentRow, sentSince } from './sent-log.ts'

const row = (id: string, at: number): SentRow => ({
  collection: 'equipment',
  row: { newDocumentState: { id, stamp: '1' } },
  at,
})

test('[D11] what was confirmed is in the order in which it was, also where the clock went back meanwhile', async () => {
  const side = await openSideStore(`sent-${crypto.randomUUID()}`)
  for (const sent of [row('old', 100), row('made', 900), row('edited', 700), row('deleted', 800)])
    await side.write(['sent'], (store) => void store('sent').add(sent))
  const ids = (await sentSince(side, 200)).map((sent) => sent.row.newDocumentState.id)
  expect(ids).toEqual(['made', 'edited', 'deleted'])
  side.close()
})
