import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { accessKey } from '../../shared/access.ts'
import { EtraxError } from '../../shared/errors.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { isJsonObject, type JsonObject } from '../../shared/json.ts'
import { registry } from '../../shared/registry.ts'
import { syncRoutes } from './routes.ts'
import { writeAsServer } from './server-write.ts'
import type { SchemaVersions, SyncEnv, SyncSession } from './sync-session.ts'
import {
  createTestSchool,
  entry,
  helmet,
  openReview,
  type TestDevice,
  type TestSchool,
} from './test-school.ts'
import { attachWebSocket } from './web-socket.ts'

let school: TestSchool
let manager: TestDevice
let server: Server
let base: string
let detach: () => void
const sessions = new Map<string, SyncSession>()

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
  const app = new Hono<SyncEnv>()
  app.use(async (context, next) => {
    const session = sessions.get(context.req.header('Authorization')?.slice('Bearer '.length) ?? '')
    if (!session) throw new EtraxError('unauthenticated', 'nobody')
    context.set('session', session)
    await next()
  })
  app.onError(
    (error) => new Response(error.message, { status: error instanceof EtraxError ? error.status : 500 }),
  )
  app.route('/sync/v1', syncRoutes(school.sync))
  await new Promise<void>((resolve) => {
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info) => {
      base = `http://127.0.0.1:${info.port}`
      resolve()
    }) as Server
  })
  detach = attach()
})
afterAll(async () => {
  detach()
  await school.close()
  server.close()
})

function attach(schemaVersions?: SchemaVersions) {
  return attachWebSocket(server, {
    hub: school.sync.hub,
    originAllowed: (request) => request.headers.origin !== 'https://evil.example',
    async authenticate(token) {
      const session = sessions.get(token)
      if (!session) throw new EtraxError('unauthenticated', 'nobody')
      return session
    },
    ...(schemaVersions ? { schemaVersions } : {}),
  })
}

function tokenOf(device: TestDevice): string {
  const token = uuidv7()
  const { subject } = device
  sessions.set(token, { sessionId: token, subject, access: accessKey(subject), tenant: school.tenant })
  return token
}

interface Event {
  readonly event: string
  readonly data: JsonObject
  readonly bytes: string
}

/** A reader of the stream as a client is one: fetch, and lines. */
async function openStream(token: string, query = '', headers: Record<string, string> = {}) {
  const controller = new AbortController()
  const response = await fetch(`${base}/sync/v1/stream${query}`, {
    headers: { Authorization: `Bearer ${token}`, ...headers },
    signal: controller.signal,
  })
  if (!response.body) throw new Error('no body')
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let buffer = ''
  async function next(): Promise<Event | undefined> {
    for (;;) {
      const end = buffer.indexOf('\n\n')
      if (end >= 0) {
        const block = buffer.slice(0, end)
        buffer = buffer.slice(end + 2)
        const lines = new Map(
          block
            .split('\n')
            .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
        )
        const data: unknown = JSON.parse(lines.get('data') ?? 'null')
        if (lines.has('event') && isJsonObject(data))
          return { event: lines.get('event') ?? '', data, bytes: block }
        continue
      }
      const { done, value } = await reader.read()
      if (done) return undefined
      buffer += value
    }
  }
  return {
    next,
    close: () => controller.abort(),
    status: response.status,
    type: response.headers.get('Content-Type'),
  }
}

test('[T2] hello comes first, with the counter; a later commit follows it', async () => {
  const stream = await openStream(tokenOf(manager))
  expect(stream.type).toMatch(/^text\/event-stream/)
  const hello = await stream.next()
  expect(hello).toMatchObject({
    event: 'hello',
    data: { seq: await school.counter(), access: accessKey(manager.subject) },
  })
  const made = helmet(manager.stamp())
  await manager.write('equipment', made)
  const change = await stream.next()
  expect(change).toMatchObject({
    event: 'change',
    data: {
      collection: 'equipment',
      prev: hello?.data.seq,
      seq: await school.counter(),
      documents: [{ ...made, _deleted: false }],
    },
  })
  stream.close()
})

test('[T1] the frames of a group are chained by prev, one collection each, in seq order', async () => {
  const stream = await openStream(tokenOf(manager))
  const hello = await stream.next()
  const made = helmet(manager.stamp())
  let reached = hello?.data.seq
  const collections: unknown[] = []
  async function read(frames: number) {
    for (let index = 0; index < frames; index += 1) {
      const frame = await stream.next()
      expect(frame?.data.prev).toBe(reached)
      reached = frame?.data.seq
      collections.push(frame?.data.collection)
    }
  }
  // Two commits that are read together are told as they stand after the second: each is awaited by itself.
  await manager.write('equipment', made)
  await read(1)
  await manager.write('transactions', entry(manager, 'report_lost', made.id))
  await read(2)
  expect(reached).toBe(await school.counter())
  expect(collections.toSorted()).toEqual(['equipment', 'equipment', 'transactions'])
  stream.close()
})

