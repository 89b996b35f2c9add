import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ListeningServer, listeningServer } from './test-listening.ts'

let server: ListeningServer
beforeAll(async () => {
  server = await listeningServer()
})
afterAll(() => server.end())

/** What comes back for these bytes until the server closes, or has been silent for a moment after its answer. */
function exchange(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.listening.port, '127.0.0.1', () => socket.write(text, 'latin1'))
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
      socket.setTimeout(300)
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
    socket.setTimeout(5_000, () => socket.destroy())
  })
}

const HEAD = 'POST /api/v1/auth/refresh HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
const SMUGGLED = 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n'

describe('[ASVS 4.2.1] where a message ends is never in doubt: refused, closed, and nothing behind it is read', () => {
  test.each([
    ['a length and chunks', `${HEAD}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['chunks and a length', `${HEAD}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n`],
    ['two lengths', `${HEAD}Content-Length: 0\r\nContent-Length: 44\r\n\r\n`],
    ['a list of lengths', `${HEAD}Content-Length: 0, 0\r\n\r\n`],
    ['a signed length', `${HEAD}Content-Length: +0\r\n\r\n`],
    ['a length that is no number', `${HEAD}Content-Length: 0x0\r\n\r\n`],
    ['another encoding after chunks', `${HEAD}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
    ['an encoding that is none', `${HEAD}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ['a space before the colon', `${HEAD}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`],
    ['a header folded over two lines', `${HEAD}X-A: b\r\n Content-Length: 44\r\n\r\n`],
    ['a line end without its return', `${HEAD}Content-Length: 0\nX-A: b\r\n\r\n`],
    ['a chunk whose length is no number', `${HEAD}Transfer-Encoding: chunked\r\n\r\n0x2\r\nab\r\n0\r\n\r\n`],
    ['a chunk longer than it says', `${HEAD}Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n`],
    ['NUL in a header', `${HEAD}X-A: b\0c\r\nContent-Length: 0\r\n\r\n`],
  ])('%s', async (_, message) => {
    const answer = await exchange(message + SMUGGLED)
    // A head that can be read may be answered before its body is found to be wrong; what follows is not.
    expect(answer).not.toContain('HTTP/1.1 200')
    expect(answer).toMatch(/HTTP\/1\.1 400 /)
  })

  test('two whole requests are two requests', async () => {
    const answer = await exchange(SMUGGLED + SMUGGLED)
    expect(answer.match(/HTTP\/1\.1 200 /g)).toHaveLength(2)
  })
})

test('[ASVS 4.1.4] methods that are none of ours are refused, and none is put over another', async () => {
  for (const method of ['TRACE', 'PROPFIND', 'CONNECTX', 'get', 'PATCH', 'LOCK']) {
    const answer = await exchange(
      `${method} /api/v1/auth/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    )
    expect([method, answer.slice(9, 12)]).toEqual([method, expect.stringMatching(/^(400|405|501)$/)])
  }
  for (const header of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
    const answer = await exchange(
      `GET /api/v1/auth/logout HTTP/1.1\r\nHost: x\r\n${header}: POST\r\nConnection: close\r\n\r\n`,
    )
    expect([header, answer.slice(9, 12)]).toEqual([header, '405'])
  }
})

test('[ASVS 4.1.3] no header of a client’s own says where it comes from: its share is used up whatever it claims', async () => {
  let refused = 0
  for (let round = 0; round < 320; round += 1) {
    const answer = await fetch(`http://127.0.0.1:${server.listening.port}/api/v1/auth/refresh`, {
      method: 'POST',
      headers: {
        'X-Forwarded-For': `198.51.100.${round % 250}`,
        'X-Real-IP': `198.51.100.${round % 250}`,
        Forwarded: `for=198.51.100.${round % 250}`,
      },
    })
    await answer.arrayBuffer()
    if (answer.status === 429) refused += 1
  }
  expect(refused).toBeGreaterThan(0)
})
