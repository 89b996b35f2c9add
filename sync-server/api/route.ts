import type { Hono } from 'hono'
import type { Static, TSchema } from 'typebox'
import { EtraxError } from '../../shared/errors.ts'
import type { Role } from '../../shared/roles.ts'
import type { AppContext, AppEnv } from './app-env.ts'
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
): void {
  for (const { method, path, callers, handle } of routes) {
    app.on(method, path, async (context) => {
      if (callers !== 'everybody') await requireSession(context)
      if (typeof callers !== 'string' && !callers.includes(context.var.session.role))
        throw new EtraxError('forbidden', 'Your role does not allow this.')
      return await handle(context)
    })
  }
}