test('[T2] a returning reader gets what it missed and is spared what it has', async () => {
  const first = await openStream(tokenOf(manager))
  const hello = await first.next()
  first.close()
  const missed = helmet(manager.stamp())
  await manager.write('equipment', missed)
  const back = await openStream(tokenOf(manager), `?epoch=${hello?.data.epoch}&seq=${hello?.data.seq}`)
  expect((await back.next())?.event).toBe('hello')
  expect(await back.next()).toMatchObject({
    event: 'change',
    data: { prev: hello?.data.seq, documents: [{ id: missed.id }] },
  })
  back.close()
})

test.each([
  ['epoch', (seq: number) => `?epoch=${uuidv7()}&seq=${seq}`],
  ['ahead', (seq: number) => `?seq=${seq + 1_000_000}`],
  ['access', (seq: number) => `?seq=${seq}&access=user-before`],
])('[L3] a stream of another %s is told to resync', async (reason, query) => {
  const stream = await openStream(tokenOf(manager), query(await school.counter()))
  await stream.next()
  expect(await stream.next()).toMatchObject({ event: 'resync', data: { reason } })
  stream.close()
})

test('[L3] a reader that pulled what the hub has not read yet is not ahead', async () => {
  const sync = school.secondProcess()
  try {
    const frames: string[] = []
    const { subject } = manager
    const reader = {
      subject,
      sessionId: 'quick',
      access: accessKey(subject),
      schema: 1,
      send: (frame: { event: string }) => frames.push(frame.event) > 0,
      heartbeat: () => true,
      end: () => undefined,
    }
    const others = await sync.hub.add(school.tenant, { ...reader, sessionId: 'other' }, {})
    // Committed through the first process: the second one's hub has not been poked.
    await manager.write('equipment', helmet(manager.stamp()))
    const seq = await school.counter()
    frames.length = 0
    const remove = await sync.hub.add(school.tenant, reader, { seq })
    expect(frames).not.toContain('resync')
    remove()
    others()
  } finally {
    await sync.close()
  }
})

test('[L5] a reader of the version before gets frames without the fields that came since', async () => {
  const seen = new Map<number, string[]>([
    [0, []],
    [1, []],
  ])
  const removals: (() => void)[] = []
  for (const [schema, frames] of seen) {
    const reader = {
      subject: manager.subject,
      sessionId: `schema-${schema}`,
      access: accessKey(manager.subject),
      schema,
      send: (frame: { event: string; json: string }) => frames.push(frame.json) > 0,
      heartbeat: () => true,
      end: () => undefined,
    }
    removals.push(await school.sync.hub.add(school.tenant, reader, {}))
  }
  const id = uuidv7()
  await writeAsServer(school.sync.committer, school.tenant, undefined, [
    { definition: registry.reviews, id, change: () => ({ ...openReview(id), decisions: [] }) },
  ])
  const last = (schema: number) => seen.get(schema)?.at(-1) ?? ''
  await expect.poll(() => [last(0), last(1)].every((json) => json.includes(id))).toBe(true)
  expect(last(0)).not.toContain('decisions')
  expect(last(1)).toContain('"decisions":[]')
  for (const remove of removals) remove()
})

test('[T3] readers with the same sight get the very same bytes; others only what they may see', async () => {
  const person = { id: uuidv7(), stamp: manager.stamp(), name: 'Ann', kind: 'athlete', active: true }
  await manager.write('people', person)
  const user = await school.device('USER', { personId: person.id })
  const coach = await school.device('COACH')
  const made = helmet(manager.stamp())
  await manager.write('equipment', made)
  const streams = await Promise.all([manager, manager, user].map((device) => openStream(tokenOf(device))))
  for (const stream of streams) await stream.next()
  const [one, two, theirs] = streams
  await manager.write('equipment', helmet(manager.stamp(), { name: 'Nobody’s' }))
  const frames = await Promise.all([one?.next(), two?.next()])
  expect(frames[0]?.bytes).toBe(frames[1]?.bytes)
  const out = entry(coach, 'check_out', made.id, { toHolderId: person.id })
  await coach.write('transactions', out)
  const gained = [await theirs?.next(), await theirs?.next()].map((frame) => frame?.data)
  expect(gained).toContainEqual(
    expect.objectContaining({
      collection: 'equipment',
      documents: [expect.objectContaining({ id: made.id, holderId: person.id })],
    }),
  )
  expect(gained).toContainEqual(
    expect.objectContaining({
      collection: 'transactions',
      documents: [expect.objectContaining({ id: out.id })],
    }),
  )
  // Neither who is in the room now nor the entry of the return names this person: only the loss is told.
  await coach.write('transactions', entry(coach, 'check_in', made.id, { previousId: out.id }))
  expect((await theirs?.next())?.data).toMatchObject({
    documents: [{ id: made.id, name: '', stamp: '', _deleted: true }],
  })
  for (const stream of streams) stream.close()
})

