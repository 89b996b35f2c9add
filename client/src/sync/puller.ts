import type { WireDocument } from '../../../shared/collections/definition.ts'
import { blankTombstone } from '../../../shared/json-schema.ts'
import type { Checkpoint } from '../../../shared/protocol.ts'
import { type CollectionName, registry } from '../../../shared/registry.ts'
import { type RawPage, rawPage } from '../db/raw-documents.ts'
import { ApiError } from './api-error.ts'
import { createPatience } from './attempt.ts'
import { latestStamp, leaves, type PulledPage, readPage, staysOnDevice } from './pull-page.ts'
import type { PushGate } from './push-gate.ts'
import type { Resync } from './resync.ts'
import { forgetSeen, noteSeen, seenIds } from './seen.ts'
import type { SyncContext } from './sync-context.ts'
import { thingsIn } from './things-in.ts'
import { toCheckpoint } from './wire.ts'

/** A checkpoint as RxDB keeps it: good for its generation alone, so that a collection can be read from the beginning. */
export interface LocalCheckpoint extends Checkpoint {
  readonly generation: number
}

/** What RxDB gives back of it; empty where documents came without one. */
export type KeptCheckpoint = Partial<LocalCheckpoint>

export interface Puller {
  /** The next page for RxDB; waits and asks again until there is one. Rejects when the run ends. */
  pull(
    checkpoint: KeptCheckpoint | undefined,
    limit: number,
  ): Promise<{ documents: readonly WireDocument[]; checkpoint: LocalCheckpoint; end: boolean }>
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
  dismiss: (tombstones: readonly WireDocument[]) => void,
): Puller {
  const { database, memory, report, signal } = context
  const definition = registry[collection]
  const patience = createPatience(context)
  let reached: Checkpoint | undefined

  const generation = () => memory.of(collection).generation
  const localCheckpoint = (checkpoint: Checkpoint) => ({ ...checkpoint, generation: generation() })

  async function page(from: KeptCheckpoint | undefined, limit: number): Promise<PulledPage> {
    const good = from?.generation === generation() ? toCheckpoint({ ...from }) : undefined
    const inside = leaves(definition) ? await thingsIn(database) : new Set<string>()
    const now = database.stamps.now()
    return readPage(context, collection, good, limit, (document) =>
      staysOnDevice(definition, document, now, inside),
    )
  }

  async function received(documents: readonly WireDocument[]) {
    await database.stamps.receive(latestStamp(documents))
    report.pulled(collection, documents.length)
  }

  async function accept(taken: PulledPage) {
    patience.succeeded()
    reached = taken.checkpoint
    await received(taken.documents)
    const { complete } = memory.of(collection)
    const beginning = complete !== generation()
    if (beginning && complete !== undefined && taken.documents.length > 0) {
      const ids = taken.documents.map((document) => document.id)
      await noteSeen(database.side, { collection, generation: generation(), ids })
    }
    if (!taken.end) return
    if (beginning && complete !== undefined) await sweep()
    await memory.change(collection, { complete: generation(), lastSyncAt: database.stamps.now() })
    report.synced(collection)
  }

  /** After a pull from the beginning: what the server did not send again leaves the device [L3]. */
  async function sweep() {
    const seen = await seenIds(database.side, collection, generation())
    let after: string | undefined = ''
    while (after !== undefined) {
      const present: RawPage = await rawPage(database.collections[collection], after, PAGE)
      after = present.next
      const unseen = present.documents.filter(({ id }) => !seen.has(id))
      dismiss(unseen.map(({ id }) => blankTombstone(definition, id)))
    }
    await forgetSeen(database.side, collection)
  }

  return {
    async pull(checkpoint, limit) {
      for (;;) {
        const asked = generation()
        try {
          await resync.ready()
          await gate.quiet(signal)
          const begun = gate.begun()
          const taken = await page(checkpoint, limit)
          if (gate.begun() !== begun || generation() !== asked) continue
          await accept(taken)
          return { documents: taken.documents, checkpoint: localCheckpoint(taken.checkpoint), end: taken.end }
        } catch (error) {
          signal.throwIfAborted()
          if (error instanceof ApiError && error.code === 'resync-required')
            await resync.begin(collection, asked, error.details)
          else await patience.after(error)
        }
      }
    },
    frameUse(checkpoint) {
      if (memory.of(collection).complete !== generation()) return 'pull-later'
      const known =
        reached !== undefined && reached.epoch === checkpoint.epoch && reached.seq >= checkpoint.seq
      return known ? 'drop' : 'take'
    },
    received,
    localCheckpoint,
  }
}
