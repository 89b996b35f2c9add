import { inflateRawSync } from 'node:zlib'
import { fromBase64 } from '../../shared/merge-document/base64.ts'
import { type ByteReader, createReader } from '../../shared/merge-document/byte-reader.ts'
import { frontOf } from '../../shared/merge-document/heads.ts'
import { historySize, MOST_HISTORY } from '../../shared/merge-document/limits.ts'
import type { Issue } from '../../shared/validate.ts'

/** What a document's columns may come to when they are unpacked: a history of this length repeats what the field holds. */
const MOST_BYTES = 4 * 1024 * 1024
/** Unpacked bytes that take as long as an operation. */
const BYTES_OF_ONE = 100

const DEFLATED = 8
/** The kinds of columns, by the last three bits of their name. */
const KIND = { group: 0, boolean: 4, text: 5, raw: 7 } as const

export interface Measured {
  /** What it takes in operations: to open it, or, of what is not opened, to have been measured. */
  readonly size: number
  readonly issue?: Issue
}

interface Column {
  readonly kind: number
  readonly deflated: boolean
  readonly length: number
}

const MALFORMED: Measured = { size: 0, issue: { field: 'merge', code: 'malformed' } }

/**
 * What an encoded document would cost to open, told without opening it: a few bytes can stand for a history of millions. In
 * the format the changes and the operations stand in columns of runs, `so and so often this`; the runs are counted. Takes
 * less than a tenth of what opening takes, and unpacks no more than {@link MOST_BYTES}.
 */
export function measureDocument(encoded: string): Measured {
  const bytes = fromBase64(encoded)
  const front = bytes && frontOf(bytes)
  if (!front) return MALFORMED
  const reader = createReader(bytes, front.columnsAt)
  const columns = [readColumns(reader), readColumns(reader)]
  let left = MOST_BYTES
  const lengths: number[] = []
  for (const part of columns) {
    if (!part) return MALFORMED
    let longest = 0
    for (const column of part) {
      const packed = reader.take(column.length)
      const data = packed && (column.deflated ? unpacked(packed, left) : packed)
      if (data === undefined) return MALFORMED
      if (data === 'too-long') return tooLong(MOST_BYTES)
      left -= data.length
      const count = valuesIn(data, column.kind)
      if (count === undefined) return MALFORMED
      longest = Math.max(longest, count)
    }
    lengths.push(longest)
  }
  const [changes = 0, operations = 0] = lengths
  const bytesTaken = MOST_BYTES - left
  const size = historySize({ changes, operations }) + bytesTaken / BYTES_OF_ONE
  return size > MOST_HISTORY ? tooLong(bytesTaken) : { size }
}

function tooLong(bytesTaken: number): Measured {
  return {
    size: bytesTaken / BYTES_OF_ONE,
    issue: { field: 'merge', code: 'history-too-long', limit: MOST_HISTORY },
  }
}

function readColumns(reader: ByteReader): readonly Column[] | undefined {
  const count = reader.number()
  if (count === undefined) return undefined
  const columns: Column[] = []
  while (columns.length < count) {
    const name = reader.number()
    const length = reader.number()
    if (name === undefined || length === undefined) return undefined
    columns.push({ kind: name % 8, deflated: (name & DEFLATED) !== 0, length })
  }
  return columns
}

function unpacked(packed: Uint8Array, most: number): Uint8Array | 'too-long' | undefined {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return code === 'ERR_BUFFER_TOO_LARGE' ? 'too-long' : undefined
  }
}

/** How many values a column stands for; of one that groups values of others, how many it groups. */
function valuesIn(data: Uint8Array, kind: number): number | undefined {
  if (kind === KIND.raw) return 0
  const reader = createReader(data)
  let count = 0
  while (reader.at() < data.length) {
    const found = kind === KIND.boolean ? reader.number() : runIn(reader, kind)
    if (found === undefined) return undefined
    count += found
    // More than this is refused whatever follows.
    if (count > MOST_HISTORY) return count
  }
  return count
}

function runIn(reader: ByteReader, kind: number): number | undefined {
  const length = reader.signed()
  if (length === undefined) return undefined
  // Nothing, so and so often.
  if (length === 0) return reader.number()
  const literals = length < 0 ? -length : 1
  if (literals > MOST_HISTORY) return literals
  let grouped = 0
  for (let left = literals; left > 0; left -= 1) {
    const value = valueIn(reader, kind)
    if (value === undefined) return undefined
    grouped += value * (length > 0 ? length : 1)
  }
  const values = length > 0 ? length : literals
  return kind === KIND.group ? Math.max(values, grouped) : values
}

/** A value's number; of what is no group only that it is there. */
function valueIn(reader: ByteReader, kind: number): number | undefined {
  if (kind === KIND.group) return reader.number()
  if (kind !== KIND.text) return reader.skip() ? 0 : undefined
  const length = reader.number()
  return length !== undefined && reader.take(length) ? 0 : undefined
}
