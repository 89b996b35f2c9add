import type { WireDocument } from '../../../shared/collections/definition.ts'
import { blankTombstone } from '../../../shared/json-schema.ts'
import type { Checkpoint } from '../../../shared/protocol.ts'
import { type CollectionName, registry } from '../../../shared/registry.ts'
import { type RawPage, rawPage } from '../db/raw-documents.ts'
import { ApiError } from './api-error.ts'
import { createPatience } from './attempt.ts'
import { forgetErased } from './forget-erased.ts'
import { askServer, latestStamp, leaves, type PulledPage, readPage, staysOnDevice } from './pull-page.ts'
import type { PushGate } from './push-gate.ts'
import type { Resync } from './resync.ts'
import { forgetSeen, noteSeen, seenIds } from './seen.ts'
import type { SyncContext } from './sync-context.ts'
import { isUnpreparedHistory } from './sync-memory.ts'
import { thingsIn } from './things-in.ts'
import { toCheckpoint } from './wire.ts'

/** A checkpoint as RxDB keeps it: good for its generation alone, so that a collection can be read from the beginning. */
export interface LocalCheckpoint extends Checkpoint {
  readonly generation: number
}

/** What RxDB gives back of it; empty where documents came without one. */
export type KeptCheckpoint = Partial<LocalCheckpoint>

export interface PageForRxdb {
  readonly documents: readonly WireDocument[]
  readonly checkpoint: LocalCheckpoint
  readonly end: boolean
  /** RxDB has to pull once more, when it has stored this page. */
  readonly again: boolean
  /** Of the last page: notes that all is here. Called when RxDB has stored it, since until then it is not. */
  readonly stored?: () => Promise<void>
}

export interface Puller {
  /** The next page for RxDB; waits and asks again until there is one. Rejects when the run ends. */
  pull(checkpoint: KeptCheckpoint | undefined, limit: number): Promise<PageForRxdb>
  /** Lets documents leave this device with the next pulls, without being deleted. Those with unsent work stay. */
  letLeave(tombstones: readonly WireDocument[]): void
  /**
   * What to do with a frame that reaches up to there: take it; drop it, because a page has brought it already; or drop it
   * and pull once the present pull has come to its end, since a checkpoint beyond what was read would skip the rest.
   */
  frameUse(checkpoint: Checkpoint): 'take' | 'drop' | 'pull-later'
  /** Documents came by the stream. */
  received(documents: readonly WireDocument[]): Promise<void>
  localCheckpoint(checkpoint: Checkpoint): LocalCheckpoint
}

const PAGE = 500

