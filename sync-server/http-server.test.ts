import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { AppEnv } from './api/app-env.ts'
import { listen } from './http-server.ts'

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

const ask = (socket: Socket, path: string) => socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)

test('a server that ends answers what was accepted, also where the request comes after that, and takes nothing new', async () => {
  const app = new Hono<AppEnv>()
  const slow = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  app.get('/slow', async (context) => {
    begun.resolve()
    await slow.promise
    return context.text('slow')
  })
  app.get('/late', (context) => context.text('late'))
  const listening = await listen(app, { host: '127.0.0.1', port: 0, certificate: undefined })
  const [underWay, silent] = [await open(listening.port), await open(listening.port)]
  ask(underWay, '/slow')
  await begun.promise
  listening.refuse()
  ask(silent, '/late')
  // Resolves where the server ends the connection, and rejects where it is reset.
  const late = await text(silent)
  expect(late).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  expect(late).toMatch(/\r\nconnection: close\r\n/i)
  expect(late).toContain('late')
  await expect(open(listening.port)).rejects.toThrow('ECONNREFUSED')
  slow.resolve()
  expect(await text(underWay)).toContain('slow')
  await listening.closed()
})
