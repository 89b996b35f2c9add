import { createSignal } from 'solid-js'
import { isJsonObject } from '../../../shared/json.ts'
import type { SessionRecord } from './session-record.ts'
import { textOf } from './session-record.ts'

/** What was on this device before the browser deleted it: the browser asks nobody, and takes all databases at once. */
export interface LostData {
  readonly userName: string
  readonly school: string
  /** Changes that had not been sent when it was last looked. */
  readonly unsent: number
  /** Device time in ms of that look. */
  readonly at: number
}

/** In the browser's other storage, which an eviction of databases leaves; somebody who deletes everything deletes it too. */
const KEY = 'etrax.here'

const [lostData, setLostData] = createSignal<LostData>()

/** Set where the databases are gone without a sign-out, until somebody signs in again or has seen it. Reactive. */
export { lostData }

/** Notes who works here and how much is unsent. */
export function noteHere(record: SessionRecord, unsent: number): void {
  const { userName, schoolName, tenant } = record
  const here: LostData = { userName, school: schoolName ?? tenant, unsent, at: Date.now() }
  try {
    localStorage.setItem(KEY, JSON.stringify(here))
  } catch {
    // Full or forbidden: a loss could not be told then, and nothing else depends on it.
  }
}

export function forgetHere(): void {
  setLostData(undefined)
  try {
    localStorage.removeItem(KEY)
  } catch {
    // Storage that is forbidden holds no note either.
  }
}

/** Nobody is signed in by the databases: were they deleted? */
export function lookForLoss(): void {
  setLostData(readHere())
}

function readHere(): LostData | undefined {
  try {
    const here: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    if (!isJsonObject(here)) return undefined
    const userName = textOf(here.userName)
    const school = textOf(here.school)
    const { unsent, at } = here
    if (userName === undefined || school === undefined) return undefined
    if (typeof unsent !== 'number' || typeof at !== 'number') return undefined
    return { userName, school, unsent, at }
  } catch {
    return undefined
  }
}
