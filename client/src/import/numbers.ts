export type DecimalSign = '.' | ','

/**
 * Which sign separates decimals in a column of money: the later one where a value has both, the one that is followed by
 * other than three digits, else the point.
 */
export function decimalSignOf(texts: Iterable<string>): DecimalSign {
  let commas = 0
  let points = 0
  for (const text of texts) {
    const number = text.replace(/[^\d.,]/g, '')
    const comma = number.lastIndexOf(',')
    const point = number.lastIndexOf('.')
    if (comma !== -1 && point !== -1) {
      if (comma > point) commas += 1
      else points += 1
    } else if (comma !== -1 && number.indexOf(',') === comma && number.length - comma - 1 !== 3) commas += 1
    else if (point !== -1 && number.indexOf('.') === point && number.length - point - 1 !== 3) points += 1
  }
  return commas > points ? ',' : '.'
}

export interface ReadMoney {
  readonly cents: number
  /** More than two decimals were rounded. */
  readonly rounded: boolean
}

/** Money in cents; undefined where the text is no amount. `(12.00)` and `-12` are negative. */
export function readMoney(text: string, decimal: DecimalSign): ReadMoney | undefined {
  const negative = /^\(.*\)$/.test(text) || /^[^\d]*[-−]/.test(text) || /-$/.test(text)
  const bare = text.replace(/[\s()$€£¥'’\u2212-]|USD|US|EUR|MXN|each|ea\.?|c\/u/gi, '')
  const plain = bare.replaceAll(decimal === '.' ? ',' : '.', '').replace(decimal, '.')
  if (!/^\d+(?:\.\d*)?$|^\.\d+$/.test(plain)) return undefined
  const exact = Number(plain) * 100
  const cents = Math.round(exact)
  if (!Number.isSafeInteger(cents)) return undefined
  return { cents: negative && cents > 0 ? -cents : cents, rounded: Math.abs(exact - cents) > 1e-6 }
}

/** A whole number as people write counts: `1,200`, `12.0`, `12 pcs`; undefined where it is none. */
export function readCount(text: string): number | undefined {
  const match =
    /^([+-]?)(\d{1,3}(?:[,. ]\d{3})+|\d+)(?:[.,]0+)?\s*(?:x|ea\.?|each|pcs?\.?|pieces?|units?|pairs?|sets?|uds?\.?|unidades|piezas|pares)?$/i.exec(
      text,
    )
  if (!match) return undefined
  const number = Number((match[2] ?? '').replace(/[,. ]/g, ''))
  return Number.isSafeInteger(number) ? (match[1] === '-' ? -number : number) : undefined
}
