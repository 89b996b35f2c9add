/** Beyond this the server does not take a device's time as it is [C3]. */
const TOLERANCE_MS = 60_000

/** How far the device's clock ran ahead at least, in ms; undefined where nothing says so. A clock behind cannot be told. */
export function clockAhead(
  occurredAt: string | undefined,
  receivedAt: string | undefined,
): number | undefined {
  if (occurredAt === undefined || receivedAt === undefined) return undefined
  const ahead = Date.parse(occurredAt) - Date.parse(receivedAt)
  return ahead > TOLERANCE_MS ? ahead : undefined
}

export interface Span {
  readonly unit: 'minutes' | 'hours' | 'days'
  readonly count: number
}

/** A length of time in its largest whole unit; undefined below a minute. */
export function spanOf(ms: number): Span | undefined {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return undefined
  if (minutes < 120) return { unit: 'minutes', count: minutes }
  if (minutes < 48 * 60) return { unit: 'hours', count: Math.floor(minutes / 60) }
  return { unit: 'days', count: Math.floor(minutes / 1_440) }
}
