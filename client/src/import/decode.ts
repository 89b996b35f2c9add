/** How the bytes of a file may be read as text. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'macintosh'] as const
export type Encoding = (typeof ENCODINGS)[number]

export interface Decoded {
  /** Without a byte order mark. */
  readonly text: string
  readonly encoding: Encoding
  /** How the encoding is known: the file says so, its bytes allow no other, it was chosen, or it is a guess. */
  readonly by: 'mark' | 'valid' | 'chosen' | 'guess'
  /** Characters that could not be read and stand as U+FFFD. */
  readonly unreadable: number
}

/**
 * Text of a file. A byte order mark decides, then the pattern of zero bytes that UTF-16 leaves, then whether the bytes
 * are valid UTF-8; what is none of these is Windows-1252, or Mac Roman where the file shows signs of an old Mac.
 */
export function decode(bytes: Uint8Array, chosen?: Encoding): Decoded {
  if (chosen) return read(bytes, chosen, 'chosen')
  const marked = markOf(bytes)
  if (marked) return read(bytes, marked, 'mark')
  const valid = isUtf8(bytes)
  const wide = wideOrder(bytes, valid)
  if (wide) return read(bytes, wide, 'guess')
  if (valid) return read(bytes, 'utf-8', 'valid')
  if (mostlyUtf8(bytes)) return read(bytes, 'utf-8', 'guess')
  return read(bytes, looksLikeMac(bytes) ? 'macintosh' : 'windows-1252', 'guess')
}

function read(bytes: Uint8Array, encoding: Encoding, by: Decoded['by']): Decoded {
  const text = new TextDecoder(encoding).decode(bytes)
  return { text, encoding, by, unreadable: count(text, '\uFFFD') }
}

function count(text: string, part: string): number {
  let found = 0
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) found += 1
  return found
}

function markOf(bytes: Uint8Array): Encoding | undefined {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return undefined
}

/** A last character that was cut off does not make the rest another encoding. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/**
 * UTF-16 without a mark: its commas, line ends and Latin letters leave zeros on one side of each pair. Text that is valid
 * UTF-8 may hold single zeros, so there must be many.
 */
function wideOrder(bytes: Uint8Array, validUtf8: boolean): 'utf-16le' | 'utf-16be' | undefined {
  const sample = bytes.subarray(0, 65_536)
  const zeros = [0, 0]
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const enough = (sample.length / 2) * (validUtf8 ? 0.2 : 0.02)
  if (odd >= 2 && odd > enough && even * 10 <= odd) return 'utf-16le'
  return even >= 2 && even > enough && odd * 10 <= even ? 'utf-16be' : undefined
}

/** Files that were put together: UTF-8 nearly everywhere, with a few bytes of something else. */
function mostlyUtf8(bytes: Uint8Array): boolean {
  let bad = 0
  let good = 0
  for (const character of new TextDecoder('utf-8').decode(bytes)) {
    if (character === '\uFFFD') bad += 1
    else if (character > '\u007F') good += 1
  }
  return good > bad * 4
}

/** Lone carriage returns, and more letters where Mac Roman has its accents than where Windows has them. */
function looksLikeMac(bytes: Uint8Array): boolean {
  if (!bytes.includes(0x0d) || bytes.includes(0x0a)) return false
  let mac = 0
  let windows = 0
  for (const byte of bytes) {
    if (byte >= 0x80 && byte <= 0x9f) mac += 1
    else if (byte >= 0xc0) windows += 1
  }
  return mac > windows
}
