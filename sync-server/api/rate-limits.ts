import { EtraxError } from '../../shared/errors.ts'
import type { Limit, MakeCounter } from '../limits/counter.ts'
import { limited } from '../limits/limited.ts'
import { networkOf } from '../limits/network-of.ts'
import type { AppContext } from './app-env.ts'
import { presentedSession } from './presented-session.ts'

/**
 * Requests of a class of routes that one client may make: one session where it is known, else one network. A device that comes
 * back with weeks of work needs that of the sync: 100 rows a push are 10,000 documents in 100 requests.
 */
export const RATE_LIMITS = {
  auth: { name: 'auth', points: 300, seconds: 60 },
  api: { name: 'api', points: 1_200, seconds: 60 },
  /** All sessions of a network together: a school is behind one address. */
  network: { name: 'network', points: 12_000, seconds: 60 },
  /** Sessions of a network that say by a cookie that they go on, and cannot. */
  presented: { name: 'presented', points: 12_000, seconds: 60 },
  /** Tokens that nobody was given, and none where one is needed, of a network. */
  unknown: { name: 'unknown', points: 300, seconds: 60 },
  sync: { name: 'sync', points: 2_400, seconds: 60 },
} as const satisfies Record<string, Limit>

/** What a request is counted by. Each refuses with 429 and Retry-After once a share is used up. */
export interface RequestLimits {
  /** Counts a request below /api/v1, where somebody has to be signed in after that was looked at. */
  take(context: AppContext): Promise<void>
  takeSync(context: AppContext): Promise<void>
  /**
   * Answers a request. Who presents a token that nobody was given is told so 300 times a minute. What somebody was given is
   * looked at however many others were refused on its network: one who shares a school's address stops nobody there.
   */
  knowing<T>(context: AppContext, work: () => Promise<T>): Promise<T>
}

export const NO_LIMITS: RequestLimits = {
  take: () => Promise.resolve(),
  takeSync: () => Promise.resolve(),
  knowing: (_, work) => work(),
}

export function requestLimits(makeCounter: MakeCounter): RequestLimits {
  const make = (limit: Limit) => limited(makeCounter, limit, 'Too many requests. Try again later.')
  const auth = make(RATE_LIMITS.auth)
  const api = make(RATE_LIMITS.api)
  const network = make(RATE_LIMITS.network)
  const presentedAt = make(RATE_LIMITS.presented)
  const unknown = make(RATE_LIMITS.unknown)
  const sync = make(RATE_LIMITS.sync)

  return {
    async take(context) {
      context.set('counted', true)
      const address = networkOf(context.var.address)
      const sessionId = context.get('session')?.sessionId
      const presented = sessionId === undefined ? presentedSession(context) : undefined
      if (presented !== undefined) {
        // It may be made up: counted beside its address it is nobody else's share.
        await auth.take(`${address} ${presented}`)
        // Each costs a look at what is stored: there is an end to those that are not, see `knowing`.
        return await presentedAt.take(address)
      }
      const client = sessionId ?? address
      if (context.req.path.startsWith('/api/v1/auth/')) await auth.take(client)
      await api.take(client)
      // After its own share: what is refused uses up nothing of the others'.
      if (sessionId !== undefined) await network.take(address)
    },
    takeSync: (context) => sync.take(context.var.session.sessionId),
    async knowing(context, work) {
      try {
        const answer = await work()
        // A sign-out says nothing of whether there was anything to end.
        if (presentedSession(context) !== undefined && !context.req.path.endsWith('/logout'))
          await presentedAt.giveBack(networkOf(context.var.address))
        return answer
      } catch (error) {
        // Not for a session that is over: its device has to hear so.
        if (error instanceof EtraxError && error.code === 'unauthenticated')
          await unknown.take(networkOf(context.var.address))
        throw error
      }
    },
  }
}
