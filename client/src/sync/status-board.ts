import { isJsonObject } from '../../../shared/json.ts'
import { type ResyncReason, SCHEMA_VERSION } from '../../../shared/protocol.ts'
import { type CollectionName, collectionNames } from '../../../shared/registry.ts'
import type { JournalEntry } from '../db/journal.ts'
import type { LocalDatabase } from '../db/local-database.ts'
import { requested } from '../db/side-store.ts'
import type { SyncReport } from './sync-context.ts'
import { type CollectionMemory, readSyncMemory } from './sync-memory.ts'
import { statusChannelName } from './sync-names.ts'
import { type Counts, type Facts, type Held, type SyncStatus, statusOf } from './sync-status.ts'

const RECOUNT_MS = 50
const TELL_MS = 250

/** The indicator's truth in one tab: counts from the side store, facts from whichever tab replicates. */
export interface StatusBoard {
  readonly report: SyncReport
  status(): SyncStatus
  subscribe(listener: (status: SyncStatus) => void): () => void
  /** Something was written locally: counts anew here and in the other tabs, and wakes whoever replicates. */
  written(): void
  /** Somebody asked for a sync: wakes whoever replicates. */
  wake(): void
  /** `asked`: somebody wants to see the newest; otherwise there is something to send. */
  onWake(listener: (asked: boolean) => void): void
  /** A tab of a former version replicates: into documents that this version has left. */
  onFormerLead(listener: () => void): void
  /** ms since anything was heard of the tab that replicates. */
  silence(): number
  /** This tab replicates and is alive; what it knows is for all tabs. */
  heartbeat(): void
  close(): void
}

type Message =
  | { readonly kind: 'changed' | 'written' | 'wake' | 'alive' }
  /** `clockOffset`: as the tab that replicates has measured it. `schema`: what it runs; one that names none is older than this. */
  | {
      readonly kind: 'facts'
      readonly facts: Facts
      readonly clockOffset: number
      readonly schema?: number
    }

function isMessage(value: unknown): value is Message {
  if (!isJsonObject(value)) return false
  if (value.kind !== 'facts') return typeof value.kind === 'string'
  return isJsonObject(value.facts) && typeof value.clockOffset === 'number'
}

/** Resolves once all is counted: before that nothing may be called confirmed. */
export async function openStatusBoard(database: LocalDatabase): Promise<StatusBoard> {
  const channel = new BroadcastChannel(statusChannelName(database.name))
  const listeners = new Set<(status: SyncStatus) => void>()
  const wakers = new Set<(asked: boolean) => void>()
  const formerLeads = new Set<() => void>()
  let counts = await count(database)
  let holding: { readonly send?: Held | undefined; readonly read?: Held | undefined } = {}
  let facts: Facts = { offline: !navigator.onLine, updateNeeded: false, pulled: {} }
  let heardAt = performance.now()
  let recountTimer: ReturnType<typeof setTimeout> | undefined
  let tellTimer: ReturnType<typeof setTimeout> | undefined
  let closed = false

  const status = () => statusOf(counts, facts, database.stamps.now())
  const publish = () => {
    const now = status()
    for (const listener of listeners) listener(now)
  }
  const post = (message: Message) => {
    if (!closed) channel.postMessage(message)
  }

  const tellFacts = () =>
    post({ kind: 'facts', facts, clockOffset: database.stamps.offset(), schema: SCHEMA_VERSION })

  function recount() {
    recountTimer ??= setTimeout(() => {
      recountTimer = undefined
      count(database)
        .then((counted) => {
          counts = counted
          publish()
        })
        // The database was closed meanwhile: there is nobody left to show it to.
        .catch(() => undefined)
    }, RECOUNT_MS)
  }
  function learn(change: Partial<Facts>, at?: number) {
    facts = { ...facts, ...change, ...(at === undefined ? {} : { lastContactAt: at }) }
    tellTimer ??= setTimeout(() => {
      tellTimer = undefined
      tellFacts()
      publish()
    }, TELL_MS)
  }
  const rouse = (asked: boolean) => {
    for (const wake of wakers) wake(asked)
  }
  const changed = () => {
    recount()
    post({ kind: 'changed' })
  }

  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!isMessage(data)) return
    if (data.kind === 'changed') recount()
    else if (data.kind === 'wake' || data.kind === 'written') rouse(data.kind === 'wake')
    else if (data.kind === 'facts') {
      heardAt = performance.now()
      facts = data.facts
      database.stamps.adopt(data.clockOffset)
      publish()
      if (!(Number(data.schema) >= SCHEMA_VERSION)) for (const listener of formerLeads) listener()
    }
  }
  // What was written between the first count and now.
  recount()

  return {
    status,
    subscribe(listener) {
      listeners.add(listener)
      listener(status())
      return () => listeners.delete(listener)
    },
    report: {
      contact: () => learn({ offline: false }, database.stamps.now()),
      offline: () => learn({ offline: true }),
      updateNeeded: () => learn({ updateNeeded: true }),
      held(what, held) {
        holding = { ...holding, [what]: held }
        const either = holding.send ?? holding.read
        if (either !== facts.held) learn({ held: either })
      },
      changed,
      synced: changed,
      pulled: (collection, documents) =>
        learn({ pulled: { ...facts.pulled, [collection]: (facts.pulled[collection] ?? 0) + documents } }),
    },
    written() {
      changed()
      post({ kind: 'written' })
      rouse(false)
    },
    wake() {
      post({ kind: 'wake' })
      rouse(true)
    },
    onWake: (listener) => void wakers.add(listener),
    onFormerLead: (listener) => void formerLeads.add(listener),
    silence: () => performance.now() - heardAt,
    heartbeat: tellFacts,
    close() {
      closed = true
      clearTimeout(recountTimer)
      clearTimeout(tellTimer)
      channel.close()
    },
  }
}

/** Why a collection that was read to its end before is being read from the beginning. */
function anewFor(memory: CollectionMemory | undefined): ResyncReason | undefined {
  return memory?.complete !== undefined && memory.complete !== memory.generation ? memory.reason : undefined
}

async function count(database: LocalDatabase): Promise<Counts> {
  const memory = await readSyncMemory(database)
  return database.side.read(['journal', 'attention', 'outbox'], async (store) => {
    const entries = await requested<JournalEntry[]>(store('journal').getAll())
    const outbox = await requested<{ readonly at: number }[]>(store('outbox').getAll())
    const times = [...entries, ...outbox].map(({ at }) => at)
    return {
      unsent: times.length,
      attention: await requested(store('attention').count()),
      ...(times.length > 0 ? { oldestAt: times.reduce((a, b) => Math.min(a, b)) } : {}),
      collections: collectionNames.map((name: CollectionName) => ({
        name,
        lastSyncAt: memory.get(name)?.lastSyncAt,
        complete: memory.get(name)?.complete !== undefined,
        anew: anewFor(memory.get(name)),
      })),
    }
  })
}
