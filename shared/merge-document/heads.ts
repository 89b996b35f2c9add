import { fromBase64 } from './base64.ts'

const MAGIC = [0x85, 0x6f, 0x4a, 0x83]
const DOCUMENT = 0
const HASH_LENGTH = 32

/**
 * The heads of an encoded document: the hashes of its last changes, which name its contents whatever its bytes are. They
 * stand at the front of its one chunk, so nothing is loaded to compare two documents. Undefined where the text is no
 * document in one chunk. That what follows is what the heads say is seen when the document is loaded, not here.
 */
export function headsOf(encoded: string): readonly string[] | undefined {
  const bytes = fromBase64(encoded)
  if (!bytes || MAGIC.some((byte, at) => bytes[at] !== byte) || bytes[8] !== DOCUMENT) return undefined
  const reader = createReader(bytes, 9)
  const length = reader.number()
  if (length === undefined || reader.at() + length !== bytes.length) return undefined
  const actors = reader.number() ?? -1
  for (let left = actors; left > 0; left -= 1) {
    const size = reader.number()
    if (size === undefined || !reader.take(size)) return undefined
  }
  const count = reader.number()
  if (actors < 0 || count === undefined) return undefined
  const heads: string[] = []
  while (heads.length < count) {
    const hash = reader.take(HASH_LENGTH)
    if (!hash) return undefined
    heads.push(Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join(''))
  }
  return heads.sort()
}

/** Whether two encoded documents say the same [P1]; what is no document equals itself alone. */
export function sameEncoded(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'string' || typeof b !== 'string') return false
  const heads = headsOf(a)
  return heads !== undefined && heads.join() === headsOf(b)?.join()
}

function createReader(bytes: Uint8Array, start: number) {
  let at = start
  return {
    at: () => at,
    /** An unsigned LEB128 number. */
    number(): number | undefined {
      let value = 0
      for (let factor = 1; factor <= 2 ** 42; factor *= 128) {
        const byte = bytes[at]
        if (byte === undefined) return undefined
        at += 1
        value += (byte & 0x7f) * factor
        if (byte < 0x80) return value
      }
      return undefined
    },
    take(length: number): Uint8Array | undefined {
      if (at + length > bytes.length) return undefined
      at += length
      return bytes.subarray(at - length, at)
    },
  }
}
