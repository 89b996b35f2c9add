import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { toBase64 } from '../../shared/merge-document/base64.ts'
import { FIRST_DOCUMENT } from '../../shared/merge-document/first-change.ts'

const BODY = 10
const LATE_COLUMN = 0x7ff3
const DEFLATED = 8

/** For tests: the first document with one column more, of a few hundred KB that unpack to `megabytes`. */
export function decompressionBomb(megabytes: number): string {
  const packed = deflateRawSync(Buffer.alloc(megabytes * 1024 * 1024), { level: 9 })
  const body = Buffer.from(FIRST_DOCUMENT, 'base64').subarray(BODY)
  // One actor of 16 bytes, one head of 32, then the columns of changes and of operations.
  const changes = 1 + 1 + 16 + 1 + 32
  const operations = changes + 1 + columnBytes(body, changes)
  const columns = body[operations] ?? 0
  const end = operations + 1 + columnBytes(body, operations)
  const data = body.length - 1
  const whole = Uint8Array.from([
    ...body.subarray(0, operations),
    columns + 1,
    ...body.subarray(operations + 1, end),
    ...numberBytes(LATE_COLUMN | DEFLATED),
    ...numberBytes(packed.length),
    ...body.subarray(end, data),
  ])
  const chunk = Buffer.concat([
    Uint8Array.from([0, ...numberBytes(whole.length + packed.length + 1)]),
    whole,
    packed,
    body.subarray(data),
  ])
  const checksum = createHash('sha256').update(chunk).digest().subarray(0, 4)
  return toBase64(Buffer.concat([Uint8Array.from([0x85, 0x6f, 0x4a, 0x83]), checksum, chunk]))
}

/** How long the list of columns is that begins with its count, below 128 here: two numbers for each. */
function columnBytes(body: Uint8Array, at: number): number {
  let end = at + 1
  for (let left = (body[at] ?? 0) * 2; left > 0; end += 1) if ((body[end] ?? 0) < 0x80) left -= 1
  return end - at - 1
}

function numberBytes(value: number): number[] {
  const bytes: number[] = []
  let left = value
  for (; left >= 0x80; left >>>= 7) bytes.push((left & 0x7f) | 0x80)
  return [...bytes, left]
}
