/** Reads the numbers and stretches that an encoded document is made of; undefined where there is none. */
export interface ByteReader {
  at(): number
  /** An unsigned LEB128 number. */
  number(): number | undefined
  /** A signed one. */
  signed(): number | undefined
  /** Passes over a number of up to 64 bits; false where there is none. */
  skip(): boolean
  take(length: number): Uint8Array | undefined
}

export function createReader(bytes: Uint8Array, start = 0): ByteReader {
  let at = start

  function leb(signed: boolean): number | undefined {
    let value = 0
    for (let factor = 1; factor <= 2 ** 42; factor *= 128) {
      const byte = bytes[at]
      if (byte === undefined) return undefined
      at += 1
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return signed && (byte & 0x40) !== 0 ? value - factor * 128 : value
    }
    return undefined
  }

  return {
    at: () => at,
    number: () => leb(false),
    signed: () => leb(true),
    skip() {
      for (let length = 1; length <= 10; length += 1) {
        const byte = bytes[at]
        if (byte === undefined) return false
        at += 1
        if (byte < 0x80) return true
      }
      return false
    },
    take(length) {
      if (at + length > bytes.length) return undefined
      at += length
      return bytes.subarray(at - length, at)
    },
  }
}
