import { expect, test } from 'vitest'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import { changedSince, lostIn, restorationOf } from './lost-writes.ts'

const PADS = '018f0000-0000-7000-8000-00000000000a'
const ANA = '018f0000-0000-7000-8000-00000000000b'
const BEN = '018f0000-0000-7000-8000-00000000000c'
const stamp = '1790000000000-0000-tablet'
const pads = { id: PADS, stamp, kind: 'serialized', name: 'Pads', size: 'XL', status: 'available' } as const

const overwritten: Review = {
  id: 'a',
  stamp,
  kind: 'overwritten',
  collection: 'equipment',
  documentId: PADS,
  authorId: ANA,
  state: 'settled',
  receivedAt: '2026-10-10T12:00:00.000Z',
  version: 0,
  device: { ...pads, size: 'L', serial: '7' },
  server: { ...pads },
  fields: ['size'],
  reason: { code: 'both-changed', lost: [{ fields: ['size'], side: 'device' }] },
}

test('[D11] only the fields that lost are had back, and only by a role that may write them', () => {
  const lost = lostIn(overwritten, ANA)
  expect(lost).toEqual({ collection: 'equipment', documentId: PADS, values: { size: 'L' }, bases: {} })
  if (!lost) return
  expect(restorationOf(lost, pads, 'EQUIPMENT_MANAGER')).toEqual({ changes: { size: 'L' } })
  expect(restorationOf(lost, pads, 'COACH')).toEqual({ obstacle: 'role' })
  expect(restorationOf(lost, { ...pads, size: 'L' }, 'COACH')).toEqual({ obstacle: 'same' })
  expect(restorationOf(lost, undefined, 'EQUIPMENT_MANAGER')).toEqual({ obstacle: 'gone' })
})

test('[D11] where both sides lost a value each has back its own', () => {
  const review: Review = {
    ...overwritten,
    concernedIds: [BEN],
    device: { ...pads, size: 'L', condition: 'good' },
    server: { ...pads, condition: 'poor' },
    fields: ['size', 'condition'],
    reason: {
      code: 'both-changed',
      lost: [
        { fields: ['size'], side: 'device' },
        { fields: ['condition'], side: 'server' },
      ],
    },
  }
  expect(lostIn(review, ANA)?.values).toEqual({ size: 'L' })
  expect(lostIn(review, BEN)?.values).toEqual({ condition: 'poor' })
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
  const lost = lostIn(refused, ANA)
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
    { collection: 'equipment', documentId: PADS, values: { size: 'L' }, bases: {} },
  ])
  expect(changedSince(rows, () => ({ ...pads, size: 'L' }))).toEqual([])
  expect(changedSince(rows, () => undefined)).toEqual([])
})

const noted = (fields: object, merge: string) => ({ ...pads, merge, ...fields })
const inNotes = (base: object, next: object) => ({
  collection: 'equipment' as const,
  row: { assumedMasterState: noted(base, 'M0'), newDocumentState: noted(next, 'M1') },
})

test('[A1] what stands beside the words of others is not lost, and is not offered', () => {
  const rows = [
    inNotes(
      { notes: 'Strap', tags: ['old'], custom: { shelf: 'A' } },
      { notes: 'Strap broken', tags: ['old', 'varsity'], custom: { shelf: 'A', color: 'red' } },
    ),
  ]
  const now = noted(
    { notes: 'Chin Strap broken off', tags: ['varsity', 'winter'], custom: { shelf: 'B', color: 'red' } },
    'M2',
  )
  expect(changedSince(rows, () => now)).toEqual([])
})

test('[A1] what is put back leaves the notes, tags and custom fields of others where they are', () => {
  const rows = [
    inNotes(
      { notes: 'Strap', tags: ['old'], custom: { shelf: 'A', color: 'red' } },
      { notes: 'Strap broken', tags: ['old', 'varsity'], custom: { shelf: 'A', color: 'blue' } },
    ),
  ]
  const now = noted(
    { notes: 'Strap. Ask Ann.', tags: ['old', 'winter'], custom: { shelf: 'B', color: 'green', row: 2 } },
    'M2',
  )
  const [lost] = changedSince(rows, () => now)
  expect(lost?.values).toEqual({
    notes: 'Strap broken',
    tags: ['old', 'varsity'],
    custom: { color: 'blue' },
  })
  expect(lost && restorationOf(lost, now, 'COACH')).toEqual({
    changes: {
      notes: 'Strap broken. Ask Ann.',
      tags: ['old', 'varsity', 'winter'],
      custom: { color: 'blue', row: 2, shelf: 'B' },
    },
  })
})

