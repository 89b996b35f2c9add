import type { ReadingChoices } from './choices.ts'
import { type Decoded, decode, type Encoding } from './decode.ts'
import { type Delimiter, guessDelimiter, namedDelimiter } from './delimiter.ts'
import { FileRefusedError, refuseOtherFiles } from './file-kind.ts'
import { parseRecords, type RawRecord, withPlainLineEnds } from './records.ts'
import { findHeader, type HeaderWords, makeTable, type Table } from './table.ts'

export interface FileReading {
  readonly encoding: Encoding
  readonly encodingBy: Decoded['by']
  /** Characters that could not be read. */
  readonly unreadable: number
  readonly delimiter: Delimiter
  readonly quotes: boolean
  /** Line on which a quote opens that closes nowhere: all behind it stands in one cell. */
  readonly openQuoteLine?: number
  readonly header: number | 'none'
  readonly table: Table
  /** The first rows, the header and titles above it included, to choose the header among. */
  readonly head: readonly RawRecord[]
  /** Whether there are more rows than an import takes. */
  readonly cut: boolean
}

/**
 * The table that a file holds.
 *
 * @throws FileRefusedError where it holds none
 */
export function readFile(bytes: Uint8Array, choices: ReadingChoices, words: HeaderWords): FileReading {
  refuseOtherFiles(bytes)
  const decoded = decode(bytes, choices.encoding)
  const text = withPlainLineEnds(decoded.text)
  const named = namedDelimiter(text)
  const body = named ? text.slice(named.length) : text
  const delimiter = choices.delimiter ?? named?.delimiter ?? guessDelimiter(body)
  const quotes = choices.quotes ?? true
  const { records, cut } = parseRecords(body, { delimiter, quotes, firstLine: named ? 2 : 1 })
  if (records.length === 0) throw new FileRefusedError(holdsZeros(text) ? 'binary' : 'empty')
  const header = choices.header ?? findHeader(records)
  const table = makeTable(records, header, words)
  if (table.rows.length === 0 || table.columns.length === 0) {
    if (choices.header === undefined || header === 'none') throw new FileRefusedError('no-rows')
  }
  const open = records.find((record) => record.quotes === 'open')
  return {
    encoding: decoded.encoding,
    encodingBy: decoded.by,
    unreadable: decoded.unreadable,
    delimiter,
    quotes,
    ...(open ? { openQuoteLine: open.line } : {}),
    header,
    table,
    head: records.slice(0, 20),
    cut,
  }
}

function holdsZeros(text: string): boolean {
  return text.includes('\u0000')
}
