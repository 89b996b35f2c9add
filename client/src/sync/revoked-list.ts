import { isJsonObject } from '../../../shared/json.ts'
import type { KeptRow } from '../db/kept-rows.ts'
import type { ImportToKeep } from '../import/imports-left.ts'

/** What is left on a browser whose device was taken off an account: its person's own words that the server has not got. */
export interface RevokedRecord {
  readonly tenant: string
  readonly school: string
  readonly userId: string
  readonly userName: string
  /** Named by the stamps of the rows. */
  readonly deviceId: string
  readonly rows: readonly KeptRow[]
  /** What no hand-in takes; a person keeps it as a file. */
  readonly outbox: readonly unknown[]
  readonly imports: readonly ImportToKeep[]
  /** How many rows the server took. */
  readonly handedIn: number
  /** `waits`: for a connection; `left`: the server takes no more of it. */
  readonly state: 'waits' | 'running' | 'left' | 'done'
  /** Somebody signed in here since: the browser's cookie is theirs, and nothing of this may go to the server by it. */
  readonly cookieGone?: boolean
}

/** What is stored. An earlier version kept one record and no list. */
export function revokedIn(stored: unknown): readonly RevokedRecord[] {
  return (Array.isArray(stored) ? stored : [stored]).filter(isRevokedRecord)
}

/** Words that are on this browser alone. */
export function wordsLeft({ rows, outbox, imports }: RevokedRecord): number {
  return rows.length + outbox.length + imports.length
}

/** One for each workplace that was here. */
export function revokedKey({ tenant, userId, deviceId }: RevokedRecord): string {
  return `${tenant}/${userId}/${deviceId}`
}

/**
 * Another device of this browser was revoked: the cookie is its person's from now on. What was set aside before stays as it is,
 * also where the same is set aside twice, because a page ended before it was done with it.
 */
export function withRevoked(list: readonly RevokedRecord[], next: RevokedRecord): readonly RevokedRecord[] {
  const before = list.map((one) => (isOfOne(one, next) ? { ...one, cookieGone: false } : leftBehind(one)))
  const again = before.find((one) => revokedKey(one) === revokedKey(next))
  if (again) return before.map((one) => (one === again ? joined(again, next) : one))
  // It was deleted after it had been set aside, under a name that is not known any more.
  if (wordsLeft(next) === 0 && before.some((one) => isOfOne(one, next) && wordsLeft(one) > 0)) return before
  return [...before, next]
}

/** How it went on with one of them; one that somebody has put away meanwhile does not come back. */
export function withProgress(list: readonly RevokedRecord[], next: RevokedRecord): readonly RevokedRecord[] {
  return list.map((one) => {
    if (revokedKey(one) !== revokedKey(next)) return one
    return one.cookieGone ? leftBehind({ ...next, cookieGone: true }) : next
  })
}

/** Somebody signs in: what was said of removed devices is over, but for words that are still here, which are a file from now on. */
export function afterSignIn(list: readonly RevokedRecord[]): readonly RevokedRecord[] {
  return list.filter((one) => wordsLeft(one) > 0).map(leftBehind)
}

/** Whether the browser's cookie is still that of the revoked device. */
export function mayHandIn({ cookieGone, state }: RevokedRecord): boolean {
  return cookieGone !== true && state !== 'done'
}

/** Whether another one of the same person is still to be handed in. */
export function waitsBeside(other: RevokedRecord, record: RevokedRecord): boolean {
  return (
    isOfOne(other, record) &&
    revokedKey(other) !== revokedKey(record) &&
    mayHandIn(other) &&
    wordsLeft(other) > 0
  )
}

function leftBehind(record: RevokedRecord): RevokedRecord {
  return { ...record, cookieGone: true, state: wordsLeft(record) > 0 ? 'left' : 'done' }
}

function isOfOne(one: RevokedRecord, other: RevokedRecord): boolean {
  return one.tenant === other.tenant && one.userId === other.userId
}

/** The later one is what is left in the database, all of it or nothing. */
function joined(earlier: RevokedRecord, later: RevokedRecord): RevokedRecord {
  return wordsLeft(later) > 0 ? { ...later, handedIn: earlier.handedIn } : earlier
}

function isRevokedRecord(value: unknown): value is RevokedRecord {
  if (!isJsonObject(value)) return false
  const { tenant, school, userId, userName, deviceId, rows, outbox, imports, handedIn } = value
  return (
    [tenant, school, userId, userName, deviceId].every((text) => typeof text === 'string') &&
    [rows, outbox, imports].every(Array.isArray) &&
    typeof handedIn === 'number'
  )
}
