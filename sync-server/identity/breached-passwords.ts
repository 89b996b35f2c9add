import { createHash } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

export interface BreachedPasswords {
  /** Whether a password, exactly as it is, is among those that were stolen somewhere. */
  has(password: string): Promise<boolean>
}

const HEX = 40
/** The longest line: a hash, a colon, a count and its end. */
const LINE_BYTES = HEX + 16

/**
 * Looks into a file of SHA-1 hashes in ascending order, one a line, each with or without `:count`. The file can be as large
 * as the list of all breaches: a search reads some 40 short pieces of it and keeps none. Nothing leaves the machine.
 * @throws Error where the file cannot be read
 */
export function breachedPasswords(path: string | undefined): BreachedPasswords {
  if (path === undefined) return { has: async () => false }
  closeSync(openSync(path, 'r'))
  return {
    async has(password) {
      const wanted = createHash('sha1').update(password).digest('hex').toUpperCase()
      const file = await open(path, 'r')
      try {
        return await search(file, wanted)
      } finally {
        await file.close()
      }
    },
  }
}

async function search(file: FileHandle, wanted: string): Promise<boolean> {
  // Of the lines that begin in [low, high) one may be the wanted one.
  let [low, high] = [0, (await file.stat()).size]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const line = await lineFrom(file, middle)
    if (!line || line.start >= high) {
      high = middle
      continue
    }
    if (line.hash === wanted) return true
    if (line.hash < wanted) low = line.start + 1
    else high = middle
  }
  return false
}

/** The first line that begins at this byte or after it. */
async function lineFrom(
  file: FileHandle,
  position: number,
): Promise<{ readonly start: number; readonly hash: string } | undefined> {
  const from = Math.max(0, position - 1)
  const buffer = Buffer.alloc(2 * LINE_BYTES)
  const { bytesRead } = await file.read(buffer, 0, buffer.length, from)
  const text = buffer.toString('latin1', 0, bytesRead)
  const skipped = position === 0 ? 0 : text.indexOf('\n') + 1
  if (position > 0 && skipped === 0) return undefined
  const hash = text.slice(skipped, skipped + HEX)
  return hash.length === HEX ? { start: from + skipped, hash: hash.toUpperCase() } : undefined
}