test('[A1] words of which a part is still there are put back without being there twice', () => {
  const rows = [inNotes({ notes: 'Strap' }, { notes: 'Strap broken left' })]
  const now = noted({ notes: 'Strap broken, ask Ann' }, 'M2')
  const [lost] = changedSince(rows, () => now)
  expect(lost && restorationOf(lost, now, 'COACH')).toEqual({
    changes: { notes: 'Strap broken, left ask Ann' },
  })
})

test.each([
  ['a word that was taken away stays away', 'Strap broken', 'Strap', 'Strap mended', undefined],
  ['of two words for one both stand there', 'Strap red', 'Strap blue', 'Strap green', 'Strap blue green'],
  [
    'a word stands by itself where others took its neighbours away',
    'Strap broken',
    'Strap left red broken',
    'Strap',
    'Strap left red ',
  ],
  ['nor is it glued to what follows', 'blue Strap', 'left Strap', 'Strap', 'left Strap'],
  ['what is as before is as it was written', 'Strap red', 'Strap', 'Strap red', 'Strap'],
])('[A1] %s', (_what, base, mine, now, back) => {
  const present = noted({ notes: now }, 'M2')
  const [lost] = changedSince([inNotes({ notes: base }, { notes: mine })], () => present)
  expect(lost && restorationOf(lost, present, 'COACH')).toEqual(back && { changes: { notes: back } })
})

test('[A1] a second tap adds nothing to what the first one put back', () => {
  const rows = [inNotes({ notes: 'ask loose Strap' }, { notes: 'blue ask Strap blue' })]
  const first = noted({ notes: 'ask broken loose Strap' }, 'M2')
  const [lost] = changedSince(rows, () => first)
  const back = lost && restorationOf(lost, first, 'COACH')
  expect(back).toEqual({ changes: { notes: 'blue ask broken blue loose Strap' } })
  expect(
    lost && restorationOf(lost, { ...first, notes: 'blue ask broken blue loose Strap' }, 'COACH'),
  ).toEqual({
    obstacle: 'same',
  })
})

test('[A1] words that were had back, and moved or written on since, are not had back again', () => {
  const rows = [inNotes({ notes: 'Strap' }, { notes: 'Strap broken left' })]
  const there = (notes: string) => changedSince(rows, () => noted({ notes }, 'M2'))
  expect(there('Chin guard. broken left, says Ann. Strap new')).toEqual([])
  // A word that has them in it, or fewer of them, does not say the same.
  const twice = [inNotes({ notes: 'Red' }, { notes: 'Red red' })]
  expect(changedSince(twice, () => noted({ notes: 'Bored red' }, 'M2'))).toEqual([])
  expect(changedSince(twice, () => noted({ notes: 'Red' }, 'M2'))[0]?.values).toEqual({ notes: 'Red red' })
})

test('[D11] of several writes all that a device wrote counts, and nothing that came between them', () => {
  const rows = [
    inNotes({ notes: 'Strap' }, { notes: 'Strap broken' }),
    inNotes({ notes: 'Chin Strap broken' }, { notes: 'Chin Strap broken, ask Ann' }),
  ]
  const restored = noted({ notes: 'Strap' }, 'M0')
  const [lost] = changedSince(rows, () => restored)
  expect(lost && restorationOf(lost, restored, 'COACH')).toEqual({
    changes: { notes: 'Strap broken, ask Ann' },
  })
  expect(changedSince(rows, () => noted({ notes: 'Strap broken, ask Ann' }, 'M2'))).toEqual([])
})

test('[A1] of custom fields that lost only the keys that were written are had back', () => {
  const lost = lostIn(
    {
      ...overwritten,
      base: noted({ custom: { shelf: 'A', color: 'red' } }, 'M0'),
      device: noted({ custom: { shelf: 'A', color: 'blue' } }, 'M1'),
      server: noted({ custom: { shelf: 'B', color: 'green' } }, 'M2'),
      fields: ['custom'],
      reason: { code: 'both-changed', lost: [{ fields: ['custom'], side: 'device' }] },
    },
    ANA,
  )
  expect(lost?.values).toEqual({ custom: { color: 'blue' } })
  const now = noted({ custom: { shelf: 'C', color: 'green', row: 2 } }, 'M3')
  expect(lost && restorationOf(lost, now, 'COACH')).toEqual({
    changes: { custom: { color: 'blue', row: 2, shelf: 'C' } },
  })
})
