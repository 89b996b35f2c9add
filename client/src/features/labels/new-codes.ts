/** Digits and capitals without those that are taken for others (I, L, O, U). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 40 bits: two devices without a connection make the same code about once in a school's lifetime in ten thousand. */
const LENGTH = 8

/**
 * New tag codes that say nothing about the thing, none of which is taken.
 *
 * @param random fills the bytes it gets; injected by tests
 */
export function newTagCodes(
  count: number,
  taken: (code: string) => boolean,
  random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (bytes) => crypto.getRandomValues(bytes),
): string[] {
  const codes = new Set<string>()
  while (codes.size < count) {
    const bytes = random(new Uint8Array(LENGTH))
    const code = Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('')
    // What reads as a number is what spreadsheets destroy: only digits, an exponent (12E34567), a hexadecimal one (0X12AB34).
    if (!Number.isNaN(Number(code)) || taken(code)) continue
    codes.add(code)
  }
  return [...codes]
}
