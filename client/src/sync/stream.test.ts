import 'fake-indexeddb/auto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HEARTBEAT_MS } from '../../../shared/protocol.ts'
import { type LocalDatabase, openLocalDatabase } from '../db/local-database.ts'
import { runStream, type StreamEvents } from './stream.ts'
import { testContext } from './test-context.ts'

/** So long a stream may say nothing: two heartbeats missed, and half of the next. */
const SILENT_MS = 2.5 * HEARTBEAT_MS
/** No rest before the first attempts is longer. */
const REST_MS = 2_000

/** What happened, told to whoever waits for the next of its kind. */
function createLog() {
  const counts = new Map<string, number>()
  const waiting: { readonly what: string; readonly count: number; readonly done: () => void }[] = []
  return {
    note(what: string) {
      counts.set(what, (counts.get(what) ?? 0) + 1)
      for (const one of waiting) if (one.what === what && one.count <= (counts.get(what) ?? 0)) one.done()
    },
    count: (what: string) => counts.get(what) ?? 0,
    /** Resolves once it happened so often. */
    until: (what: string, count: number) =>
      new Promise<void>((done) => {
        if ((counts.get(what) ?? 0) >= count) done()
        else waiting.push({ what, count, done })
      }),
  }
}

let database: LocalDatabase
let server: Server
let streams: ServerResponse[]
let log: ReturnType<typeof createLog>
let over: AbortController
let running: Promise<void>

beforeEach(async () => {
  database = await openLocalDatabase(`etrax-test-${crypto.randomUUID()}`, 'dbrowser')
  log = createLog()
  streams = []
  server = createServer((_request, response) => {
    streams.push(response)
    // The other end is gone; a stream that nobody gives up stays open.
    response.on('close', () => log.note('given up'))
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    const hello = { epoch: 'first', seq: 1, access: 'all', serverTime: Date.now() }
    response.write(`event: hello\ndata: ${JSON.stringify(hello)}\n\n`)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const real = fetch
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => real(new URL(path, origin), init))
  // The clock is the test's, the network is real.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })

  over = new AbortController()
  const context = await testContext(database, over.signal)
  const events: StreamEvents = {
    opened: () => log.note('opened'),
    change: () => undefined,
    gap: () => undefined,
    resync: () => undefined,
    closed: () => log.note('closed'),
  }
  const report = { ...context.report, contact: () => log.note('heard') }
  running = runStream({ ...context, report }, events)
  await log.until('opened', 1)
})
afterEach(async () => {
  over.abort()
  await running
  vi.useRealTimers()
  vi.unstubAllGlobals()
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
  await database.close()
})

/** All that the network has for now was given to whom it is for. */
async function networkIdle() {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done))
}

test('[D10] a stream that stays open and says nothing is given up, and another one is opened', async () => {
  await vi.advanceTimersByTimeAsync(SILENT_MS - 1)
  await networkIdle()
  expect([log.count('given up'), log.count('closed')]).toEqual([0, 0])
  await vi.advanceTimersByTimeAsync(1)
  await log.until('given up', 1)
  await log.until('closed', 1)
  await networkIdle()
  await vi.advanceTimersByTimeAsync(REST_MS)
  await log.until('opened', 2)
  expect(streams).toHaveLength(2)
})

test('[D10] one whose heart beats is kept, however long nothing else is said', async () => {
  for (let beat = 0; beat < 8; beat += 1) {
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS)
    const heard = log.count('heard')
    streams[0]?.write(': heartbeat\n\n')
    await log.until('heard', heard + 1)
  }
  await networkIdle()
  expect([log.count('given up'), log.count('closed')]).toEqual([0, 0])
  expect(streams).toHaveLength(1)
  // Silence counts from the last beat.
  await vi.advanceTimersByTimeAsync(SILENT_MS)
  await log.until('given up', 1)
  await log.until('closed', 1)
})
