import type { Encoding } from './decode.ts'

/** Text as the bytes of a file in an encoding: what TextEncoder does for UTF-8 only. For tests. */
export function bytesOf(text: string, encoding: Encoding, mark = false): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(mark ? `\uFEFF${text}` : text)
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return wide(mark ? `\uFEFF${text}` : text, encoding)
  return Uint8Array.from([...text].map((character) => singleByte(character, encoding)))
}

function wide(text: string, encoding: 'utf-16le' | 'utf-16be'): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  const view = new DataView(bytes.buffer)
  for (let index = 0; index < text.length; index += 1)
    view.setUint16(index * 2, text.charCodeAt(index), encoding === 'utf-16le')
  return bytes
}

function singleByte(character: string, encoding: Encoding): number {
  const decoder = new TextDecoder(encoding)
  for (let byte = 0; byte < 256; byte += 1) {
    if (decoder.decode(Uint8Array.of(byte)) === character) return byte
  }
  throw new Error(`${encoding} has no ${character}`)
}

/** One cell as a careful program writes it. */
export function quoted(cell: string, delimiter: string): string {
  return /["\n\r]/.test(cell) || cell.includes(delimiter) || cell !== cell.trim()
    ? `"${cell.replaceAll('"', '""')}"`
    : cell
}

export function csv(rows: readonly (readonly string[])[], delimiter = ',', end = '\r\n'): string {
  return rows.map((row) => row.map((cell) => quoted(cell, delimiter)).join(delimiter) + end).join('')
}
