import { RateLimiterMemory } from 'rate-limiter-flexible'
import { EtraxError } from '../../shared/errors.ts'

/** Who tries to sign in, from where, and on which device. */
export interface Attempt {
  readonly tenant: string
  readonly email: string
  readonly address: string
  /** Whether this device has signed in to this account before. */
  readonly knownDevice: boolean
}

export interface SignInLimits {
  /** @throws EtraxError `too-many-requests` with the seconds to wait */
  require(attempt: Attempt): Promise<void>
  failed(attempt: Attempt): Promise<void>
  succeeded(attempt: Attempt): Promise<void>
}

const QUARTER_HOUR = 15 * 60

/**
 * Failures are counted for an account at an address, for an address, and for an account over all addresses. The last one
 * does not concern devices on which somebody has signed in to that account before: attempts from elsewhere lock nobody out.
 */
export function signInLimits(): SignInLimits {
  const here = new RateLimiterMemory({ keyPrefix: 'here', points: 10, duration: QUARTER_HOUR })
  const address = new RateLimiterMemory({ keyPrefix: 'address', points: 200, duration: QUARTER_HOUR })
  const account = new RateLimiterMemory({ keyPrefix: 'account', points: 50, duration: QUARTER_HOUR })

  function counters(attempt: Attempt): [RateLimiterMemory, string][] {
    const name = `${attempt.tenant} ${attempt.email}`
    return [
      [here, `${name} ${attempt.address}`],
      [address, attempt.address],
      ...(attempt.knownDevice ? [] : ([[account, name]] satisfies [RateLimiterMemory, string][])),
    ]
  }

  return {
    async require(attempt) {
      for (const [counter, key] of counters(attempt)) {
        const state = await counter.get(key)
        if (state && state.remainingPoints <= 0) {
          throw new EtraxError('too-many-requests', 'Too many attempts to sign in. Try again later.', {
            retryAfter: Math.max(1, Math.ceil(state.msBeforeNext / 1000)),
          })
        }
      }
    },
    async failed(attempt) {
      for (const [counter, key] of counters(attempt)) await counter.penalty(key)
    },
    async succeeded(attempt) {
      await here.delete(`${attempt.tenant} ${attempt.email} ${attempt.address}`)
    },
  }
}
