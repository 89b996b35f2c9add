import type { Hono } from 'hono'
import type { Static, TSchema } from 'typebox'
import { EtraxError } from '../../shared/errors.ts'
import type { Role } from '../../shared/roles.ts'
import type { AppContext, AppEnv } from './app-env.ts'
import { NO_LIMITS, type RequestLimits } from './rate-limits.ts'
import { readBody } from './request-body.ts'

/** Who may call a route at all: everybody, everybody who is signed in, or these roles. */
export type Callers = 'everybody' | 'signed-in' | readonly Role[]

export interface Answer {
  readonly status: number
  readonly description: string
  /** JSON Schema of the body, where there is one. */
  readonly schema?: TSchema | object
}

/** One endpoint below /api/v1: what it is called, who may call it, what goes in and comes out. The page and the tests read it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Hono's form, such as `/users/:id`. */
  readonly path: string
  readonly summary: string
  readonly group: string
  readonly callers: Callers
  /** Only for whoever proved who it is within the last minutes, see {@link requireRecent}. */
  readonly recentSignIn?: true
  /** Makes or changes something by which somebody signs in or says who it is: not done from inside a visit, whose hour it would outlive. */
  readonly waysIn?: true
  readonly body?: TSchema | object
  readonly query?: Readonly<Record<string, string>>
  readonly answers: readonly Answer[]
  readonly handle: (context: AppContext) => Promise<Response> | Response
}

type Described = Omit<Route, 'handle' | 'body'>

/** A route without a body. */
export function route(
  described: Described,
  handle: (context: AppContext) => Promise<Response> | Response,
): Route {
  return { ...described, handle }
}

/** A route whose body is checked before it is handled. */
export function routeWithBody<S extends TSchema>(
  described: Described,
  body: S,
  handle: (context: AppContext, body: Static<S>) => Promise<Response> | Response,
): Route {
  return { ...described, body, handle: async (context) => handle(context, await readBody(context, body)) }
}

/** Makes the routes answer. `requireSession` sets the session or refuses. */
export function mountRoutes(
  app: Hono<AppEnv>,
  routes: readonly Route[],
  requireSession: (context: AppContext) => Promise<void>,
  now: () => number,
  limits: RequestLimits = NO_LIMITS,
): void {
  for (const one of routes)
    app.on(one.method, one.path, (context) => limits.knowing(context, () => answer(context, one)))

  async function answer(
    context: AppContext,
    { callers, recentSignIn, waysIn, handle }: Route,
  ): Promise<Response> {
    if (callers !== 'everybody') await requireSession(context)
    await limits.take(context)
    // A station is no person: of all this it may nothing, and syncs alone.
    if (callers !== 'everybody' && context.var.session.role === 'STATION')
      throw new EtraxError('forbidden', 'A station does not do this.')
    if (typeof callers !== 'string' && !callers.includes(context.var.session.role))
      throw new EtraxError('forbidden', 'Your role does not allow this.')
    if (waysIn && callers !== 'everybody' && context.var.session.kind === 'visit')
      throw new EtraxError(
        'visit-refused',
        'Visitors change nothing about how people sign in to this school.',
      )
    if (recentSignIn) requireRecent(context.var.session.authenticatedAt, now())
    return await handle(context)
  }
}

/** How long somebody who proved who it is may change how the account is signed in to. */
export const RECENT_MS = 10 * 60_000

function requireRecent(authenticatedAt: number, now: number): void {
  // What is not comparable is not recent.
  if (!(now - authenticatedAt < RECENT_MS))
    throw new EtraxError('step-up-required', 'Prove once more who you are: POST /auth/step-up.')
}
