import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'

/** A real Redis of a test's own, on loopback, that keeps nothing on disk. */
export interface TestRedis {
  readonly url: URL
  /** All keys that are there now. */
  keys(): Promise<readonly string[]>
  /** The values of all keys, as text. */
  contents(): Promise<readonly string[]>
  forgetAll(): Promise<void>
  /** As a crash does. */
  kill(): Promise<void>
  /** On the same port; empty where it was killed. */
  start(): Promise<void>
  /** It takes connections and answers nothing. */
  hang(): void
  goOn(): void
  end(): Promise<void>
}

export async function startTestRedis(): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'etrax-redis-'))
  const port = await freePort()
  const url = new URL(`redis://127.0.0.1:${port}`)
  let running: ChildProcess | undefined

  async function start() {
    const args = [
      '--port',
      `${port}`,
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      folder,
    ]
    const begun = spawn(process.env.REDIS_SERVER_PATH ?? 'redis-server', args, { stdio: 'ignore' })
    const failed = new Promise<never>((_, reject) => begun.once('error', reject))
    running = begun
    await Promise.race([ask((client) => client.ping()), failed])
  }

  async function kill() {
    const ending = running
    running = undefined
    if (!ending || ending.exitCode !== null) return
    const ended = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill('SIGKILL')
    await ended
  }

  async function ask<T>(question: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(url.href, { retryStrategy: () => 30, maxRetriesPerRequest: null })
    // The connection is tried until it stands.
    client.on('error', () => undefined)
    try {
      return await question(client)
    } finally {
      client.disconnect()
    }
  }

  await start()
  return {
    url,
    keys: () => ask((client) => client.keys('*')),
    contents: () =>
      ask(async (client) => {
        const keys = await client.keys('*')
        return await Promise.all(keys.map(async (key) => (await client.get(key)) ?? ''))
      }),
    async forgetAll() {
      await ask((client) => client.flushall())
    },
    kill,
    start,
    hang: () => void running?.kill('SIGSTOP'),
    goOn: () => void running?.kill('SIGCONT'),
    async end() {
      running?.kill('SIGCONT')
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject()))
    })
  })
}
