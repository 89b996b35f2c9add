import type { RowIssueCode } from './row-issue.ts'

/** `1.23E+11`: a spreadsheet showed a long number short and saved what it showed. The digits are gone. */
export function isScientific(text: string): boolean {
  return /^\d(?:(?:[.,]\d+)?E\+|[.,]\d+E)\d{2,3}$/i.test(text)
}

/** `####`: the column was too narrow, and the file was printed, not saved. */
export function isHashes(text: string): boolean {
  return /^#{2,}$/.test(text)
}

/** `#REF!` and its kin. */
export function isCellError(text: string): boolean {
  return /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|GETTING_DATA|¡REF!|¡VALOR!|¿NOMBRE\?|¡DIV\/0!|¡NUM!|N\/D)$/i.test(
    text,
  )
}

/** `2-Mar` or `Mar-02` where a size 2-3 or a model was typed. */
export function isDateForText(text: string): boolean {
  const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic)'
  return new RegExp(`^(?:\\d{1,2}-${month}|${month}-\\d{2})$`, 'i').test(text)
}

/** `12.0` where `12` was meant: a column with a blank in it became decimal numbers. */
export function withoutAddedDecimal(text: string): string | undefined {
  const match = /^(\d+)\.0+$/.exec(text)
  return match?.[1]
}

/** What makes a value worthless whatever the field is. */
export function lostValue(text: string): RowIssueCode | undefined {
  if (isHashes(text)) return 'hashes'
  return isCellError(text) ? 'cell-error' : undefined
}

/**
 * The length that numeric codes of a column had before a spreadsheet took their leading zeros; undefined where nothing
 * points to that. It shows where most codes are equally long, some are shorter, and none begins with a zero.
 *
 * @param known codes of the catalogue: one that equals a shorter code with zeros before it settles the matter
 */
export function lengthBeforeZerosWereLost(
  texts: readonly string[],
  known: { has(code: string): boolean } = new Set(),
): number | undefined {
  const numeric = texts.filter((text) => /^\d+$/.test(text))
  if (numeric.length < 3 || numeric.length < texts.length * 0.9) return undefined
  if (numeric.some((text) => text.startsWith('0') && text.length > 1)) return undefined
  const times = new Map<number, number>()
  for (const { length } of numeric) times.set(length, (times.get(length) ?? 0) + 1)
  const longest = Math.max(...times.keys())
  const seen = numeric.some((text) => !known.has(text) && known.has(text.padStart(longest, '0')))
  if (seen && times.size > 1) return longest
  const full = times.get(longest) ?? 0
  const even = longest >= 5 && full >= numeric.length * 0.6 && times.size > 1
  // A run that simply counts up (1, 2, ... 120) has lost nothing: its codes do not cluster below a fixed length.
  return even && full < numeric.length ? longest : undefined
}
