import { createSignal } from 'solid-js'
import { isJsonObject } from '../../../shared/json.ts'
import { pinPause, type StationStaff } from '../../../shared/station.ts'
import { readDeviceValue, writeDeviceValue } from './device.ts'
import { marksOf, pinMark, textMark } from './station-marks.ts'

/** What this browser holds as a station, so that its staff can identify themselves without a network. */
export interface KeptStation {
  readonly deviceId: string
  /** After so long without a touch it locks. */
  readonly lockSeconds: number
  readonly staff: readonly StationStaff[]
  /** Checks PINs and badges; it can be used here and read by nobody. */
  readonly key: CryptoKey
}

const KEY = 'station'
const TRIES = 'station-tries'

const [station, setStation] = createSignal<KeptStation>()

/** Undefined where this browser is no station, or is being read. Reactive. */
export { station }

/** As the server sends it; the key is taken in such a form that no script reads it again. */
export interface SentStation extends Omit<KeptStation, 'key'> {
  readonly key: string
}

export async function keepStation({ key, ...sent }: SentStation): Promise<void> {
  const kept = { ...sent, key: await marksOf(key) }
  await writeDeviceValue(KEY, kept)
  setStation(() => kept)
}

export async function readStation(): Promise<void> {
  const kept = await readDeviceValue(KEY)
  if (isKept(kept)) setStation(() => kept)
}

export async function forgetStation(): Promise<void> {
  await writeDeviceValue(KEY, undefined)
  await writeDeviceValue(TRIES, undefined)
  setStation(undefined)
}

function isKept(value: unknown): value is KeptStation {
  return (
    isJsonObject(value) &&
    typeof value.deviceId === 'string' &&
    typeof value.lockSeconds === 'number' &&
    Array.isArray(value.staff) &&
    Reflect.get(value, 'key') instanceof CryptoKey
  )
}

interface Tries {
  readonly wrong: number
  /** Device time in ms. */
  readonly until: number
}

async function triesOf(userId: string): Promise<Tries> {
  const all = await readDeviceValue(TRIES)
  const own = isJsonObject(all) ? all[userId] : undefined
  if (!isJsonObject(own) || typeof own.wrong !== 'number' || typeof own.until !== 'number')
    return { wrong: 0, until: 0 }
  return { wrong: own.wrong, until: own.until }
}

async function keepTries(userId: string, tries: Tries): Promise<void> {
  const all = await readDeviceValue(TRIES)
  await writeDeviceValue(TRIES, { ...(isJsonObject(all) ? all : {}), [userId]: tries })
}

export type PinOutcome = { readonly right: true } | { readonly right: false; readonly until: number }

/**
 * Checks a PIN here, without a network. A try counts before it is looked at, so that ending the page spares nobody a pause.
 * `until`: when the next one is looked at, device time in ms; 0: at once.
 */
export async function checkPin({ userId, pin }: StationStaff, typed: string): Promise<PinOutcome> {
  const kept = station()
  if (!kept || !pin) return { right: false, until: 0 }
  const { wrong, until } = await triesOf(userId)
  // A clock that was set far back does not make a pause longer than it is.
  if (until > Date.now() && until - Date.now() <= pinPause(wrong)) return { right: false, until }
  const pause = pinPause(wrong + 1)
  const next = { wrong: wrong + 1, until: pause === 0 ? 0 : Date.now() + pause }
  await keepTries(userId, next)
  if ((await pinMark(kept.key, typed, pin.salt)) !== pin.verifier) return { right: false, until: next.until }
  await keepTries(userId, { wrong: 0, until: 0 })
  return { right: true }
}

/** Whose badge a scanned code is; undefined: of nobody who works here. */
export async function staffByBadge(code: string): Promise<StationStaff | undefined> {
  const kept = station()
  if (!kept) return undefined
  const mark = await textMark(kept.key, code.toUpperCase().replaceAll(/[\s-]/g, ''))
  return kept.staff.find(({ badge }) => badge === mark)
}
