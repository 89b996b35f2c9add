import type { MakeCounter } from '../limits/counter.ts'
import { limited } from '../limits/limited.ts'
import { networkOf } from '../limits/network-of.ts'

/** Who tries to sign in, from where, and on which device. */
export interface Attempt {
  readonly tenant: string
  readonly email: string
  readonly address: string
  /** A device on which somebody has signed in to this account before. */
  readonly knownDevice: string | undefined
  /** The session that asks again for the password: nobody but who holds it tries by it. */
  readonly session?: string
}

export interface SignInLimits {
  /** Counts before the password is looked at: many at once are no more than one after the other. @throws EtraxError `too-many-requests` */
  take(attempt: Attempt): Promise<void>
  /** The password was right: it did not count. */
  giveBack(attempt: Attempt): Promise<void>
}

const QUARTER_HOUR = 15 * 60
const REFUSAL = 'Too many attempts to sign in. Try again later.'

/**
 * Attempts are counted for an account at an address, for an address, and for an account over all addresses. A device on which
 * somebody has signed in to that account before counts for itself alone, at each address: whoever guesses, even from behind the
 * same address or by knowing what the device is called, locks nobody out. A session counts for itself wherever it is used: whoever took
 * it has ten guesses, and not ten from each address.
 */
export function signInLimits(makeCounter: MakeCounter): SignInLimits {
  const limit = (name: string, points: number) =>
    limited(makeCounter, { name, points, seconds: QUARTER_HOUR }, REFUSAL)
  const device = limit('sign-in-device', 10)
  const again = limit('sign-in-again', 10)
  const here = limit('sign-in-here', 10)
  const network = limit('sign-in-address', 200)
  const account = limit('sign-in-account', 50)

  function keys({ tenant, email, address, knownDevice, session }: Attempt) {
    const name = `${tenant} ${email}`
    const from = networkOf(address)
    return {
      ...{ account: name, from, here: `${name} ${from}`, device: `${name} ${knownDevice} ${from}` },
      again: `${name} ${session}`,
    }
  }

  return {
    async take(attempt) {
      const key = keys(attempt)
      if (attempt.session !== undefined) return await again.take(key.again)
      if (attempt.knownDevice !== undefined) return await device.take(key.device)
      await here.take(key.here)
      await network.take(key.from)
      await account.take(key.account)
    },
    async giveBack(attempt) {
      const key = keys(attempt)
      if (attempt.session !== undefined) return await again.forget(key.again)
      if (attempt.knownDevice !== undefined) return await device.forget(key.device)
      await here.forget(key.here)
      await network.giveBack(key.from)
      await account.giveBack(key.account)
    },
  }
}
