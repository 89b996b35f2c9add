import type { RxReplicationWriteToMasterRow, WithDeleted } from 'rxdb/plugins/core'
import { type RxReplicationState, replicateRxCollection } from 'rxdb/plugins/replication'
import { parseStamp } from '../../../shared/clock.ts'
import type { AnyDocument, WireDocument } from '../../../shared/collections/definition.ts'
import { toLocal, toWire } from '../../../shared/json-schema.ts'
import type { ChangeFrame, Checkpoint, PushRow } from '../../../shared/protocol.ts'
import { type CollectionName, registry } from '../../../shared/registry.ts'
import { forgetEchoes, keepEchoes, keptEchoes } from '../db/kept-echo.ts'
import { rawDocuments } from '../db/raw-documents.ts'
import { REPLICATION } from '../db/stored-rows.ts'
import { createEchoes } from './echoes.ts'
import { createHistoryFollower } from './follow-history.ts'
import { forgetNoted } from './forget-noted.ts'
import { noteStored } from './note-stored.ts'
import { createOwnRows } from './own-rows.ts'
import { createPuller, type KeptCheckpoint } from './puller.ts'
import { createPushGate } from './push-gate.ts'
import type { Resync } from './resync.ts'
import { createRxdbStream } from './rxdb-stream.ts'
import { sendRows } from './send-rows.ts'
import { endReplication, onStorageFault, requireWorking } from './storage-faults.ts'
import type { SyncContext } from './sync-context.ts'
import { forgetUnderway } from './underway-rows.ts'

const PUSH_BATCH = 100
/** Small enough that storing a page on a phone is no long task. */
const PULL_BATCH = 250

export interface CollectionReplication {
  readonly collection: CollectionName
  readonly state: RxReplicationState<AnyDocument, KeptCheckpoint>
  /** Whether it has not begun, or a push is on its way or waits for its next attempt. */
  busy(): boolean
  /** Pulls, and pushes what is left over. */
  resync(): void
  /** Takes a frame of the stream; the frames of a collection keep their order. */
  take(frame: ChangeFrame, checkpoint: Checkpoint): void
  /** Lets documents leave this device without being deleted [D7]. Those with unsent work stay. */
  dismiss(tombstones: readonly WireDocument[]): void
  /**
   * Resolves when the server has answered these rows, which are unsent [L3]. RxDB sends them as well, and notes then what is
   * stored: until that, they stay in the journal.
   */
  sendFirst(rows: readonly PushRow[]): Promise<void>
  /** Rejects where RxDB does nothing any more. */
  requireWorking(): Promise<void>
  /** What the server is known to hold, by id, in local form. */
  assumed(ids: readonly string[]): Promise<Map<string, AnyDocument>>
  stop(): Promise<void>
}

