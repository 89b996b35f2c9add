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

/** What is known of a device's clock: by how much it was off, and whether that is all or the least that it can have been. */
export interface ClockFault {
  readonly ms: number
  readonly way: 'ahead' | 'behind'
  readonly atLeast: boolean
}

/**
 * What is to be said of the clock of whoever sent a review's write: by what it showed when it sent that, else by the times of the write
 * itself. Those are corrected where the device knew better, so that they seldom tell.
 */
export function clockFault(
  clockOff: number,
  occurredAt: string | undefined,
  receivedAt: string | undefined,
): ClockFault | undefined {
  if (clockOff !== 0)
    return { ms: Math.abs(clockOff), way: clockOff > 0 ? 'ahead' : 'behind', atLeast: false }
  const ms = clockAhead(occurredAt, receivedAt)
  return ms === undefined ? undefined : { ms, way: 'ahead', atLeast: true }
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
