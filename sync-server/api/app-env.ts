import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { RequestSession } from '../identity/request-session.ts'

/** What the layers of the request's path leave for those below. */
export interface AppEnv {
  readonly Bindings: HttpBindings
  readonly Variables: {
    traceId: string
    /** The client's address, as far as it can be believed. */
    address: string
    /** Set by `requireSession`. */
    session: RequestSession
    /** Set once the request counts as one of its client's. */
    counted: true
  }
}

export type AppContext = Context<AppEnv>
