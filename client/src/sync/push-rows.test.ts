import { expect, test } from 'vitest'
import { MAX_PUSH_BYTES } from '../../../shared/protocol.ts'
import { pushBody } from './push-rows.ts'

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
