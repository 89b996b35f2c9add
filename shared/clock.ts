/**
 * Hybrid logical clock [C2]: `<ms, 13 digits>-<counter, 4 base36>-<deviceId>`, compared as bytes.
 * Source: Kulkarni et al., "Logical Physical Clocks" (2014); the text form keeps string order equal to clock order.
 */
export const STAMP_PATTERN = '^[0-9]{13}-[0-9a-z]{4}-[A-Za-z0-9_.:]([A-Za-z0-9_.:-]{0,62}[A-Za-z0-9_.:])?$'
export const DEVICE_ID_PATTERN = '^[A-Za-z0-9_.:]([A-Za-z0-9_.:-]{0,62}[A-Za-z0-9_.:])?$'
export const MAX_STAMP_LENGTH = 13 + 1 + 4 + 1 + 64

const COUNTERS = 36 ** 4
const stampForm = new RegExp(STAMP_PATTERN)

export interface StampParts {
  /** Milliseconds since 1970, UTC. */
  readonly ms: number
  readonly counter: number
  readonly deviceId: string
}

export function isStamp(value: unknown): value is string {
  return typeof value === 'string' && stampForm.test(value)
}

export function formatStamp({ ms, counter, deviceId }: StampParts): string {
  return `${String(ms).padStart(13, '0')}-${counter.toString(36).padStart(4, '0')}-${deviceId}`
}

/** The parts of a stamp, or undefined where the text is no stamp. */
export function parseStamp(stamp: string): StampParts | undefined {
  if (!stampForm.test(stamp)) return undefined
  return {
    ms: Number(stamp.slice(0, 13)),
    counter: Number.parseInt(stamp.slice(14, 18), 36),
    deviceId: stamp.slice(19),
  }
}

/** Byte order. Stamps are ASCII, so code unit order is byte order. A missing stamp is before every other. */
export function laterStamp(a: string | undefined, b: string | undefined): boolean {
  return (a ?? '') > (b ?? '')
}

export function maxStamp(a: string | undefined, b: string | undefined): string {
  return laterStamp(a, b) ? (a ?? '') : (b ?? '')
}

export interface Clock {
  /** A stamp later than every earlier one and than all that was received. */
  next(): string
  /** Takes note of a stamp that came from elsewhere, so that later local stamps exceed it. */
  receive(stamp: string): void
  /** The latest stamp made or received; persisted by the caller so that a restart does not go back. */
  last(): string
}

/**
 * @param now corrected time in milliseconds [C3]
 * @param last the latest stamp that this device made or received before, '' at first
 */
export function createClock(deviceId: string, now: () => number, last = ''): Clock {
  const start = parseStamp(last)
  let ms = start?.ms ?? 0
  let counter = start?.counter ?? -1

  function advance(toMs: number, toCounter: number) {
    ms = toMs
    counter = toCounter
    if (counter >= COUNTERS) {
      ms += 1
      counter = 0
    }
  }

  return {
    next() {
      const time = Math.max(0, Math.floor(now()))
      if (time > ms) advance(time, 0)
      else advance(ms, counter + 1)
      return formatStamp({ ms, counter, deviceId })
    },
    receive(stamp) {
      const other = parseStamp(stamp)
      if (!other) return
      if (other.ms > ms || (other.ms === ms && other.counter > counter)) advance(other.ms, other.counter)
    },
    last: () => formatStamp({ ms, counter: Math.max(0, counter), deviceId }),
  }
}
