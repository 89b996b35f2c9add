import { once } from 'node:events'
import { createServer } from 'node:http'

export interface ReceivedSms {
  readonly to: string
  readonly from: string
  readonly body: string
  /** Login and password, as they came. */
  readonly authorization: string
}

export interface TestTwilio {
  readonly url: string
  readonly received: readonly ReceivedSms[]
  /** What it answers; undefined: it takes the message. */
  answer(status: number | undefined, code?: number): void
  close(): Promise<void>
}

/** A server on this machine that answers as Twilio's messages resource does. */
export async function startTwilio(): Promise<TestTwilio> {
  const received: ReceivedSms[] = []
  let refusal: { status: number; code: number | undefined } | undefined
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const form = new URLSearchParams(Buffer.concat(parts).toString('utf8'))
    const wanted = /^\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})\/Messages\.json$/.exec(request.url ?? '')
    response.setHeader('Content-Type', 'application/json')
    if (request.method !== 'POST' || !wanted || refusal) {
      const { status = 404, code = 20404 } = refusal ?? {}
      response.statusCode = status
      response.end(JSON.stringify({ code, message: 'Refused', more_info: '', status }))
      return
    }
    const message = { to: form.get('To') ?? '', from: form.get('From') ?? '', body: form.get('Body') ?? '' }
    received.push({ ...message, authorization: request.headers.authorization ?? '' })
    response.statusCode = 201
    response.end(JSON.stringify({ sid: `SM${'0'.repeat(32)}`, status: 'queued', ...message }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    received,
    answer(status, code) {
      refusal = status === undefined ? undefined : { status, code }
    },
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