test('[T4] a reader that does not drain is dropped, and the others go on', async () => {
  const token = tokenOf(manager)
  const lazy = await fetch(`${base}/sync/v1/stream`, { headers: { Authorization: `Bearer ${token}` } })
  const busy = await openStream(tokenOf(manager))
  await busy.next()
  const before = [...school.sync.hub.readers()].length
  const notes = 'x'.repeat(19_000)
  for (let round = 0; round < 100 && [...school.sync.hub.readers()].length === before; round += 1) {
    const rows = Array.from({ length: 25 }, () => ({ newDocumentState: helmet(manager.stamp(), { notes }) }))
    await manager.push('equipment', rows)
    await busy.next()
  }
  expect([...school.sync.hub.readers()].map(({ reader }) => reader.sessionId)).not.toContain(token)
  await lazy.body?.cancel()
  busy.close()
})

test('[T5] the stream of an ended session ends', async () => {
  const token = tokenOf(manager)
  const stream = await openStream(token)
  await stream.next()
  school.sync.hub.endReaders(school.tenant.id, (reader) => reader.sessionId === token)
  expect(await stream.next()).toBeUndefined()
})

test('[T6] a commit of another process is streamed after its poke', async () => {
  const second = school.secondProcess()
  const stream = await openStream(tokenOf(manager))
  await stream.next()
  const made = helmet(manager.stamp())
  await manager.push('equipment', [{ newDocumentState: made }], second)
  school.sync.hub.poke(school.tenant.id)
  expect(await stream.next()).toMatchObject({ data: { documents: [{ id: made.id }] } })
  stream.close()
  await second.close()
})

describe('[T0] the WebSocket', () => {
  function connect(origin?: string): WebSocket {
    return new WebSocket(`${base.replace('http', 'ws')}/sync/v1/ws`, origin ? { origin } : {})
  }
  const message = (socket: WebSocket) =>
    new Promise<JsonObject>((resolve, reject) => {
      socket.once('message', (data) => resolve(JSON.parse(String(data))))
      socket.once('close', (code) => reject(new Error(`closed ${code}`)))
      socket.once('error', reject)
    })

  test('takes its token as the first message and carries the same frames', async () => {
    const socket = connect()
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send(JSON.stringify({ token: tokenOf(manager) }))
    expect(await message(socket)).toMatchObject({ event: 'hello', data: { seq: await school.counter() } })
    const made = helmet(manager.stamp())
    const coming = message(socket)
    await manager.write('equipment', made)
    expect(await coming).toMatchObject({ event: 'change', data: { documents: [{ id: made.id }] } })
    socket.close()
  })

  test('refuses a wrong token and a foreign origin', async () => {
    const socket = connect()
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send('not-a-token')
    await expect(message(socket)).rejects.toThrow('closed 4401')
    await expect(message(connect('https://evil.example'))).rejects.toThrow('403')
  })

  test('[L5] tells a device whose version is too old, and one that speaks what is served is greeted', async () => {
    const open = async (schema: string) => {
      const socket = new WebSocket(`${base.replace('http', 'ws')}/sync/v1/ws?schema=${schema}`)
      await new Promise((resolve) => socket.once('open', resolve))
      socket.send(tokenOf(manager))
      return socket
    }
    detach()
    detach = attach({ oldest: 7, current: 8 })
    await expect(message(await open('6'))).rejects.toThrow('closed 4426')
    await expect(message(await open('9'))).rejects.toThrow('closed 4503')
    await expect(message(await open('new'))).rejects.toThrow('closed 4400')
    for (const served of ['7', '8']) {
      const socket = await open(served)
      expect(await message(socket)).toMatchObject({ event: 'hello' })
      socket.close()
    }
    detach()
    detach = attach()
  })
})
