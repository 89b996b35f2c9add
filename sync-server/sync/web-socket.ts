import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { EtraxError } from '../../shared/errors.ts'
import { isJsonObject } from '../../shared/json.ts'
import { HEADER } from '../../shared/protocol.ts'
import type { Hub } from './hub.ts'
import { MAX_WAITING_BYTES, type Reader } from './reader.ts'
import {
  requireSchema,
  SCHEMA_VERSIONS,
  type SchemaVersions,
  type SyncSession,
  wholeNumber,
} from './sync-session.ts'

export interface WebSocketOptions {
  readonly hub: Hub
  /** @throws EtraxError where the token is no live session's */
  readonly authenticate: (token: string, request: IncomingMessage) => Promise<SyncSession>
  readonly originAllowed: (request: IncomingMessage) => boolean
  readonly schemaVersions?: SchemaVersions
  /** Hears who was not let in, and why. */
  readonly onRefused?: (error: EtraxError, request: IncomingMessage) => void
}

export interface AttachedWebSocket {
  /** Ends each connection between two frames, and what still comes at once. Resolves when all have heard of it. */
  sendAway(): Promise<void>
  /** Cuts all of them and answers no more. */
  detach(): void
}

const PATH = '/sync/v1/ws'
const TOKEN_WITHIN_MS = 5_000
/** Close codes of our own (RFC 6455, 4000-4999), after the HTTP status they stand for. */
const CLOSE = {
  malformed: 4400,
  unauthenticated: 4401,
  tooLate: 4408,
  schemaTooOld: 4426,
  failed: 4500,
  unavailable: 4503,
} as const
/** The standard's own: the server is going, and the device finds another one at the same address. */
const GOING_AWAY = 1001
/** How long the other side may take to say that it has heard of the end. */
const FAREWELL_MS = 2_000

function closeCodeOf({ status }: EtraxError): number {
  if (status === 400) return CLOSE.malformed
  if (status === 426) return CLOSE.schemaTooOld
  return status >= 500 ? CLOSE.unavailable : CLOSE.unauthenticated
}

/**
 * The stream's frames over a WebSocket, each as `{ "event": ..., "data": ... }`. The first message is the access token, bare
 * or as `{ "token": ... }`, within five seconds [T0].
 */
export function attachWebSocket(server: Server, options: WebSocketOptions): AttachedWebSocket {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 16 * 1024, perMessageDeflate: false })
  let ending = false

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
    // Node hands the address on as it was sent: `//` is none.
    const target = request.url ?? '/'
    const url = URL.canParse(target, 'http://localhost') ? new URL(target, 'http://localhost') : undefined
    if (url?.pathname !== PATH) return refuse(socket, '404 Not Found')
    if (!options.originAllowed(request)) return refuse(socket, '403 Forbidden')
    sockets.handleUpgrade(request, socket, head, (webSocket) => greet(webSocket, request, url))
  }

  function greet(webSocket: WebSocket, request: IncomingMessage, url: URL) {
    if (ending) return webSocket.close(GOING_AWAY)
    const timer = setTimeout(() => webSocket.close(CLOSE.tooLate, 'no token came'), TOKEN_WITHIN_MS)
    webSocket.on('error', () => webSocket.terminate())
    webSocket.once('close', () => clearTimeout(timer))
    webSocket.once('message', (data) => {
      clearTimeout(timer)
      join(webSocket, request, url, String(data)).catch((error: unknown) => {
        if (!(error instanceof EtraxError)) return webSocket.close(CLOSE.failed, 'internal-error')
        options.onRefused?.(error, request)
        webSocket.close(closeCodeOf(error), error.code)
      })
    })
  }

  async function join(webSocket: WebSocket, request: IncomingMessage, url: URL, message: string) {
    const session = await options.authenticate(tokenIn(message), request)
    const version = request.headers[HEADER.schema.toLowerCase()]
    const named = typeof version === 'string' ? version : (url.searchParams.get('schema') ?? undefined)
    const schema = requireSchema(named, options.schemaVersions ?? SCHEMA_VERSIONS)
    const reader = socketReader(webSocket, session, schema)
    const remove = await options.hub.add(session.tenant, reader, {
      epoch: url.searchParams.get('epoch') ?? undefined,
      seq: wholeNumber('seq', url.searchParams.get('seq') ?? undefined),
      access: url.searchParams.get('access') ?? undefined,
    })
    webSocket.once('close', remove)
    if (webSocket.readyState !== webSocket.OPEN) remove()
  }

  server.on('upgrade', upgrade)
  return {
    async sendAway() {
      ending = true
      await Promise.all([...sockets.clients].map(sendAway))
    },
    detach() {
      server.off('upgrade', upgrade)
      for (const client of sockets.clients) client.terminate()
      sockets.close()
    },
  }
}

function sendAway(webSocket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => webSocket.terminate(), FAREWELL_MS)
    webSocket.once('close', () => {
      clearTimeout(late)
      resolve()
    })
    webSocket.close(GOING_AWAY)
  })
}

function tokenIn(message: string): string {
  const text = message.trim()
  if (!text.startsWith('{')) return text
  try {
    const parsed: unknown = JSON.parse(text)
    if (isJsonObject(parsed) && typeof parsed.token === 'string') return parsed.token
  } catch (error) {
    throw new EtraxError('malformed-request', 'The first message is no token.', { cause: error })
  }
  throw new EtraxError('malformed-request', 'The first message is no token.')
}

function socketReader(webSocket: WebSocket, session: SyncSession, schema: number): Reader {
  const drains = () => webSocket.readyState === webSocket.OPEN && webSocket.bufferedAmount < MAX_WAITING_BYTES
  return {
    subject: session.subject,
    sessionId: session.sessionId,
    access: session.access,
    schema,
    send(frame) {
      webSocket.send(`{"event":"${frame.event}","data":${frame.json}}`)
      return drains()
    },
    heartbeat() {
      webSocket.ping()
      return drains()
    },
    end: () => webSocket.close(1000),
  }
}

/** From its upgrade on a socket is ours: nobody else hears that it broke, or closes it where the other side does not. */
function refuse(socket: Duplex, status: string) {
  socket.once('error', () => socket.destroy())
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
