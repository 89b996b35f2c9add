import { expect, test } from 'vitest'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import { changedSince, lostIn, restorationOf } from './lost-writes.ts'

const PADS = '018f0000-0000-7000-8000-00000000000a'
const stamp = '1790000000000-0000-tablet'
const pads = { id: PADS, stamp, kind: 'serialized', name: 'Pads', size: 'XL', status: 'available' } as const

const overwritten: Review = {
  id: 'a',
  stamp,
  kind: 'overwritten',
  collection: 'equipment',
  documentId: PADS,
  state: 'settled',
  receivedAt: '2026-10-10T12:00:00.000Z',
  version: 0,
  device: { ...pads, size: 'L', serial: '7' },
  server: { ...pads },
  fields: ['size'],
  reason: { code: 'both-changed', lost: [{ fields: ['size'], side: 'device' }] },
}

test('[D11] only the fields that lost are had back, and only by a role that may write them', () => {
  const lost = lostIn(overwritten)
  expect(lost).toEqual({ collection: 'equipment', documentId: PADS, values: { size: 'L' } })
  if (!lost) return
  expect(restorationOf(lost, pads, 'EQUIPMENT_MANAGER')).toEqual({ changes: { size: 'L' } })
  expect(restorationOf(lost, pads, 'COACH')).toEqual({ obstacle: 'role' })
  expect(restorationOf(lost, { ...pads, size: 'L' }, 'COACH')).toEqual({ obstacle: 'same' })
  expect(restorationOf(lost, undefined, 'EQUIPMENT_MANAGER')).toEqual({ obstacle: 'gone' })
})

test('a refused write gives back what its author changed; a value that cannot be stored is not offered', () => {
  const refused: Review = {
    ...overwritten,
    kind: 'rejected',
    state: 'open',
    base: { ...pads },
    device: { ...pads, name: '' },
    reason: { code: 'invalid' },
  }
  const lost = lostIn(refused)
  expect(lost?.values).toEqual({ name: '' })
  expect(lost && restorationOf(lost, pads, 'EQUIPMENT_MANAGER')).toEqual({ obstacle: 'invalid' })
})

test('[D11] of what a device sent, the last value of each field counts; moves and what is still stored are left out', () => {
  const row = (base: object, next: object) => ({
    collection: 'equipment' as const,
    row: { assumedMasterState: { ...pads, ...base }, newDocumentState: { ...pads, ...next } },
  })
  const rows = [
    row({}, { size: 'M', name: 'Pads, old' }),
    row({ size: 'M', name: 'Pads, old' }, { size: 'L', name: 'Pads' }),
    row({ size: 'L' }, { size: 'L', status: 'lost' }),
  ]
  expect(changedSince(rows, () => pads)).toEqual([
    { collection: 'equipment', documentId: PADS, values: { size: 'L' } },
  ])
  expect(changedSince(rows, () => ({ ...pads, size: 'L' }))).toEqual([])
  expect(changedSince(rows, () => undefined)).toEqual([])
})
