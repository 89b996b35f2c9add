import { type Locale, locale, timeZone } from './locale.ts'

/**
 * Dates, numbers and money as the language writes them, times in the school's time zone. All are reactive: read inside
 * JSX they follow language and zone. An instant is an ISO string, a Date or milliseconds; a text that is no date comes
 * back as it is, so that a damaged record still shows what it holds.
 */
export type Instant = string | number | Date

/** American usage in both languages: month names are Spanish, the order of digits and the dollar are the school's. */
const tag = (language: Locale) => (language === 'es' ? 'es-US' : 'en-US')

/** Formatters are slow to make and fast to use: one is kept for each language and set of options. */
function kept<F, O extends object>(
  make: (language: string, options: O) => F,
): (language: Locale, options: O) => F {
  const made = new Map<string, F>()
  return (language, options) => {
    const key = `${language}|${JSON.stringify(options)}`
    let formatter = made.get(key)
    if (formatter === undefined) {
      formatter = make(tag(language), options)
      made.set(key, formatter)
    }
    return formatter
  }
}
const dateFormat = kept(
  (language, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options),
)
const numberFormat = kept(
  (language, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options),
)
const ageFormat = kept(
  (language, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(language, options),
)

function date(value: Instant, options: Intl.DateTimeFormatOptions, language: Locale): string {
  const at = new Date(value)
  if (Number.isNaN(at.getTime())) return String(value)
  return dateFormat(language, options).format(at)
}

/** `Aug 28, 2026`. A plain day (`2026-08-28`) is that day in every zone. */
export function formatDate(value: Instant, language: Locale = locale()): string {
  const day = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)
  return date(value, { dateStyle: 'medium', timeZone: day ? 'UTC' : timeZone() }, language)
}

/** `Aug 28`: for columns where the year is this one. */
export function formatDay(value: Instant, language: Locale = locale()): string {
  const day = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)
  return date(value, { month: 'short', day: 'numeric', timeZone: day ? 'UTC' : timeZone() }, language)
}

/** `3:42 PM` */
export function formatTime(value: Instant, language: Locale = locale()): string {
  return date(value, { timeStyle: 'short', timeZone: timeZone() }, language)
}

/** `Aug 28, 2026, 3:42 PM` */
export function formatDateTime(value: Instant, language: Locale = locale()): string {
  return date(value, { dateStyle: 'medium', timeStyle: 'short', timeZone: timeZone() }, language)
}

export function formatNumber(
  value: number,
  options: Intl.NumberFormatOptions = {},
  language: Locale = locale(),
): string {
  return numberFormat(language, options).format(value)
}

/** Cents to `$1,234.50`. */
export function formatMoney(cents: number, language: Locale = locale()): string {
  return formatNumber(cents / 100, { style: 'currency', currency: 'USD' }, language)
}

/** Bytes to `1.4 MB`. */
export function formatBytes(bytes: number, language: Locale = locale()): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  let size = bytes
  let step = 0
  while (size >= 1000 && step < units.length - 1) {
    size /= 1000
    step += 1
  }
  const options = { style: 'unit', unit: units[step] ?? 'byte', unitDisplay: 'short' } as const
  return formatNumber(size, { ...options, maximumFractionDigits: size < 10 && step > 0 ? 1 : 0 }, language)
}

const steps: [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** `2 hours ago`, `in 3 days`, `now`: the difference from `now` in its largest whole unit. */
export function formatAge(value: Instant, now: number = Date.now(), language: Locale = locale()): string {
  const at = new Date(value).getTime()
  if (Number.isNaN(at)) return String(value)
  const difference = at - now
  const [unit, ms] = steps.find(([, size]) => Math.abs(difference) >= size) ?? ['second', 0]
  const amount = ms === 0 ? 0 : Math.trunc(difference / ms)
  return ageFormat(language, { numeric: 'auto' }).format(amount, unit)
}

/** `Ana, Luis, and Jordan` */
export function formatList(items: readonly string[], language: Locale = locale()): string {
  return new Intl.ListFormat(tag(language), { type: 'conjunction' }).format(items)
}