/** Replicates one collection until it is stopped. */
export function replicate(
  context: SyncContext,
  collection: CollectionName,
  resync: Resync,
): CollectionReplication {
  const definition = registry[collection]
  const gate = createPushGate()
  const echoes = createEchoes()
  const stream = createRxdbStream(local, () => state.internalReplicationState, context.broken)
  const puller = createPuller(context, collection, gate, resync, () => stream.pagesAsked())
  const follow = createHistoryFollower(context, collection, resync)
  let handlers = 0
  let pullLater = false
  let isNoted = false
  let frames: Promise<unknown> = Promise.resolve()
  let oneAtATime: Promise<unknown> = Promise.resolve()

  function local(document: WireDocument): WithDeleted<AnyDocument> {
    return { ...toLocal<AnyDocument>(definition, document), _deleted: document._deleted }
  }

  const state = replicateRxCollection<AnyDocument, KeptCheckpoint>({
    replicationIdentifier: REPLICATION,
    collection: context.database.collections[collection],
    live: true,
    // The handlers wait by themselves; what RxDB still repeats is repeated at once.
    retryTime: 100,
    waitForLeadership: false,
    toggleOnDocumentVisible: false,
    pull: {
      batchSize: PULL_BATCH,
      stream$: stream.items$,
      async handler(checkpoint, limit) {
        await noteStoredOnce()
        const page = await puller.pull(checkpoint, limit)
        if (page.again) queueMicrotask(() => stream.askToPull())
        if (page.stored) void complete(page.stored)
        try {
          await noteEchoes(page.documents)
        } catch (error) {
          // The puller takes the page for given.
          context.broken(error)
          throw error
        }
        return { documents: page.documents.map(local), checkpoint: page.checkpoint }
      },
    },
    push: { batchSize: PUSH_BATCH, handler: push },
  })

  const written = createOwnRows(state, context.database.deviceId)
  const unfollow = onStorageFault(state, (error) => {
    if (!context.signal.aborted) context.broken(error)
  })

  async function noteStoredOnce() {
    const { internalReplicationState: internal } = state
    if (isNoted || !internal) return
    try {
      await noteStored(internal, context.database.deviceId)
      isNoted = true
    } catch (error) {
      // Without it a page may be passed over.
      context.broken(error)
      throw error
    }
  }

  /** All of the school is here once the last page is stored; frames that came until then are pulled. */
  async function complete(stored: () => Promise<void>) {
    try {
      await stream.stored()
      // What could not be stored has ended the run.
      if (context.signal.aborted) return
      await stored()
      // Asked for before any other frame is taken, whose checkpoint would lie beyond those that were not.
      if (pullLater) stream.askToPull()
      pullLater = false
    } catch (error) {
      // The next run pulls again, and notes it.
      if (!context.signal.aborted) context.broken(error)
    }
  }

  /** Whether a frame that reaches up to there is to be stored; those behind one that is left to a pull are left to it as well. */
  function isGood(checkpoint: Checkpoint): boolean {
    const use = puller.frameUse(checkpoint)
    if (use === 'pull-later') pullLater = true
    if (use !== 'take' || !pullLater) return use === 'take'
    pullLater = false
    stream.askToPull()
    return false
  }

  async function push(
    rows: RxReplicationWriteToMasterRow<AnyDocument>[],
  ): Promise<WithDeleted<AnyDocument>[]> {
    // RxDB begins a new round of pushes only after it has noted the round before, and all requests of a round at once.
    if (handlers === 0) gate.settled()
    handlers += 1
    try {
      const own = (await written.of(rows)).map((row) => wireRow(row))
      if (own.length === 0) return []
      echoes.expect(own)
      const turn = oneAtATime
        .catch(() => undefined)
        .then(() => sendRows(context, collection, own, { gate, follow }))
      oneAtATime = turn
      const { stored, differing } = await turn
      const answered = new Set(stored.map((document) => document.id))
      void settle(own, answered)
      return [...stored, ...differing.filter(({ id }) => !answered.has(id))].map(local)
    } finally {
      handlers -= 1
    }
  }

  function wireRow({
    assumedMasterState,
    newDocumentState,
  }: RxReplicationWriteToMasterRow<AnyDocument>): PushRow {
    return {
      ...(assumedMasterState
        ? { assumedMasterState: toWire<AnyDocument>(definition, assumedMasterState) }
        : {}),
      newDocumentState: toWire<AnyDocument>(definition, newDocumentState),
    }
  }

  /** After RxDB has noted the answers, lets pulls go on and brings what the server set on its own. */
  async function settle(rows: readonly PushRow[], differing: ReadonlySet<string>) {
    const internal = state.internalReplicationState
    await Promise.resolve()
    await internal?.streamQueue.up.catch(() => undefined)
    gate.settled()
    // Where the run ends in between, the next one gives what was kept.
    const missed = echoes.settle(rows.filter((row) => !differing.has(row.newDocumentState.id)))
    giveEchoes(missed).catch(() => undefined)
    // Those of earlier rows of these documents say nothing any more.
    const passed = rows
      .map((row) => row.newDocumentState)
      .filter(({ id }) => !missed.some((echo) => echo.id === id))
    forgetEchoes(context.database.side, collection, passed).catch(() => undefined)
    // What could not be forgotten is sent once more, which changes nothing.
    await forgetNoted(context, collection, rows, written.assumed).catch(() => undefined)
  }

  async function noteEchoes(documents: readonly WireDocument[]) {
    echoes.note(documents)
    const own = documents.filter(({ stamp }) => parseStamp(stamp)?.deviceId === context.database.deviceId)
    echoes.recall(await keepEchoes(context.database.side, collection, own))
  }

  /** What another run has kept: of rows that were answered it is given now, of the others when they are. */
  async function recallEchoes() {
    const kept = await keptEchoes(context.database.side, collection)
    echoes.recall(kept)
    await state.awaitInitialReplication()
    await giveEchoes(kept)
  }

  async function giveEchoes(missed: readonly WireDocument[]) {
    if (missed.length === 0) return
    await stream.giveForGood(missed, lacking)
    const left = new Set((await lacking(missed)).map(({ id }) => id))
    const given = missed.filter(({ id }) => !left.has(id))
    await forgetEchoes(context.database.side, collection, given)
  }

  /** Echoes of what lies on the device as it was sent, without what the server set on its own. */
  async function lacking(documents: readonly WireDocument[]): Promise<readonly WireDocument[]> {
    const ids = documents.map(({ id }) => id)
    const stored = await rawDocuments(context.database.collections[collection], ids)
    return documents.filter(({ id, stamp, updatedAt }) => {
      const held = stored.get(id)
      return held?.stamp === stamp && String(held.updatedAt ?? '') < String(updatedAt ?? '')
    })
  }

  // Where the run ends in between, the next one begins with it again.
  recallEchoes().catch(() => undefined)

  return {
    collection,
    state,
    dismiss(tombstones) {
      if (tombstones.length === 0) return
      puller.letLeave(tombstones)
      stream.askToPull()
    },
    // A document that is written while RxDB looks for what is left over at its start may be found by nothing.
    busy: () => handlers > 0 || state.internalReplicationState?.firstSyncDone.up.getValue() !== true,
    resync: () => stream.askToPull(),
    take(frame, checkpoint) {
      frames = frames
        .then(async () => {
          await gate.quiet(context.signal)
          if (!isGood(checkpoint)) return
          await noteEchoes(frame.documents)
          await puller.received(frame.documents)
          stream.give(frame.documents, puller.localCheckpoint(checkpoint), () => isGood(checkpoint))
        })
        // A frame that was not taken is pulled: now, or by the next run where this one has ended.
        .catch(() => context.signal.aborted || stream.askToPull())
    },
    async sendFirst(rows) {
      // Pages that bring them may come before RxDB has sent them.
      echoes.expect(rows)
      await sendRows(context, collection, rows, { note: async () => undefined, anyHistory: true })
      // RxDB may have sent them meanwhile, and noted it.
      await forgetNoted(context, collection, rows, written.assumed, forgetUnderway).catch(() => undefined)
    },
    requireWorking: () => requireWorking(state),
    assumed: (ids) => written.assumed(ids),
    async stop() {
      try {
        await endReplication(state)
      } finally {
        unfollow()
        written.end()
        stream.end()
      }
    },
  }
}
