/** A row that was not imported, or that somebody should look at, as it stands in the file. */
export interface ProblemRow {
  readonly line: number
  readonly cells: readonly string[]
  /** One sentence for each issue. */
  readonly reasons: readonly string[]
}

/**
 * A CSV to mend and import again: the file's own columns, with the line and the reason behind them. It opens in every
 * spreadsheet: UTF-8 with a mark, CRLF, and an apostrophe before what a spreadsheet would run as a formula.
 */
export function problemFile(
  headers: readonly string[],
  rows: readonly ProblemRow[],
  words: { readonly line: string; readonly problem: string },
): string {
  const table = [
    [...headers, words.line, words.problem],
    ...rows.map((row) => [
      ...headers.map((_, index) => row.cells[index] ?? ''),
      String(row.line),
      row.reasons.join('; '),
    ]),
  ]
  return `\uFEFF${table.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')}`
}

function cellOf(cell: string): string {
  const text = harmless(cell)
  return /[",\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A number with its sign is no formula; everything else that begins like one gets an apostrophe. */
export function harmless(cell: string): string {
  const start = cell.trimStart()
  if (!/^[=+\-@\t\r]/.test(start) && !/^[\t\r]/.test(cell)) return cell
  return /^[+-]?\d+(?:[.,]\d+)*$/.test(start) ? cell : `'${cell}`
}
