import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import type { AppEnv } from './api/app-env.ts'

export interface Certificate {
  /** PEM, the leaf first. */
  readonly cert: string
  readonly key: string
}

/** Milliseconds for a request's head, and for all of it: a push of 5 MiB over a slow mobile network takes minutes. */
const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 180_000
const KEEP_ALIVE_MS = 65_000
/** How long requests that were accepted may take to end. */
const DRAIN_MS = 10_000

export interface Listening {
  readonly server: Server
  readonly port: number
  /** Takes no more connections. What comes over those that are there is answered, each of them with the last answer that it gets. */
  refuse(): void
  /** Refuses, waits for the requests under way, then cuts what is left. */
  closed(): Promise<void>
}

/** @throws Error with a sentence where the address is taken */
export async function listen(
  app: Hono<AppEnv>,
  options: { readonly host: string; readonly port: number; readonly certificate: Certificate | undefined },
): Promise<Listening> {
  const timeouts = {
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: 16 * 1024,
  }
  const { certificate } = options
  const server = certificate
    ? createAdaptorServer({
        fetch: app.fetch,
        createServer: createTlsServer,
        serverOptions: { ...timeouts, ...certificate, minVersion: 'TLSv1.3' },
      })
    : createAdaptorServer({ fetch: app.fetch, createServer, serverOptions: timeouts })
  if (!('closeAllConnections' in server)) throw new Error('An HTTP/1.1 server was expected.')
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, options)))
    server.listen(options.port, options.host, resolve)
  })
  const address = server.address()
  return {
    server,
    port: typeof address === 'object' && address ? address.port : options.port,
    ...ending(server),
  }
}

function ending(server: Server): Pick<Listening, 'refuse' | 'closed'> {
  let closed: Promise<void> | undefined
  function close(): Promise<void> {
    server.prependListener('request', (_, response) => response.setHeader('Connection', 'close'))
    return new Promise((resolve) => {
      const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
      // A connection that is kept alive for later requests holds nothing up.
      const idle = setInterval(() => server.closeIdleConnections(), 100)
      server.close(() => {
        clearTimeout(cut)
        clearInterval(idle)
        resolve()
      })
    })
  }
  return {
    refuse() {
      closed ??= close()
    },
    closed() {
      closed ??= close()
      return closed
    },
  }
}

function explain(error: Error, { host, port }: { host: string; port: number }): Error {
  const code = 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return new Error(`Port ${port} of ${host} is taken. End what runs there, or choose another by PORT.`)
  if (code === 'EACCES')
    return new Error(`Port ${port} may not be used by this account. Choose another by PORT.`)
  if (code === 'EADDRNOTAVAIL')
    return new Error(`This machine has no address ${host}. Choose another by HOST.`)
  return error
}