export function createPuller(
  context: SyncContext,
  collection: CollectionName,
  gate: PushGate,
  resync: Resync,
  /** Called right before the server is asked for a page. */
  onAsk: () => void,
): Puller {
  const { database, memory, report, signal } = context
  const definition = registry[collection]
  const patience = createPatience(context)
  /** How far the present reading has come. */
  let reached: LocalCheckpoint | undefined
  let leaving: readonly WireDocument[] = []
  /** The generation in which they are to leave. */
  let leavingIn: number | undefined
  /** The generation whose leaving documents are known. */
  let swept: number | undefined

  const generation = () => memory.of(collection).generation
  const localCheckpoint = (checkpoint: Checkpoint) => ({ ...checkpoint, generation: generation() })

  async function begin(asked: number, details: ApiError['details']) {
    // What was to leave may be in sight again.
    leaving = []
    await resync.begin(collection, asked, details)
  }

  async function page(from: KeptCheckpoint | undefined, limit: number): Promise<PulledPage> {
    const good = from?.generation === generation() ? toCheckpoint({ ...from }) : undefined
    // Of what reviews need nothing leaves, and before they were read nobody knows what that is.
    const isKnown = leaves(definition) && memory.of('reviews').complete !== undefined
    const inside = isKnown ? await thingsIn(database) : new Set<string>()
    const now = database.stamps.now()
    return readPage(askServer(context, collection), good, limit, (document) =>
      staysOnDevice(definition, document, now, inside),
    )
  }

  async function received(documents: readonly WireDocument[]) {
    await forgetErased(database.side, definition, documents)
    await database.stamps.receive(latestStamp(documents))
    report.pulled(collection, documents.length)
  }

  /**
   * Notes a page of the reading `read`, a generation: another may begin meanwhile, of which it is no page then. Resolves to what is to
   * be noted when the page is stored, of the last one.
   */
  async function accept(taken: PulledPage, read: number): Promise<(() => Promise<void>) | undefined> {
    reached = { ...taken.checkpoint, generation: read }
    await received(taken.documents)
    const { complete, epoch } = memory.of(collection)
    if (epoch !== taken.checkpoint.epoch) {
      await memory.change(collection, { epoch: taken.checkpoint.epoch })
      // Writes of another history wait for this.
      context.waker.wake()
    }
    const anew = complete !== undefined && complete !== read
    if (anew && taken.documents.length > 0) {
      const ids = taken.documents.map((document) => document.id)
      await noteSeen(database.side, { collection, generation: read, ids })
    }
    if (!taken.end) return undefined
    if (anew && swept !== read) {
      const gone = await unseen(read)
      if (generation() !== read) return undefined
      leaving = gone
      leavingIn = read
      swept = read
      if (leaving.length > 0) return undefined
    }
    return async () => {
      if (generation() !== read) return
      // Not before RxDB has stored what leaves: a page that is killed until then finds it again.
      if (anew) await forgetSeen(database.side, collection)
      await memory.change(collection, { complete: read, lastSyncAt: database.stamps.now() })
      report.synced(collection)
    }
  }

  /** After a pull from the beginning: what the server did not send again [L3]. */
  async function unseen(read: number): Promise<WireDocument[]> {
    const seen = await seenIds(database.side, collection, read)
    const tombstones: WireDocument[] = []
    let after: string | undefined = ''
    while (after !== undefined) {
      const present: RawPage = await rawPage(database.collections[collection], after, PAGE)
      after = present.next
      for (const { id } of present.documents)
        if (!seen.has(id)) tombstones.push(blankTombstone(definition, id))
    }
    return tombstones
  }

  /**
   * What leaves goes to RxDB as a pulled page: of what comes by its stream it drops everything when a pull follows. A page
   * that is not full ends RxDB's round, so that the next one is asked for when this one is stored.
   */
  function leavingPage(checkpoint: KeptCheckpoint | undefined, limit: number): PageForRxdb | undefined {
    const isPresent = (one: KeptCheckpoint | undefined) => one?.generation === generation()
    // They were to leave in a reading that another one has followed since, which finds out anew.
    if (leavingIn !== generation()) leaving = []
    const from = isPresent(checkpoint) ? checkpoint : isPresent(reached) ? reached : undefined
    const good = from && toCheckpoint({ ...from })
    if (leaving.length === 0 || !good) return undefined
    const documents = leaving.slice(0, Math.max(1, limit - 1))
    leaving = leaving.slice(documents.length)
    return { documents, checkpoint: localCheckpoint(good), end: false, again: true }
  }

  return {
    async pull(checkpoint, limit) {
      for (;;) {
        const asked = generation()
        try {
          await resync.ready()
          await gate.quiet(signal)
          const gone = leavingPage(checkpoint, limit)
          if (gone) return gone
          const begun = gate.begun()
          onAsk()
          const taken = await page(checkpoint, limit)
          if (gate.begun() !== begun || generation() !== asked) continue
          if (isUnpreparedHistory(memory.of(collection), taken.checkpoint.epoch)) {
            // A pull from the beginning is refused in no history: that it is another one shows by the page alone.
            await begin(asked, { reason: 'epoch' })
            continue
          }
          const stored = await accept(taken, asked)
          // What was read until now is no part of another reading: its checkpoint would skip the beginning of that.
          if (generation() !== asked) continue
          patience.succeeded()
          const { documents, end } = taken
          return {
            documents,
            checkpoint: localCheckpoint(taken.checkpoint),
            end,
            again: leaving.length > 0,
            ...(stored ? { stored } : {}),
          }
        } catch (error) {
          signal.throwIfAborted()
          if (error instanceof ApiError && error.code === 'resync-required') await begin(asked, error.details)
          else await patience.after(error)
        }
      }
    },
    frameUse(checkpoint) {
      if (memory.of(collection).complete !== generation()) return 'pull-later'
      if (isUnpreparedHistory(memory.of(collection), checkpoint.epoch)) return 'pull-later'
      const known =
        reached !== undefined && reached.epoch === checkpoint.epoch && reached.seq >= checkpoint.seq
      return known ? 'drop' : 'take'
    },
    letLeave(tombstones) {
      leaving = leavingIn === generation() ? [...leaving, ...tombstones] : tombstones
      leavingIn = generation()
    },
    received,
    localCheckpoint,
  }
}
