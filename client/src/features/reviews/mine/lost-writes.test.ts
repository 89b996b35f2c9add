import { expect, test } from 'vitest'
import type { AnyDocument } from '../../../../../shared/collections/definition.ts'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import { changedSince, lostIn, restorationOf, type Since } from './lost-writes.ts'

const PADS = '018f0000-0000-7000-8000-00000000000a'
const ANA = '018f0000-0000-7000-8000-00000000000b'
const BEN = '018f0000-0000-7000-8000-00000000000c'
const stamp = '1790000000000-0000-tablet'
const pads = { id: PADS, stamp, kind: 'serialized', name: 'Pads', size: 'XL', status: 'available' } as const

/** How the one document of a test is now; absent: somebody deleted it, or it is out of sight. */
const there = (now: AnyDocument | undefined, deleted = false): Since => ({
  current: () => now,
  deleted: () => deleted,
})

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
  expect(changedSince(rows, there(pads))).toEqual([
    { collection: 'equipment', documentId: PADS, values: { size: 'L' }, bases: {} },
  ])
  expect(changedSince(rows, there({ ...pads, size: 'L' }))).toEqual([])
  expect(changedSince(rows, there(undefined))).toEqual([])
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
  expect(changedSince(rows, there(now))).toEqual([])
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
  const [lost] = changedSince(rows, there(now))
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
  const [lost] = changedSince(rows, there(now))
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
  const [lost] = changedSince([inNotes({ notes: base }, { notes: mine })], there(present))
  expect(lost && restorationOf(lost, present, 'COACH')).toEqual(back && { changes: { notes: back } })
})

test('[A1] a second tap adds nothing to what the first one put back', () => {
  const rows = [inNotes({ notes: 'ask loose Strap' }, { notes: 'blue ask Strap blue' })]
  const first = noted({ notes: 'ask broken loose Strap' }, 'M2')
  const [lost] = changedSince(rows, there(first))
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
  const since = (notes: string) => changedSince(rows, there(noted({ notes }, 'M2')))
  expect(since('Chin guard. broken left, says Ann. Strap new')).toEqual([])
  // A word that has them in it, or fewer of them, does not say the same.
  const twice = [inNotes({ notes: 'Red' }, { notes: 'Red red' })]
  expect(changedSince(twice, there(noted({ notes: 'Bored red' }, 'M2')))).toEqual([])
  expect(changedSince(twice, there(noted({ notes: 'Red' }, 'M2')))[0]?.values).toEqual({ notes: 'Red red' })
})

test('[D11] of several writes all that a device wrote counts, and nothing that came between them', () => {
  const rows = [
    inNotes({ notes: 'Strap' }, { notes: 'Strap broken' }),
    inNotes({ notes: 'Chin Strap broken' }, { notes: 'Chin Strap broken, ask Ann' }),
  ]
  const restored = noted({ notes: 'Strap' }, 'M0')
  const [lost] = changedSince(rows, there(restored))
  expect(lost && restorationOf(lost, restored, 'COACH')).toEqual({
    changes: { notes: 'Strap broken, ask Ann' },
  })
  expect(changedSince(rows, there(noted({ notes: 'Strap broken, ask Ann' }, 'M2')))).toEqual([])
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

const TABLET = { ...pads, name: 'Pads' }
const created = (fields: object) => ({
  collection: 'equipment' as const,
  row: { newDocumentState: { ...TABLET, ...fields } },
})
const edited = (base: object, next: object) => ({
  collection: 'equipment' as const,
  row: { assumedMasterState: { ...TABLET, ...base }, newDocumentState: { ...TABLET, ...next } },
})
const removed = (base: object) => edited(base, { ...base, _deleted: true })

test('[D11] of what was created here the fields that somebody changed since are told, and had back', () => {
  const rows = [created({ size: 'L', serial: '7' })]
  expect(changedSince(rows, there({ ...pads, size: 'L', serial: '7' }))).toEqual([])
  const now = { ...pads, size: 'M', model: 'Speed' }
  const [lost] = changedSince(rows, there(now))
  // What others filled in that was left empty took nothing away.
  expect(lost).toEqual({
    collection: 'equipment',
    documentId: PADS,
    values: { serial: '7', size: 'L' },
    bases: {},
  })
  expect(lost && restorationOf(lost, now, 'EQUIPMENT_MANAGER')).toEqual({
    changes: { serial: '7', size: 'L' },
  })
})

test('[D11] [A1] of the notes and tags that something was created with only what is gone is told', () => {
  const rows = [created({ notes: 'Strap torn', tags: ['b', 'a', 'a'] })]
  const kept = { ...pads, notes: 'Strap torn. Ordered.', tags: ['a', 'b', 'c'] }
  expect(changedSince(rows, there(kept))).toEqual([])
  const [lost] = changedSince(rows, there({ ...kept, notes: 'Ordered.' }))
  expect(lost?.values).toEqual({ notes: 'Strap torn' })
})

test('what is stored in its one form, and a condition that the person stated anew, are not lost', () => {
  const inspection = {
    collection: 'transactions' as const,
    row: { newDocumentState: { id: ANA, stamp, equipmentId: PADS, type: 'inspect', condition: 'fair' } },
  }
  const rows = [created({ condition: 'new' }), inspection]
  expect(changedSince(rows, there({ ...pads, condition: 'fair' }))).toEqual([])
  expect(changedSince(rows, there({ ...pads, condition: 'poor' }))[0]?.values).toEqual({
    condition: 'fair',
  })
})

test('[D11] what its own author changed after the creation, sent or not yet, is not lost', () => {
  const rows = [created({ size: 'L' }), edited({ size: 'L' }, { size: 'XL', name: 'Pads, old' })]
  expect(changedSince(rows, there({ ...pads, size: 'XL', name: 'Pads, old' }))).toEqual([])
  expect(changedSince(rows, there({ ...pads, size: 'S', name: 'Pads, old' }))[0]?.values).toEqual({
    size: 'XL',
  })
})

test('[D11] of what somebody deleted since all that was written is shown, by the name that it had, and nothing is put back', () => {
  const [made] = changedSince([created({ size: 'L', tags: ['varsity'] })], there(undefined, true))
  expect(made).toMatchObject({
    values: { kind: 'serialized', name: 'Pads', size: 'L', tags: ['varsity'] },
    deleted: { id: PADS, name: 'Pads' },
  })
  const [changed] = changedSince([edited({}, { model: 'Speed' })], there(undefined, true))
  expect(changed).toMatchObject({ values: { model: 'Speed' }, deleted: { name: 'Pads' } })
  expect(changed && restorationOf(changed, undefined, 'EQUIPMENT_MANAGER')).toEqual({ obstacle: 'deleted' })
  // Had back by a manager, it is as any other.
  expect(changed && restorationOf(changed, pads, 'EQUIPMENT_MANAGER')).toEqual({
    changes: { model: 'Speed' },
  })
})

test('what its own author deleted, what only left the sight of the device, and what nothing was said of, is not told', () => {
  const rows = [created({ size: 'L' }), removed({ size: 'L' })]
  expect(changedSince(rows, there(undefined, true))).toEqual([])
  expect(changedSince([removed({})], there(undefined, true))).toEqual([])
  expect(changedSince([created({ size: 'L' })], there(undefined))).toEqual([])
  expect(changedSince([edited({}, { status: 'lost' })], there(undefined, true))).toEqual([])
  // Of a deletion that was only asked for the thing is still there.
  expect(changedSince(rows, there({ ...pads, size: 'M' }))[0]?.values).toEqual({ size: 'L' })
})
