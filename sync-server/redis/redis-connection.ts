import { Redis } from 'ioredis'
import { describeError, type Log } from '../observability/log.ts'

/** A Redis that may be away: nothing depends on it that has no other way. */
export interface RedisConnection {
  readonly client: Redis
  /** Hears what other processes say. */
  readonly subscriber: Redis
  readonly ready: () => boolean
  /** Asks Redis; where it is away or does not answer in time, goes the other way. */
  ask<T>(there: () => Promise<T>, instead: () => Promise<T>): Promise<T>
  /** Resolves when Redis answers, or after so many milliseconds. */
  settled(ms: number): Promise<boolean>
  close(): Promise<void>
}

/** An answer takes well under a millisecond; whoever waits longer asks Postgres instead. */
const ANSWER_MS = 500
const LONGEST_PAUSE_MS = 2_000

export function openRedis(url: URL, log: Log): RedisConnection {
  const options = {
    // What is asked while it is away fails at once and goes the other way, instead of waiting in a row.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    commandTimeout: ANSWER_MS,
    retryStrategy: (times: number) => Math.min(100 * 2 ** Math.min(times, 10), LONGEST_PAUSE_MS),
  }
  const client = new Redis(url.href, { ...options, connectionName: 'etrax' })
  const subscriber = new Redis(url.href, {
    ...options,
    // Whoever hears subscribes again by itself: it has to know since when it heard nothing.
    autoResubscribe: false,
    connectionName: 'etrax-hears',
  })
  let away = false
  let closed = false
  const tell = (error: unknown) => {
    if (away || closed) return
    away = true
    log.warn({ err: describeError(error), part: 'redis' }, 'Redis is away; it goes on without it.')
  }
  for (const one of [client, subscriber]) one.on('error', tell)
  client.on('close', () => tell(new Error('The connection to Redis has ended.')))
  client.on('ready', () => {
    if (away) log.info({ part: 'redis' }, 'Redis is back.')
    away = false
  })

  return {
    client,
    subscriber,
    ready: () => client.status === 'ready',
    async ask(there, instead) {
      if (client.status !== 'ready') return await instead()
      try {
        return await there()
      } catch (error) {
        // An answer that is an error is told each time; what is told once is that there is none.
        if (client.status === 'ready' && !isTimeout(error))
          log.warn({ err: describeError(error), part: 'redis' })
        else tell(error)
        // A connection that gives no answer is left, so that nobody else waits for it.
        if (client.status === 'ready' && isTimeout(error)) client.disconnect(true)
        return await instead()
      }
    },
    settled(ms) {
      if (client.status === 'ready') return Promise.resolve(true)
      return new Promise((resolve) => {
        const timer = setTimeout(done, ms, false)
        const ready = () => done(true)
        client.once('ready', ready)
        function done(there: boolean) {
          clearTimeout(timer)
          client.off('ready', ready)
          resolve(there)
        }
      })
    },
    async close() {
      closed = true
      client.disconnect()
      subscriber.disconnect()
    },
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message.includes('timed out')
}
