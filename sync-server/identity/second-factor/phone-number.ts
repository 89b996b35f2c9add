/** What people put between the digits. */
const BETWEEN = /[\s().\-/\u2010-\u2015]/g
/** E.164: a plus, the country, at most 15 digits in all. */
const E164 = /^\+[1-9]\d{7,14}$/

/** A telephone number as it is sent to, from what was typed; undefined: it is none, or has no country. */
export function phoneNumber(typed: string): string | undefined {
  const number = typed.replace(BETWEEN, '')
  return E164.test(number) ? number : undefined
}

/** By which its owner knows a number again, and nobody else does. */
export function endingOf(number: string): string {
  return number.slice(-2)
}
