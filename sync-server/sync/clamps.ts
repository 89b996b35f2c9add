import { formatStamp, isStamp, parseStamp } from '../../shared/clock.ts'
import {
  type AnyDocument,
  type Definition,
  fieldEntries,
  perDefinition,
} from '../../shared/collections/definition.ts'
import { FUTURE_TOLERANCE_MS } from '../../shared/protocol.ts'
import type { Participant } from './participant.ts'
import type { Unit } from './unit.ts'

interface Clamps {
  readonly known: Map<string, string>
  readonly made: { device_id: string; sent: string; clamped: string }[]
}

const clampsOf = new WeakMap<Unit, Clamps>()

function clampsFor(unit: Unit): Clamps {
  const known = clampsOf.get(unit)
  if (known) return known
  const made: Clamps = { known: new Map(), made: [] }
  clampsOf.set(unit, made)
  return made
}

const COUNTERS = 36n ** 4n
/** Room left between two clamped stamps for those that arrive late. */
const SPACING = 36n ** 2n

/**
 * Stamps from a clock that runs ahead [C3]: a stamp more than a minute in the future is stored as one at the limit, once;
 * the same value is used wherever that stamp appears again. Clamped stamps of a device keep the order in which it made them.
 */
export const clampParticipant: Participant = {
  async load(transaction, needs, unit) {
    const clamps = clampsFor(unit)
    if (needs.stamps.size === 0) return
    const stamps = [...needs.stamps]
    const devices = [...new Set(stamps.map((stamp) => stamp.slice(19)))]
    const limit = futureLimit(unit.now)
    const ahead = stamps.some((stamp) => (parseStamp(stamp)?.ms ?? 0) > limit)
    // A new clamp has to find its place among the device's earlier ones, so all of them are read then.
    const rows = await (ahead
      ? transaction<{ sent: string; clamped: string }[]>`
          select sent, clamped from clock_clamps where device_id = any(${devices}::text[]) order by sent desc limit 10000`
      : transaction<{ sent: string; clamped: string }[]>`
          select sent, clamped from clock_clamps where device_id = any(${devices}::text[]) and sent = any(${stamps}::text[])`)
    for (const row of rows) clamps.known.set(row.sent, row.clamped)
  },
  changed: (unit) => clampsFor(unit).made.length > 0,
  write(transaction, unit) {
    const { made } = clampsFor(unit)
    if (made.length === 0) return
    transaction`
      insert into clock_clamps (device_id, sent, clamped)
      select device_id, sent, clamped
      from jsonb_to_recordset(${JSON.stringify(made)}::text::jsonb) as r(device_id text, sent text, clamped text)
      on conflict do nothing`.execute()
  },
}

function futureLimit(now: Date): number {
  return now.getTime() + FUTURE_TOLERANCE_MS
}

/** The stamp that is stored for a stamp as sent. */
export function clamp(unit: Unit, stamp: string): string {
  const parts = parseStamp(stamp)
  if (!parts) return stamp
  const clamps = clampsFor(unit)
  const known = clamps.known.get(stamp)
  if (known !== undefined) return known
  const limit = futureLimit(unit.now)
  if (parts.ms <= limit) return stamp
  const clamped = place(clamps, stamp, parts.deviceId, limit)
  clamps.known.set(stamp, clamped)
  clamps.made.push({ device_id: parts.deviceId, sent: stamp, clamped })
  return clamped
}

/** A stamp at the limit, or between those of the stamps that the device made just before and just after. */
function place(clamps: Clamps, stamp: string, deviceId: string, limit: number): string {
  let before: string | undefined
  let beforeSent = ''
  let after: string | undefined
  let afterSent = '~'
  for (const [sent, clamped] of clamps.known) {
    if (sent.slice(19) !== deviceId) continue
    if (sent < stamp && sent > beforeSent) [before, beforeSent] = [clamped, sent]
    if (sent > stamp && sent < afterSent) [after, afterSent] = [clamped, sent]
  }
  const low = ordinal(before)
  const high = ordinal(after)
  const atLimit = BigInt(limit) * COUNTERS
  if (high !== undefined) return fromOrdinal(low === undefined ? high - SPACING : (low + high) / 2n, deviceId)
  return fromOrdinal(low === undefined || low + SPACING < atLimit ? atLimit : low + SPACING, deviceId)
}

/** Milliseconds and counter as one number, so that a place between two stamps can be computed. */
function ordinal(stamp: string | undefined): bigint | undefined {
  const parts = stamp === undefined ? undefined : parseStamp(stamp)
  return parts && BigInt(parts.ms) * COUNTERS + BigInt(parts.counter)
}

function fromOrdinal(value: bigint, deviceId: string): string {
  return formatStamp({ ms: Number(value / COUNTERS), counter: Number(value % COUNTERS), deviceId })
}

const stampFields = perDefinition((definition) =>
  fieldEntries(definition).flatMap(([name, field]) => (field.type === 'stamp' ? [name] : [])),
)

/** The document with every stamp that it carries replaced by the one that is stored for it. */
export function clampDocument(unit: Unit, definition: Definition, document: AnyDocument): AnyDocument {
  let clamped = document
  for (const name of stampFields(definition)) {
    const value = document[name]
    if (typeof value !== 'string' || value === '') continue
    const stored = clamp(unit, value)
    if (stored !== value) clamped = { ...clamped, [name]: stored }
  }
  return clamped
}

/** Stamps of a document that may have been clamped. */
export function stampsIn(definition: Definition, document: Readonly<Record<string, unknown>>): string[] {
  return stampFields(definition).flatMap((name) => {
    const value = document[name]
    return typeof value === 'string' && isStamp(value) ? [value] : []
  })
}
