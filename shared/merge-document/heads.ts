import { fromBase64 } from './base64.ts'
import { createReader } from './byte-reader.ts'

const MAGIC = [0x85, 0x6f, 0x4a, 0x83]
const DOCUMENT = 0
const HASH_LENGTH = 32

/** The front of a document's one chunk: its heads, and where its columns begin. */
export interface ChunkFront {
  readonly heads: readonly string[]
  readonly columnsAt: number
}

/**
 * The heads of an encoded document: the hashes of its last changes, which name its contents whatever its bytes are. They
 * stand at the front of its one chunk, so nothing is loaded to compare two documents. Undefined where the text is no
 * document in one chunk. That what follows is what the heads say is seen when the document is loaded, not here.
 */
export function headsOf(encoded: string): readonly string[] | undefined {
  const bytes = fromBase64(encoded)
  return bytes && frontOf(bytes)?.heads
}

/** Undefined where the bytes are no document in one chunk. */
export function frontOf(bytes: Uint8Array): ChunkFront | undefined {
  if (MAGIC.some((byte, at) => bytes[at] !== byte) || bytes[8] !== DOCUMENT) return undefined
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
  return { heads: heads.sort(), columnsAt: reader.at() }
}

/** Whether two encoded documents say the same [P1]; what is no document equals itself alone. */
export function sameEncoded(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'string' || typeof b !== 'string') return false
  const heads = headsOf(a)
  return heads !== undefined && heads.join() === headsOf(b)?.join()
}
