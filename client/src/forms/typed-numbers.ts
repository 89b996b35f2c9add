/** A whole number as people type it: surrounding blanks, a sign, thousands' commas. Undefined where it is none. */
export function wholeNumber(text: string): number | undefined {
  const plain = text.trim().replace(/^\+/, '').replace('\u2212', '-')
  if (!/^-?(\d+|\d{1,3}(,\d{3})+)$/.test(plain)) return undefined
  const number = Number(plain.replaceAll(',', ''))
  return Number.isSafeInteger(number) ? number : undefined
}

/** Dollars as people type them, `1,299.95` or `$45`, to cents. Undefined where it is no amount. */
export function centsOf(text: string): number | undefined {
  const plain = text
    .trim()
    .replace(/^\$\s*/, '')
    .replace(/\s*\$$/, '')
  if (!/^(\d+|\d{1,3}(,\d{3})+)(\.\d{1,2})?$/.test(plain)) return undefined
  const [dollars = '', cents = ''] = plain.replaceAll(',', '').split('.')
  const total = Number(dollars) * 100 + Number(cents.padEnd(2, '0'))
  return Number.isSafeInteger(total) ? total : undefined
}

/** Cents as they are typed: `1299.95`, and `45` without a fraction. */
export function dollarsOf(cents: number): string {
  const fraction = cents % 100
  const dollars = String(Math.trunc(cents / 100))
  return fraction === 0 ? dollars : `${dollars}.${String(fraction).padStart(2, '0')}`
}
