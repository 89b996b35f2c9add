import Papa from 'papaparse'
import { MAX_ROWS } from './file-kind.ts'

/** One row of the file as it stands there. */
export interface RawRecord {
  /** Line of the file on which the row begins, from 1. A CRLF is one line end, and so is a lone CR. */
  readonly line: number
  readonly cells: readonly string[]
  /** A quote that closes nowhere, or closes in the middle of a cell: the cells may be cut wrongly. */
  readonly quotes?: 'open' | 'broken'
}

export interface Records {
  readonly records: readonly RawRecord[]
  /** Whether the file has more rows than are read. */
  readonly cut: boolean
}

/** All line ends as LF, also inside of quotes, so that files of mixed origin are cut into rows in one way. */
export function withPlainLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

/**
 * Cuts text with plain line ends into rows. Blank lines are left out but counted.
 *
 * @param options.quotes whether `"` encloses cells; off where inch marks would be taken for quotes
 * @param options.firstLine the line on which `text` begins
 */
export function parseRecords(
  text: string,
  options: { readonly delimiter: string; readonly quotes: boolean; readonly firstLine: number },
): Records {
  const records: RawRecord[] = []
  let line = options.firstLine
  let from = 0
  let cut = false
  Papa.parse<string[]>(text, {
    delimiter: options.delimiter,
    newline: '\n',
    // A character that no file holds: papaparse has no switch for quotes.
    ...(options.quotes ? {} : { quoteChar: '\uFFFF', escapeChar: '\uFFFF' }),
    step(result, parser) {
      const cells = result.data
      const at = line
      line += linesBetween(text, from, result.meta.cursor)
      from = result.meta.cursor
      if (cells.every((cell) => cell.trim() === '')) return
      if (records.length >= MAX_ROWS + 1) {
        cut = true
        parser.abort()
        return
      }
      const quotes = quoteProblem(result.errors)
      records.push({ line: at, cells, ...(quotes ? { quotes } : {}) })
    },
  })
  return { records, cut }
}

function linesBetween(text: string, from: number, to: number): number {
  let lines = 0
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}

function quoteProblem(errors: readonly Papa.ParseError[]): RawRecord['quotes'] {
  if (errors.some((error) => error.code === 'MissingQuotes')) return 'open'
  return errors.some((error) => error.code === 'InvalidQuotes') ? 'broken' : undefined
}
