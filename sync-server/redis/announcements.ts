import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { uuidv7 } from '../../shared/ids.ts'
import type { AccountChanged, SessionEnded } from '../identity/session-events.ts'
import type { RedisConnection } from './redis-connection.ts'

const ids = { from: Type.String(), tenantId: Type.String() }
const news = Compile(
  Type.Union([
    Type.Object({ kind: Type.Literal('commit'), ...ids }),
    Type.Object({
      kind: Type.Literal('session-ended'),
      ...ids,
      sessionId: Type.Optional(Type.String()),
      userId: Type.Optional(Type.String()),
      replacedBy: Type.Optional(Type.String()),
    }),
    Type.Object({ kind: Type.Literal('account-changed'), ...ids, userId: Type.String() }),
    Type.Object({ kind: Type.Literal('beat'), from: Type.String() }),
  ]),
)

/** What a process does with the news of the others. */
export interface Hears {
  commit(tenantId: string): void
  sessionEnded(event: SessionEnded): void
  accountChanged(event: AccountChanged): void
  /** News may have been missed: everything is to be looked at. */
  missed(): void
}

/** What a process tells the others; what cannot be told they find in Postgres when they next look. */
export interface Announcements {
  commit(tenantId: string): void
  sessionEnded(event: SessionEnded): void
  accountChanged(event: AccountChanged): void
  close(): void
}

const CHANNEL = 'etrax:news'
const BEAT_MS = 2_000
/** A connection on which not even the own beat arrives is dead, whatever it says of itself. */
const DEAD_MS = 3 * BEAT_MS
/** How often everything is looked at while nothing can be heard. */
const LOOK_MS = 1_000

/**
 * Carries to the other processes that something was committed or ended, never what: that is read from Postgres [T6]. Redis delivers
 * at most once, so whoever hears again after a silence looks at everything.
 */
export function announcements(redis: RedisConnection, hears: Hears): Announcements {
  const { client, subscriber } = redis
  const own = uuidv7(Date.now())
  let hearing = false
  let heardAt = Date.now()

  async function subscribe() {
    await subscriber.subscribe(CHANNEL)
    hearing = true
    heardAt = Date.now()
    hears.missed()
  }

  function take(text: string) {
    heardAt = Date.now()
    const told = parse(text)
    if (!told || told.from === own) return
    if (told.kind === 'commit') hears.commit(told.tenantId)
    else if (told.kind === 'session-ended') hears.sessionEnded(told)
    else if (told.kind === 'account-changed') hears.accountChanged(told)
  }

  function tell(message: Readonly<Record<string, unknown>>) {
    const text = JSON.stringify({ ...message, from: own })
    void redis.ask(
      async () => void (await client.publish(CHANNEL, text)),
      async () => undefined,
    )
  }

  const onReady = () => {
    // Where it fails the connection ends, and the next one subscribes.
    subscribe().catch(() => subscriber.disconnect(true))
  }
  const onClose = () => {
    hearing = false
  }
  subscriber.on('message', (_, text) => take(text))
  subscriber.on('ready', onReady)
  subscriber.on('close', onClose)
  if (subscriber.status === 'ready') onReady()

  const beat = setInterval(() => {
    tell({ kind: 'beat' })
    if (hearing && Date.now() - heardAt > DEAD_MS) {
      hearing = false
      subscriber.disconnect(true)
    }
  }, BEAT_MS)
  const look = setInterval(() => {
    if (!hearing) hears.missed()
  }, LOOK_MS)
  beat.unref()
  look.unref()

  return {
    commit: (tenantId) => tell({ kind: 'commit', tenantId }),
    sessionEnded: (event) => tell({ kind: 'session-ended', ...event }),
    accountChanged: (event) => tell({ kind: 'account-changed', ...event }),
    close() {
      clearInterval(beat)
      clearInterval(look)
      subscriber.removeAllListeners('message')
      subscriber.off('ready', onReady)
      subscriber.off('close', onClose)
    },
  }
}

function parse(text: string) {
  try {
    const value: unknown = JSON.parse(text)
    return news.Check(value) ? value : undefined
  } catch {
    return undefined
  }
}
