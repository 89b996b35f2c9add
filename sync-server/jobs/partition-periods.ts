/** A partition to be: its name and the bounds, the upper one excluded, as Postgres reads them. */
export interface Period {
  readonly name: string
  readonly from: string
  readonly to: string
}

export type PeriodKind = 'month' | 'quarter' | 'day'
/** What the bounds are of: a UUIDv7 by the time in it, or an instant. */
export type BoundKind = 'uuid' | 'time'

const MONTHS = { month: 1, quarter: 3 } as const

/** The `count` periods that follow the one which `now` is in; what is under way already has its rows in the default one. */
export function periodsAhead(
  table: string,
  kind: PeriodKind,
  bound: BoundKind,
  now: Date,
  count: number,
): readonly Period[] {
  return Array.from({ length: count }, (_, index) => {
    const start = startOf(kind, now, index + 1)
    const write = bound === 'uuid' ? uuidBound : (date: Date) => date.toISOString()
    const mark = start
      .toISOString()
      .slice(0, kind === 'day' ? 10 : 7)
      .replaceAll('-', '_')
    return { name: `${table}_${mark}`, from: write(start), to: write(startOf(kind, now, index + 2)) }
  })
}

function startOf(kind: PeriodKind, now: Date, ahead: number): Date {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()]
  if (kind === 'day') return new Date(Date.UTC(year, month, day + ahead))
  const step = MONTHS[kind]
  return new Date(Date.UTC(year, (Math.floor(month / step) + ahead) * step, 1))
}

/** The least UUID of that millisecond: 48 bits of time, then zeros. */
function uuidBound(date: Date): string {
  const time = date.getTime().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`
}
