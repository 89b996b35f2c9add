import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect as connectSocket, type Socket } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import WebSocket from 'ws'
import { accessKey } from '../../shared/access.ts'
import { EtraxError } from '../../shared/errors.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { isJsonObject, type JsonObject } from '../../shared/json.ts'
import { registry } from '../../shared/registry.ts'
import { eventStream } from './event-stream.ts'
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
import { type AttachedWebSocket, attachWebSocket } from './web-socket.ts'

let school: TestSchool
let manager: TestDevice
let server: Server
let base: string
let sockets: AttachedWebSocket
const sessions = new Map<string, SyncSession>()

afterEach(() => {
  vi.useRealTimers()
})

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
  sockets = attach()
})
afterAll(async () => {
  sockets.detach()
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

test('[T2] Last-Event-ID spares what came before it, and counts more than the seq of the address', async () => {
  const seq = await school.counter()
  const [early, late] = [helmet(manager.stamp()), helmet(manager.stamp())]
  await manager.write('equipment', early)
  const reached = await school.counter()
  await manager.write('equipment', late)
  const stream = await openStream(tokenOf(manager), `?seq=${seq}`, { 'Last-Event-ID': String(reached) })
  const hello = await stream.next()
  const change = await stream.next()
  expect(change?.data).toMatchObject({ prev: reached, documents: [{ id: late.id }] })
  // What a browser sends as Last-Event-ID is the id of the last frame that it had: greetings have none.
  expect(hello?.bytes).not.toMatch(/^id:/m)
  expect(change?.bytes).toMatch(new RegExp(`^id: ${change?.data.seq}$`, 'm'))
  stream.close()
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

describe('[T4] more than a reader may be owed at once', () => {
  const heavy = (count: number) =>
    Array.from({ length: count }, () => ({
      newDocumentState: helmet(manager.stamp(), { notes: 'x'.repeat(5_000) }),
    }))

  test('drops nobody who drains: a commit of 5 MB is a gap, after which the stream goes on', async () => {
    const stream = await openStream(tokenOf(manager))
    await stream.next()
    await manager.push('equipment', heavy(1_000))
    const seq = await school.counter()
    const frameOf = async (wanted: number) => {
      let frame = await stream.next()
      while (frame && Number(frame.data.seq) < wanted) frame = await stream.next()
      return frame
    }
    expect((await frameOf(seq))?.data).toMatchObject({ documents: [], prev: seq, seq })
    const made = helmet(manager.stamp())
    await manager.write('equipment', made)
    expect((await frameOf(seq + 1))?.data).toMatchObject({ prev: seq, documents: [{ id: made.id }] })
    stream.close()
  })

  test('is not sent to one that returns either: it pulls, and its stream goes on', async () => {
    const seq = await school.counter()
    await manager.push('equipment', heavy(400))
    const stream = await openStream(tokenOf(manager), `?seq=${seq}`)
    expect((await stream.next())?.data.seq).toBe(seq + 400)
    const made = helmet(manager.stamp())
    await manager.write('equipment', made)
    expect((await stream.next())?.data).toMatchObject({ prev: seq + 400, documents: [{ id: made.id }] })
    stream.close()
  })
})

test('[T6] a reader that another process sent more than this hub has read gets nothing twice, and the next commit', async () => {
  const sync = school.secondProcess()
  try {
    const frames: { readonly event: string; readonly json: string }[] = []
    const { subject } = manager
    const reader = {
      subject,
      sessionId: 'moved',
      access: accessKey(subject),
      schema: 1,
      send: (frame: { event: string; json: string }) => frames.push(frame) > 0,
      heartbeat: () => true,
      end: () => undefined,
    }
    const others = await sync.hub.add(school.tenant, { ...reader, sessionId: 'other', send: () => true }, {})
    // Committed through the first process, which sent it to the reader: the second one's hub has not been poked.
    await manager.write('equipment', helmet(manager.stamp()))
    const seq = await school.counter()
    const remove = await sync.hub.add(school.tenant, reader, { seq })
    const next = helmet(manager.stamp())
    await manager.push('equipment', [{ newDocumentState: next }], sync)
    await expect.poll(() => frames.length).toBe(2)
    const [hello, change] = frames.map(({ json }) => JSON.parse(json))
    expect(hello.seq).toBe(seq)
    expect(change).toMatchObject({ prev: seq, documents: [{ id: next.id }] })
    remove()
    others()
  } finally {
    await sync.close()
  }
})

test('a reader that comes while the hub ends is greeted and sent away, and counts for nobody', async () => {
  const sync = school.secondProcess()
  const events: string[] = []
  const { subject } = manager
  const reader = {
    subject,
    sessionId: 'late',
    access: accessKey(subject),
    schema: 1,
    send: (frame: { event: string }) => events.push(frame.event) > 0,
    heartbeat: () => true,
    end: () => void events.push('end'),
  }
  sync.hub.close()
  const remove = await sync.hub.add(school.tenant, reader, {})
  remove()
  expect(events).toEqual(['hello', 'end'])
  expect([...sync.hub.readers()]).toEqual([])
  await sync.close()
})

test('every 15 s a comment says that the stream lives', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const sync = school.secondProcess()
  const { subject } = manager
  const session = { sessionId: 'quiet', subject, access: accessKey(subject), tenant: school.tenant }
  const answer = await eventStream(sync.hub, session, 1, {}, new AbortController().signal)
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader?.read())?.value).toMatch(/^event: hello\n/)
  let comments = 0
  const listening = (async () => {
    for (;;) {
      const part = await reader?.read()
      if (part?.done !== false) return
      expect(part.value).toBe(': \n\n')
      comments += 1
    }
  })()
  vi.advanceTimersByTime(14_999)
  await school.counter()
  expect(comments).toBe(0)
  vi.advanceTimersByTime(1)
  await expect.poll(() => comments).toBe(1)
  vi.advanceTimersByTime(15_000)
  await expect.poll(() => comments).toBe(2)
  await sync.close()
  await listening
  expect(comments).toBe(2)
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

  test('is closed with 4408 where no token came within 5 s', async () => {
    const socket = connect()
    const messages: unknown[] = []
    socket.on('message', (data) => messages.push(data))
    const code = await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('It is still open.')), 10_000)
      socket.once('close', (closed) => {
        clearTimeout(late)
        resolve(closed)
      })
    })
    expect([code, messages]).toEqual([4408, []])
  })

  test('is ended between two frames where the server ends, also for who comes then', async () => {
    const own = createServer()
    const attached = attachWebSocket(own, {
      hub: school.sync.hub,
      originAllowed: () => true,
      authenticate: async (token) => sessions.get(token)!,
    })
    await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve))
    const address = own.address()
    const url = `ws://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/sync/v1/ws`
    const socket = new WebSocket(url)
    await once(socket, 'open')
    socket.send(tokenOf(manager))
    expect(await message(socket)).toMatchObject({ event: 'hello' })
    const frames: JsonObject[] = []
    socket.on('message', (data) => frames.push(JSON.parse(String(data))))
    const made = helmet(manager.stamp())
    await manager.write('equipment', made)
    await expect.poll(() => frames.length).toBe(1)
    const closed = once(socket, 'close')
    await attached.sendAway()
    expect((await closed)[0]).toBe(1001)
    expect((await once(new WebSocket(url), 'close'))[0]).toBe(1001)
    attached.detach()
    own.close()
  })

  test('closes what it refuses to go up, also where the other side keeps it open, and whatever the address is', async () => {
    const own = createServer()
    const open = new Set<Socket>()
    own.on('connection', (socket) => {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
    })
    const attached = attachWebSocket(own, {
      hub: school.sync.hub,
      originAllowed: ({ headers }) => headers.origin !== 'https://evil.example',
      authenticate: async (token) => sessions.get(token)!,
    })
    await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve))
    const address = own.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    const thrown: unknown[] = []
    const note = (error: unknown) => void thrown.push(error)
    process.on('uncaughtException', note)
    for (const target of ['//', '/nothing', '/sync/v1/ws?seq=%']) {
      const socket = connectSocket({ port, host: '127.0.0.1', allowHalfOpen: true })
      socket.on('error', () => undefined)
      socket.write(
        `GET ${target} HTTP/1.1\r\nHost: x\r\nOrigin: https://evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      )
      // Its own side stays open: the server is not to wait for that.
      const answer = await new Promise<string>((resolve) => {
        socket.once('data', (bytes) => resolve(String(bytes)))
        setTimeout(() => resolve('nothing'), 3_000)
      })
      expect([target, answer.split('\r\n')[0]]).toEqual([
        target,
        target.startsWith('/sync') ? 'HTTP/1.1 403 Forbidden' : 'HTTP/1.1 404 Not Found',
      ])
      await expect.poll(() => open.size, { timeout: 3_000 }).toBe(0)
      socket.destroy()
    }
    // Gone before it is answered.
    const gone = connectSocket({ port, host: '127.0.0.1' })
    gone.on('error', () => undefined)
    gone.write('GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n', () =>
      gone.resetAndDestroy(),
    )
    await new Promise((resolve) => setTimeout(resolve, 200))
    process.off('uncaughtException', note)
    attached.detach()
    own.close()
    expect(thrown).toEqual([])
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
    sockets.detach()
    sockets = attach({ oldest: 7, current: 8 })
    await expect(message(await open('6'))).rejects.toThrow('closed 4426')
    await expect(message(await open('9'))).rejects.toThrow('closed 4503')
    await expect(message(await open('new'))).rejects.toThrow('closed 4400')
    for (const served of ['7', '8']) {
      const socket = await open(served)
      expect(await message(socket)).toMatchObject({ event: 'hello' })
      socket.close()
    }
    sockets.detach()
    sockets = attach()
  })
})
