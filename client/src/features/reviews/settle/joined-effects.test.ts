import { expect, test } from 'vitest'
import type { Equipment } from '../../../../../shared/collections/equipment.ts'
import type { Effect } from '../../../../../shared/reviews/decision.ts'
import { joinedEffects } from './joined-effects.ts'

const there: Equipment = {
  id: '019c2517-2600-72a1-8c3b-000000000001',
  stamp: '1796070500000-0000-da',
  kind: 'serialized',
  name: 'Helmet',
  status: 'available',
  serial: 'ZX-91827',
  size: 'L',
  createdAt: '2026-01-01T00:00:00.000Z',
}
const madeId = '019c2517-2600-72a1-8c3b-000000000002'
const made = (after: Effect['after']): Effect => ({
  collection: 'equipment',
  documentId: madeId,
  kind: 'create',
  after: { kind: 'serialized', name: 'Helmet', serial: 'ZX-91827', ...after },
})
const known = async (serial: string) => (serial === there.serial ? [there] : [])

test('[S5] a thing that is there already is told as what it gets, and as its move, not as a second thing', async () => {
  const move: Effect = {
    collection: 'transactions',
    documentId: '019c2517-2600-72a1-8c3b-000000000003',
    kind: 'create',
    after: { type: 'check_out', equipmentId: madeId, toHolderId: 'ann' },
  }
  const told = await joinedEffects([made({ model: 'Speed', size: 'L' }), move], known)
  expect(told).toEqual([
    {
      collection: 'equipment',
      documentId: there.id,
      kind: 'update',
      before: { name: 'Helmet', model: null },
      after: { model: 'Speed' },
    },
    { ...move, after: { type: 'check_out', equipmentId: there.id, toHolderId: 'ann' } },
  ])
})

test('[S5] what tells two things apart, or a serial that everybody counts, leaves it a thing of its own', async () => {
  for (const after of [{ size: 'S' }, { name: 'Shoulder pads' }, { serial: 'ZX-91828' }])
    expect(await joinedEffects([made(after)], known)).toEqual([made(after)])
  const counted = async () => [{ ...there, serial: '12' }]
  expect(await joinedEffects([made({ serial: '12' })], counted)).toEqual([made({ serial: '12' })])
})

test('[S5] a later condition counts, an earlier one does not', async () => {
  const good = { ...there, condition: 'good', conditionStamp: '1796070500000-0000-da' } as const
  const withGood = async () => [good]
  const afterOf = async (conditionStamp: string) =>
    (await joinedEffects([made({ condition: 'poor', conditionStamp })], withGood))[0]?.after
  expect(await afterOf('1796070600000-0000-db')).toEqual({ condition: 'poor' })
  expect(await afterOf('1796070400000-0000-db')).toEqual({})
  // Of the one that is there none was stated.
  expect((await joinedEffects([made({ condition: 'poor' })], known))[0]?.after).toEqual({ condition: 'poor' })
})

test('[S5] [A1] of notes, tags and custom fields what only the new one says comes to what is there', async () => {
  const said = { ...there, notes: 'Chin strap new', tags: ['varsity'], custom: { shell: 'A', year: 2024 } }
  const withWords = async () => [said]
  const joinedWith = async (after: Effect['after']) => (await joinedEffects([made(after)], withWords))[0]
  expect(
    await joinedWith({
      notes: 'Shell scratched',
      tags: ['spare', 'varsity'],
      custom: { shell: 'B', rack: 7 },
    }),
  ).toMatchObject({
    before: { notes: 'Chin strap new', tags: ['varsity'], custom: { shell: 'A', year: 2024 } },
    after: {
      notes: 'Chin strap new\nShell scratched',
      tags: ['spare', 'varsity'],
      custom: { rack: 7, shell: 'A', year: 2024 },
    },
  })
  expect(
    (await joinedWith({ notes: 'Chin strap new', tags: ['varsity'], custom: { year: 2024 } }))?.after,
  ).toEqual({})
  expect((await joinedEffects([made({ notes: 'New' })], known))[0]?.after).toEqual({ notes: 'New' })
})
