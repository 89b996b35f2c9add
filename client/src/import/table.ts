import { cleanLine } from './clean-cell.ts'
import type { RawRecord } from './records.ts'

export interface Column {
  readonly index: number
  /** Never blank and never twice in a table: what a screen calls the column. */
  readonly label: string
  /** As it stands in the file, cleaned of spaces; '' where it is blank. */
  readonly header: string
}

export interface Table {
  readonly columns: readonly Column[]
  readonly rows: readonly RawRecord[]
  /** Line of the header row; undefined where the file has none. */
  readonly headerLine: number | undefined
}

export interface HeaderWords {
  readonly column: (letters: string) => string
}

/** How many rows may stand above the header: titles, dates, names of a school. */
export const HEADER_SEARCH = 15

/**
 * Index of the row that names the columns: the first that is about as wide as most rows are and holds no number. Reports
 * put titles above it.
 */
export function findHeader(records: readonly RawRecord[]): number {
  const sample = records.slice(0, 60)
  const width = commonWidth(sample)
  const enough = Math.max(1, Math.ceil(width * 0.5))
  const found = sample
    .slice(0, HEADER_SEARCH)
    .findIndex((record) => filled(record) >= enough && !record.cells.some(isNumber))
  return found === -1 ? 0 : found
}

function filled(record: RawRecord): number {
  return record.cells.filter((cell) => cell.trim() !== '').length
}

function isNumber(cell: string): boolean {
  return /^\s*[$€]?\s*\d[\d.,]*\s*$/.test(cell)
}

function commonWidth(records: readonly RawRecord[]): number {
  const times = new Map<number, number>()
  for (const record of records) times.set(filled(record), (times.get(filled(record)) ?? 0) + 1)
  let width = 1
  let most = 0
  for (const [cells, rows] of times) {
    if (rows > most || (rows === most && cells > width)) {
      width = cells
      most = rows
    }
  }
  return width
}

/**
 * Names columns by the header row: blank ones by their letter, later ones of the same name by a number.
 *
 * @param header index of the header row, or 'none' where the first row is data already
 */
export function makeTable(records: readonly RawRecord[], header: number | 'none', words: HeaderWords): Table {
  const rows = header === 'none' ? records : records.slice(header + 1)
  const head = header === 'none' ? undefined : records[header]
  const width = Math.max(head?.cells.length ?? 0, ...widths(rows))
  const used = new Set<string>()
  const columns: Column[] = []
  for (let index = 0; index < width; index += 1) {
    const name = cleanLine(head?.cells[index] ?? '').text.slice(0, 90)
    // A column without a name and without contents comes from trailing delimiters.
    if (name === '' && !rows.some((row) => (row.cells[index] ?? '').trim() !== '')) continue
    const label = unused(name === '' ? words.column(letters(index)) : name, used)
    columns.push({ index, label, header: name })
  }
  return { columns, rows, headerLine: head?.line }
}

/** Cells beyond the header count only where most rows have them; capped, since a broken row can have thousands. */
function widths(rows: readonly RawRecord[]): number[] {
  const times = new Map<number, number>()
  for (const row of rows) times.set(row.cells.length, (times.get(row.cells.length) ?? 0) + 1)
  return [...times]
    .filter(([cells, count]) => cells <= 500 && count * 2 >= rows.length)
    .map(([cells]) => cells)
}

function unused(name: string, used: Set<string>): string {
  // A field of this name would be lost in JavaScript's objects.
  let label = name === '__proto__' ? 'proto' : name
  for (let number = 2; used.has(label.toLowerCase()); number += 1) label = `${name} (${number})`
  used.add(label.toLowerCase())
  return label
}

/** 0 is A, 25 is Z, 26 is AA, as spreadsheets count. */
export function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last
}
