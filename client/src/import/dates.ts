import type { RowIssueCode } from './row-issue.ts'

/** Whether `03/04/2025` is a day in March or in April. */
export type DayOrder = 'mdy' | 'dmy'

export interface ReadDate {
  /** `YYYY-MM-DD` */
  readonly date: string
  readonly mark?: RowIssueCode
}

const months: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'jan january ene enero',
    'feb february febrero',
    'mar march marzo',
    'apr april abr abril',
    'may mayo',
    'jun june junio',
    'jul july julio',
    'aug august ago agosto',
    'sep sept september septiembre setiembre',
    'oct october octubre',
    'nov november noviembre',
    'dec december dic diciembre',
  ].flatMap((names, index) => names.split(' ').map((name) => [name, index + 1])),
)

/** Time of day and zone behind a date say nothing about the day that was meant. */
const time =
  /[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?\s?m\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}|[A-Z]{3,4})?$/i
const weekday = /^(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mi[eé]|jue|vie|s[aá]b|dom)[a-zé]*\.?,\s*/i

/** The day that a text names; undefined where it names none. */
export function readDate(text: string, order: DayOrder): ReadDate | undefined {
  const bare = text.replace(time, '').replace(weekday, '').trim()
  const digits = /^(\d{1,4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,4})\.?$/.exec(bare)
  if (digits) return fromDigits(digits[1] ?? '', digits[2] ?? '', digits[3] ?? '', order)
  const packed = /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(bare)
  if (packed) return made(Number(packed[1]), Number(packed[2]), Number(packed[3]))
  const dayFirst =
    /^(\d{1,2})(?:st|nd|rd|th)?[\s./-]+(?:de\s+)?(\p{L}{3,})\.?[\s,./-]+(?:(?:de|del)\s+)?'?(\d{2}|\d{4})$/iu.exec(
      bare,
    )
  if (dayFirst) return fromWords(dayFirst[2] ?? '', dayFirst[1] ?? '', dayFirst[3] ?? '')
  const monthFirst = /^(\p{L}{3,})\.?[\s./-]+(\d{1,2})(?:st|nd|rd|th)?[\s,./-]+'?(\d{2}|\d{4})$/iu.exec(bare)
  if (monthFirst) return fromWords(monthFirst[1] ?? '', monthFirst[2] ?? '', monthFirst[3] ?? '')
  return fromPart(bare)
}

/** A month of a year, a year, or a day counted by a spreadsheet from 1900. */
function fromPart(text: string): ReadDate | undefined {
  const monthYear = /^(\p{L}{3,})\.?[\s,/-]+(?:de\s+)?(\d{4})$/iu.exec(text)
  if (monthYear) return fromWords(monthYear[1] ?? '', '1', monthYear[2] ?? '')
  if (/^(?:19|20)\d{2}$/.test(text)) return made(Number(text), 1, 1)
  if (/^\d{5}(?:\.\d+)?$/.test(text)) {
    const days = Math.floor(Number(text))
    const read = new Date(Date.UTC(1899, 11, 30) + days * 86_400_000)
    return { date: read.toISOString().slice(0, 10), mark: 'serial-date' }
  }
  return undefined
}

function fromDigits(first: string, second: string, third: string, order: DayOrder): ReadDate | undefined {
  if (first.length === 4) return made(Number(first), Number(second), Number(third))
  if (first.length > 2 || third.length === 1 || third.length === 3) return undefined
  const [month, day] = order === 'mdy' ? [first, second] : [second, first]
  return made(fullYear(third), Number(month), Number(day))
}

function fromWords(month: string, day: string, year: string): ReadDate | undefined {
  const number = months[month.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')]
  return number === undefined ? undefined : made(fullYear(year), number, Number(day))
}

/** `26` is 2026, `87` is 1987: gear is young, but a trophy case is not. */
function fullYear(text: string): number {
  const year = Number(text)
  if (text.length !== 2) return year
  return year < 70 ? 2000 + year : 1900 + year
}

function made(year: number, month: number, day: number): ReadDate | undefined {
  const at = new Date(Date.UTC(year, month - 1, day))
  if (year < 1900 || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return undefined
  return { date: at.toISOString().slice(0, 10) }
}

/**
 * What a column's values say about the order of day and month: `none` needs no order, `open` fits both and has to be asked,
 * `mixed` has values that fit only the one and values that fit only the other.
 */
export type OrderEvidence = DayOrder | 'none' | 'open' | 'mixed'

export interface ColumnOrder {
  readonly evidence: OrderEvidence
  /** A value that reads differently in the two orders. */
  readonly example?: string
}

export function dayOrderOf(texts: Iterable<string>): ColumnOrder {
  let monthFirst = false
  let dayFirst = false
  let example: string | undefined
  for (const text of texts) {
    const [asMonth, asDay] = [readDate(text, 'mdy')?.date, readDate(text, 'dmy')?.date]
    if (asMonth === asDay) continue
    if (asMonth !== undefined && asDay !== undefined) example ??= text
    else if (asMonth === undefined) dayFirst = true
    else monthFirst = true
  }
  const given = example === undefined ? {} : { example }
  if (monthFirst && dayFirst) return { evidence: 'mixed', ...given }
  if (monthFirst || dayFirst) return { evidence: monthFirst ? 'mdy' : 'dmy', ...given }
  return example === undefined ? { evidence: 'none' } : { evidence: 'open', example }
}
