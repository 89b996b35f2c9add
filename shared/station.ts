import { isUuid } from './ids.ts'

const FORM =
  /^station\.([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\.([1-9][0-9]{0,5})$/

/**
 * The device that a station's stamps and transactions name: the station, and which enrolment of it. Nobody else's requests may
 * name it, so that a transaction with one was made at that station.
 */
export function stationDeviceId(stationId: string, enrolment: number): string {
  return `station.${stationId.replaceAll('-', '')}.${enrolment}`
}

/** The station that a device id names; undefined: another device. */
export function stationOf(deviceId: string): string | undefined {
  const parts = FORM.exec(deviceId)
  const id = parts?.slice(1, 6).join('-')
  return isUuid(id) ? id : undefined
}

/** Lengths of a PIN: digits alone, since it is tapped with gloves on. */
export const PIN_DIGITS = { least: 4, most: 8 } as const

/** Why a PIN is refused; undefined: it can be used. */
export function pinIssue(pin: string): 'digits' | 'guessable' | undefined {
  if (!new RegExp(`^[0-9]{${PIN_DIGITS.least},${PIN_DIGITS.most}}$`).test(pin)) return 'digits'
  const steps = [...pin].slice(1).map((digit, index) => Number(digit) - Number(pin[index]))
  const regular = steps.every((step) => step === steps[0]) && Math.abs(steps[0] ?? 0) <= 1
  return regular ? 'guessable' : undefined
}

/** PBKDF2 with SHA-256: what browsers have of themselves, offline too. */
export const PIN_ITERATIONS = 600_000

/** How long somebody's PIN rests after that many wrong tries in a row, in ms. */
export function pinPause(wrongTries: number): number {
  const pauses = [5, 15, 60, 300, 900]
  if (wrongTries < 3) return 0
  return (pauses[Math.min(wrongTries - 3, pauses.length - 1)] ?? 0) * 1_000
}

/** What a station holds of one of its staff. Verifiers are keyed by the station's own key, base64url. */
export interface StationStaff {
  readonly userId: string
  readonly name: string
  readonly role: 'COACH' | 'EQUIPMENT_MANAGER' | 'SCHOOL_ADMIN' | 'SUPER_ADMIN'
  readonly teamIds: readonly string[]
  readonly pin?: { readonly salt: string; readonly verifier: string }
  readonly badge?: string
}

/** Choices for the time after which a station locks by itself, in seconds. */
export const LOCK_SECONDS = [30, 60, 120, 300, 600] as const
export const USUAL_LOCK_SECONDS = 120
