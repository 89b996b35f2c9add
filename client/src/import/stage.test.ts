import { expect, test } from 'vitest'
import type { PlannedRow } from './row-draft.ts'
import { entryId, rowId } from './row-ids.ts'
import { chunksOf, problemsOf } from './stage-plan.ts'
import { differs } from './undo-writes.ts'
import { updatedFields } from './write-rows.ts'

const seed = { at: 1_700_000_000_000, random: [9, 8, 7, 6, 5, 4] }

function row(index: number, changes: Partial<PlannedRow> = {}): PlannedRow {
  return {
    row: index,
    line: index + 2,
    action: 'create',
    id: rowId(seed, index),
    fields: { name: `N${index}` },
    issues: [],
    ...changes,
  }
}

test('[import] names are written before the rows that use them, ledger entries after', () => {
  const rows = [
    ...Array.from({ length: 150 }, (_, index) => row(index)),
    row(150, { action: 'skip' }),
    row(151, { followUp: { type: 'check_out', holder: { personId: 'p' }, dueDay: '2026-01-05' } }),
  ]
  const chunks = chunksOf({
    importId: 'i',
    kind: 'equipment',
    seed,
    rows,
    newNames: [
      { collection: 'teams', id: 't', name: 'Eagles' },
      { collection: 'categories', id: 'c', name: 'Helmets', parentId: 'p' },
    ],
    endOfDay: (day) => `${day}T23:59:00.000Z`,
  })
  expect(
    chunks.map(({ number, collection, writes, entries }) => [
      number,
      collection,
      writes.length,
      entries.length,
    ]),
  ).toEqual([
    [0, 'categories', 1, 0],
    [1, 'teams', 1, 0],
    [2, 'equipment', 100, 0],
    [3, 'equipment', 51, 0],
    [4, 'transactions', 0, 1],
  ])
  expect(chunks[0]?.writes[0]).toEqual({
    id: 'c',
    action: 'create',
    fields: { name: 'Helmets', parentId: 'p' },
  })
  expect(chunks[1]?.writes[0]?.fields).toEqual({ name: 'Eagles', active: true })
  expect(chunks[4]?.entries[0]).toEqual({
    id: entryId(seed, 151),
    equipmentId: rowId(seed, 151),
    row: 151,
    line: 153,
    followUp: { type: 'check_out', holder: { personId: 'p' }, dueDay: '2026-01-05' },
    dueAt: '2026-01-05T23:59:00.000Z',
  })
})

test('[import] refused rows are kept with their cells, skipped ones are no rows to mend', () => {
  const issue = { code: 'exists', severity: 'warning' } as const
  const problems = problemsOf(
    'i',
    [
      row(0),
      row(1, { action: 'skip', issues: [issue] }),
      row(2, { action: 'refuse', issues: [{ code: 'scientific', severity: 'error' }] }),
    ],
    [0, 1, 2].map((index) => ({ line: index + 2, cells: [`cell ${index}`] })),
  )
  expect(problems.map(({ line, refused, cells }) => [line, refused, cells])).toEqual([
    [3, false, ['cell 1']],
    [4, true, ['cell 2']],
  ])
})

test('[import] an update adds to lists and maps and replaces the rest', () => {
  const current = {
    name: 'Old',
    tags: ['b'],
    custom: { Colour: 'red', Shelf: '1' },
    teamIds: ['t1'],
    size: 'M',
  }
  const fields = { name: 'New', tags: ['a'], custom: { Colour: 'blue' }, teamIds: ['t2'] }
  expect(updatedFields(current, fields)).toEqual({
    name: 'New',
    tags: ['a', 'b'],
    custom: { Colour: 'blue', Shelf: '1' },
    teamIds: ['t1', 't2'],
  })
})

test('[import] what the server sets is no change by somebody, an edit is', () => {
  const fields = { name: 'Cones', kind: 'bulk', quantity: 40 }
  const stored = {
    ...fields,
    id: 'x',
    stamp: 's2',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    quantityOut: 0,
    status: 'available',
    statusStamp: 's1',
    merge: 'abc',
  }
  expect(differs(fields, stored)).toBe(false)
  expect(differs({ name: 'Cones', kind: 'bulk' }, { ...stored, quantity: 0 })).toBe(false)
  expect(differs(fields, { ...stored, quantity: 38 })).toBe(true)
  expect(differs(fields, { ...stored, notes: 'worn' })).toBe(true)
  expect(differs(fields, { ...stored, name: 'Cone' })).toBe(true)
})
