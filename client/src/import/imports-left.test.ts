import { expect, test } from 'vitest'
import { emptyTally, type ImportRecord, type ImportState } from './import-record.ts'
import { importNames, leftOf } from './imports-left.ts'

const record = (state: ImportState, fields: Partial<ImportRecord> = {}): ImportRecord => ({
  id: state,
  kind: 'equipment',
  fileName: `${state}.csv`,
  seed: { at: 0, random: [0, 0, 0, 0, 0, 0] },
  createdAt: 0,
  byName: 'Dana',
  columns: [],
  state,
  chunks: 10,
  next: 4,
  rows: { write: 1_000, skip: 0, joined: 0, refuse: 0 },
  written: emptyTally,
  ...fields,
})

test('[D6] what is begun and not finished is unsent work, a plan that is still being stored is not', () => {
  const left = leftOf([
    record('preparing'),
    record('running', { createdAt: 1 }),
    record('paused', { createdAt: 3 }),
    record('undoing', { createdAt: 2 }),
    record('done'),
    record('undone'),
  ])
  expect(left.unfinished.map(({ fileName }) => fileName)).toEqual([
    'paused.csv',
    'undoing.csv',
    'running.csv',
  ])
})

test('[D6] an import that went on since is another piece of work', () => {
  const before = importNames(leftOf([record('paused')]))
  expect(before).toEqual(['import/paused/paused/4'])
  expect(importNames(leftOf([record('paused', { next: 5 })]))).not.toEqual(before)
})

test('what is finished can be undone here, and so can what the undoing kept', () => {
  expect(leftOf([record('done')]).undoable).toBe(true)
  expect(leftOf([record('undone', { undone: { removed: 3, restored: 0, kept: 1 } })]).undoable).toBe(true)
  expect(leftOf([record('undone', { undone: { removed: 3, restored: 0, kept: 0 } })]).undoable).toBe(false)
})
