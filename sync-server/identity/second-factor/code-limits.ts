import type { MakeCounter } from '../../limits/counter.ts'
import { limited } from '../../limits/limited.ts'
import { networkOf } from '../../limits/network-of.ts'

/** Who answers a question for a code, from where, and on which device. */
export interface CodeAttempt {
  readonly userId: string
  readonly address: string
  /** A device on which somebody has signed in to this account before, or the session that asks again for a code. */
  readonly knownDevice: string | undefined
}

export interface CodeLimits {
  /** Counts before the code is looked at: many at once are no more than one after the other. @throws EtraxError `too-many-requests` */
  take(attempt: CodeAttempt): Promise<void>
  /** The code was right: it did not count. */
  giveBack(attempt: CodeAttempt): Promise<void>
}

const HOUR = 60 * 60
const REFUSAL = 'Too many codes were tried. Try again later.'

/**
 * Guesses are counted for an account at an address, and for an account over all addresses. A device on which somebody has signed
 * in to that account before counts for itself alone: guesses from elsewhere lock nobody out. Thirty guesses an
 * hour at three codes of a million are found in about a year at even odds, by whoever has the password already.
 */
export function codeLimits(makeCounter: MakeCounter): CodeLimits {
  const device = limited(makeCounter, { name: 'code-device', points: 10, seconds: HOUR / 4 }, REFUSAL)
  const here = limited(makeCounter, { name: 'code-here', points: 10, seconds: HOUR / 4 }, REFUSAL)
  const account = limited(makeCounter, { name: 'code-account', points: 30, seconds: HOUR }, REFUSAL)
  const keyHere = ({ userId, address }: CodeAttempt) => `${userId} ${networkOf(address)}`
  const keyDevice = ({ userId, address, knownDevice }: CodeAttempt) =>
    `${userId} ${knownDevice} ${networkOf(address)}`

  return {
    async take(attempt) {
      if (attempt.knownDevice !== undefined) return await device.take(keyDevice(attempt))
      await here.take(keyHere(attempt))
      await account.take(attempt.userId)
    },
    async giveBack(attempt) {
      if (attempt.knownDevice !== undefined) return await device.forget(keyDevice(attempt))
      await here.forget(keyHere(attempt))
      await account.giveBack(attempt.userId)
    },
  }
}
