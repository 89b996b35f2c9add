import { connect as openSocket } from 'node:net'

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Answer {
  readonly status: number
  readonly body: Buffer
}

/** The answer did not come: what was asked may have been done. */
export class ConnectionLostError extends Error {}

/** One kept HTTP/1.1 connection; one request at a time. Bare, so that the generator costs little beside what it measures. */
export interface Connection {
  send(request: WireRequest): Promise<Answer>
  /** Whether neither side has closed it. */
  isOpen(): boolean
  close(): void
}

const BREAK = '\r\n'
const HEAD_END = Buffer.from('\r\n\r\n')

export function requestBytes({ method, path, headers = {}, body }: WireRequest): Buffer {
  const content = body === undefined ? undefined : Buffer.from(body)
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(content ? ['Content-Type: application/json', `Content-Length: ${content.length}`] : []),
  ]
  const head = Buffer.from(lines.join(BREAK) + BREAK + BREAK)
  return content ? Buffer.concat([head, content]) : head
}

export async function connect(port: number): Promise<Connection> {
  const socket = openSocket({ port, host: '127.0.0.1', noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  let waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined
  let received: Buffer[] = []
  let size = 0
  let wanted = 0

  function fail(error: Error) {
    waiting?.reject(error)
    waiting = undefined
    socket.destroy()
  }

  function take(chunk: Buffer) {
    received.push(chunk)
    size += chunk.length
    if (size < wanted) return
    const whole = received.length === 1 ? chunk : Buffer.concat(received)
    received = [whole]
    const parsed = parseAnswer(whole)
    if (typeof parsed === 'number') {
      wanted = parsed
      return
    }
    received = []
    size = 0
    wanted = 0
    const { resolve } = waiting ?? {}
    waiting = undefined
    resolve?.(parsed)
  }

  socket.on('data', (chunk: Buffer) => {
    try {
      take(chunk)
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)))
    }
  })
  socket.on('error', (error) => fail(new ConnectionLostError(error.message, { cause: error })))
  socket.on('close', () => fail(new ConnectionLostError('The connection was closed.')))
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(requestBytes(request))
      }),
    isOpen: () => !socket.destroyed && socket.readable && socket.writable,
    close: () => socket.destroy(),
  }
}

/** The answer, or how many bytes there have to be before it is worth looking again. */
function parseAnswer(bytes: Buffer): Answer | number {
  const headEnd = bytes.indexOf(HEAD_END)
  if (headEnd < 0) return bytes.length + 1
  const head = bytes.toString('latin1', 0, headEnd)
  const status = Number(head.slice(9, 12))
  const bodyStart = headEnd + HEAD_END.length
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length !== undefined) {
    const end = bodyStart + Number(length)
    return bytes.length < end ? end : { status, body: bytes.subarray(bodyStart, end) }
  }
  if (!/\r\ntransfer-encoding: *chunked/i.test(head)) return { status, body: bytes.subarray(bodyStart) }
  return parseChunks(bytes, bodyStart, status)
}

function parseChunks(bytes: Buffer, from: number, status: number): Answer | number {
  const parts: Buffer[] = []
  let at = from
  for (;;) {
    const lineEnd = bytes.indexOf(BREAK, at)
    if (lineEnd < 0) return bytes.length + 1
    const length = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    const start = lineEnd + BREAK.length
    at = start + length + BREAK.length
    if (bytes.length < at) return at
    if (length === 0) return { status, body: Buffer.concat(parts) }
    parts.push(bytes.subarray(start, start + length))
  }
}
