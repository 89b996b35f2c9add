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
    // A code that begins with a digit and holds an E or only digits is what spreadsheets destroy.
    if (/^\d+(?:E\d+)?$/.test(code) || taken(code)) continue
    codes.add(code)
  }
  return [...codes]
}
