import { expect, test } from 'vitest'
import { findHeader, letters, makeTable } from './table.ts'

const words = { column: (name: string) => `Column ${name}` }
const records = (...rows: string[][]) => rows.map((cells, index) => ({ line: index + 1, cells }))

test('[import] blank headers are named by their letter, repeated ones are numbered, and none is lost', () => {
  const table = makeTable(
    records(['Tag', '', 'Size', 'size', 'Size', ''], ['1', 'x', 'M', 'L', 'S', '']),
    0,
    words,
  )
  expect(table.columns).toEqual([
    { index: 0, label: 'Tag', header: 'Tag' },
    { index: 1, label: 'Column B', header: '' },
    { index: 2, label: 'Size', header: 'Size' },
    { index: 3, label: 'size (2)', header: 'size' },
    { index: 4, label: 'Size (3)', header: 'Size' },
  ])
})

test('[import] titles above the header are passed over', () => {
  const rows = records(
    ['Lincoln High School Equipment Report'],
    ['Printed 8/12/2025'],
    ['Asset Tag', 'Item', 'Qty'],
    ['1001', 'Helmet', '1'],
    ['1002', 'Pads', '1'],
  )
  expect(findHeader(rows)).toBe(2)
  expect(makeTable(rows, 2, words)).toMatchObject({ headerLine: 3, rows: [{ line: 4 }, { line: 5 }] })
})

test('[import] a table without a header keeps its first row', () => {
  const table = makeTable(records(['1001', 'Helmet'], ['1002', 'Pads']), 'none', words)
  expect(table.rows).toHaveLength(2)
  expect(table.columns.map((column) => column.label)).toEqual(['Column A', 'Column B'])
})

test('[import] one row of a thousand broken cells makes no thousand columns', () => {
  const wide = Array.from({ length: 900 }, (_, index) => `${index}`)
  const table = makeTable(records(['Tag', 'Name'], ['1', 'Helmet'], ['2', 'Pads'], wide), 0, words)
  expect(table.columns).toHaveLength(2)
})

test('[import] columns are lettered as spreadsheets letter them', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(letters)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
})

test('[import] a header that names a built-in property stays a column', () => {
  const table = makeTable(records(['__proto__', 'constructor'], ['a', 'b']), 0, words)
  expect(table.columns.map((column) => column.label)).toEqual(['proto', 'constructor'])
})
