import type { AnyDocument, WireDocument } from '../../shared/collections/definition.ts'
import type { Checkpoint, PullAnswer, PushAnswer, PushRow, Rejection } from '../../shared/protocol.ts'
import { type CollectionName, collectionNames } from '../../shared/registry.ts'
import type { DeviceClock } from './device-clock.ts'
import type { Random } from './random.ts'
import type { Replica } from './replica.ts'
import { ResyncRequiredError, type Transport, UnreachableError } from './transport.ts'

/** What becomes of a push on its way. */
export type PushFault = 'dropped' | 'answer-lost' | 'twice'

/** How a device speaks to the server this time. */
export interface SyncTurn {
  readonly random: Random
  /** The collections to which it comes before it is interrupted. */
  readonly collections: readonly CollectionName[]
  /** Decides over each push; undefined: it goes through. */
  readonly fault: () => PushFault | undefined
}

/** A push as it once went out. */
export interface SentBatch {
  readonly collection: CollectionName
  readonly rows: readonly PushRow[]
}

export interface DeviceSync {
  /** Pushes and pulls once, as far as the network lets it. Returns whether it came to the end. */
  sync(turn: SyncTurn): Promise<boolean>
  /** Sends a batch that was sent before once more, as a network does that kept it; nobody hears the answer. */
  replay(batch: SentBatch): Promise<void>
  readonly sent: readonly SentBatch[]
  /** What was sent of these documents is older than is kept. */
  forgetSent(ids: ReadonlySet<string>): void
  /** Documents of which a row went out and no answer came: it comes again, whatever became of it at the server. */
  unheard(): ReadonlySet<string>
  /** What went out of a document, or was about to, and else what the server is known to have. */
  known(collection: CollectionName, id: string): AnyDocument | undefined
  /** What the server refused, kept for the user. */
  readonly rejections: readonly Rejection[]
  /** What is unsent, as a client hands it over [P7] or keeps it in a file [D6]: what goes before it is in an earlier batch. */
  kept(): readonly SentBatch[]
  /** Writes that the server has not answered. */
  unsentCount(): number
}

const BATCH_SIZES = [1, 2, 7, 100]
const PAGE_SIZES = [2, 7, 500, 500]
/** A device that is told to read anew this often in one turn is led in circles. */
const MOST_RESYNCS = 5

export function createDeviceSync(options: {
  readonly transport: Transport
  readonly replica: (collection: CollectionName) => Replica
  readonly clock: DeviceClock
}): DeviceSync {
  const { transport, replica, clock } = options
  const checkpoints = new Map<CollectionName, Checkpoint>()
  /** Collections that are read from the beginning, until their end was reached. */
  const anew = new Set<CollectionName>(collectionNames)
  const sent: SentBatch[] = []
  const unheard = new Set<string>()
  /** Rows that went out, or were about to, and were not answered, by collection and id: they go before what is written next. */
  const underway = new Map<string, PushRow>()
  const rejections: Rejection[] = []
  const pushesBegun = new Map<CollectionName, number>()
  const pushing = new Map<CollectionName, Promise<void>>()
  /** The history that this device knows [L3]. */
  let epoch: string | undefined
  /** How many of the confirmed batches are still to be sent again in the new history; undefined: none. */
  let again: { next: number; readonly end: number } | undefined
  let resyncNeeded: string | undefined

  function receive(documents: readonly WireDocument[]) {
    for (const { stamp } of documents) clock.receive(stamp)
  }

  async function post(collection: CollectionName, rows: readonly PushRow[]): Promise<PushAnswer> {
    const body = JSON.stringify(rows)
    return JSON.parse(await transport.ask(`/sync/v1/${collection}/push`, { method: 'POST', body, epoch }))
  }

  function answered(collection: CollectionName, rows: readonly PushRow[], answer: PushAnswer) {
    const stored = new Map(answer.documents.map((document) => [document.id, document]))
    receive(answer.documents)
    for (const row of rows) {
      replica(collection).answered(row, stored.get(row.newDocumentState.id))
      unheard.delete(row.newDocumentState.id)
      underway.delete(keyOf(collection, row))
    }
    rejections.push(...answer.rejected)
  }

  /** What the server took nothing of is no base of what was written on it. */
  function answeredBefore(collection: CollectionName, rows: readonly PushRow[], answer: PushAnswer) {
    const refused = new Set(answer.rejected.map(({ id }) => id))
    receive(answer.documents)
    for (const row of rows) {
      if (!refused.has(row.newDocumentState.id)) replica(collection).answeredBefore(row)
      underway.delete(keyOf(collection, row))
    }
    rejections.push(...answer.rejected)
  }

  async function push(collection: CollectionName, { random, fault }: SyncTurn) {
    const rows = random.shuffled(replica(collection).unsent())
    while (rows.length > 0) {
      pushesBegun.set(collection, (pushesBegun.get(collection) ?? 0) + 1)
      const pushed = pushInOrder(collection, rows.splice(0, random.pick(BATCH_SIZES)), fault)
      pushing.set(collection, pushed)
      await pushed
    }
  }

  /** Each row behind an earlier one of its document that was not answered, and on top of it [P3]. */
  async function pushInOrder(
    collection: CollectionName,
    rows: readonly PushRow[],
    fault: () => PushFault | undefined,
  ) {
    const before = rows.flatMap((row) => earlierOf(underway.get(keyOf(collection, row)), row))
    if (before.length > 0)
      await pushBatch(collection, before, fault(), (answer) => answeredBefore(collection, before, answer))
    const unsent = new Map(
      replica(collection)
        .unsent()
        .map((row) => [row.newDocumentState.id, row]),
    )
    const onTop = rows.map((given) => {
      const row = unsent.get(given.newDocumentState.id) ?? given
      return sameWrite(underway.get(keyOf(collection, row)), row) ?? row
    })
    for (const row of onTop) underway.set(keyOf(collection, row), row)
    await pushBatch(collection, onTop, fault(), (answer) => answered(collection, onTop, answer))
  }

  async function pushBatch(
    collection: CollectionName,
    rows: readonly PushRow[],
    fault: PushFault | undefined,
    hear: (answer: PushAnswer) => void,
  ) {
    if (fault === 'dropped') throw new UnreachableError('dropped')
    for (const { newDocumentState } of rows) unheard.add(newDocumentState.id)
    const [answer] = await Promise.all([
      post(collection, rows),
      ...(fault === 'twice' ? [post(collection, rows)] : []),
    ])
    if (fault === 'answer-lost') throw new UnreachableError('the answer was lost')
    hear(answer)
    sent.push({ collection, rows })
  }

  async function page(collection: CollectionName, limit: number): Promise<PullAnswer> {
    const query = new URLSearchParams({ limit: String(limit) })
    const from = checkpoints.get(collection)
    for (const [name, value] of Object.entries(from ?? {})) query.set(name, String(value))
    return JSON.parse(await transport.ask(`/sync/v1/${collection}/pull?${query}`))
  }

  async function pull(collection: CollectionName, { random }: SyncTurn) {
    if (anew.has(collection) && !checkpoints.has(collection)) replica(collection).beginAnew()
    for (;;) {
      // [D12] A page counts only where no push of its collection was on its way between its request and its answer.
      await pushing.get(collection)?.catch(() => undefined)
      const begun = pushesBegun.get(collection)
      const { documents, checkpoint } = await page(collection, random.pick(PAGE_SIZES))
      if (pushesBegun.get(collection) !== begun) continue
      // A pull from the beginning is refused in no history: what was confirmed in the other one goes out before anything else [L3].
      if (epoch !== undefined && checkpoint.epoch !== epoch) throw new ResyncRequiredError('epoch')
      receive(documents)
      replica(collection).pulled(documents)
      checkpoints.set(collection, checkpoint)
      epoch = checkpoint.epoch
      if (documents.length === 0) break
    }
    if (anew.delete(collection)) replica(collection).endAnew()
  }

  /** [L3] What was confirmed goes out again in its order, then what is unsent; then everything is read anew. */
  async function prepareResync(reason: string, turn: SyncTurn) {
    if (reason === 'epoch') again = { next: 0, end: sent.length }
    if (again) epoch = undefined
    for (; again && again.next < again.end; again.next += 1) {
      const batch = sent[again.next]
      if (batch) await post(batch.collection, batch.rows)
    }
    again = undefined
    for (const collection of collectionNames) await push(collection, turn)
    for (const collection of collectionNames) {
      checkpoints.delete(collection)
      anew.add(collection)
    }
    resyncNeeded = undefined
  }

  async function once(turn: SyncTurn) {
    if (resyncNeeded !== undefined) await prepareResync(resyncNeeded, turn)
    const { random, collections } = turn
    const pushes = random.shuffled(collections).map((collection) => () => push(collection, turn))
    const pulls = random.shuffled(collections).map((collection) => () => pull(collection, turn))
    const overlapping = random.chance(0.3)
    const inOrder = random.chance(0.5) ? [...pushes, ...pulls] : [...pulls, ...pushes]
    if (!overlapping) for (const step of inOrder) await step()
    else await together(pushes, pulls)
  }

  /** Both directions at once, each in its own order; neither is left behind when the other fails. */
  async function together(...directions: readonly (readonly (() => Promise<void>)[])[]) {
    const ended = await Promise.allSettled(
      directions.map(async (steps) => {
        for (const step of steps) await step()
      }),
    )
    const failures = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
    const graver = failures.find((failure) => !(failure instanceof UnreachableError))
    if (failures.length > 0) throw graver ?? failures[0]
  }

  return {
    async sync(turn) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          await once(turn)
          return true
        } catch (error) {
          if (error instanceof UnreachableError) return false
          if (!(error instanceof ResyncRequiredError) || attempt > MOST_RESYNCS) throw error
          // A second reason does not undo what the first still asks for.
          resyncNeeded = resyncNeeded === 'epoch' ? 'epoch' : error.reason
        }
      }
    },
    async replay({ collection, rows }) {
      try {
        await post(collection, rows)
      } catch (error) {
        if (!(error instanceof UnreachableError) && !(error instanceof ResyncRequiredError)) throw error
      }
    },
    sent,
    forgetSent(ids) {
      const kept = sent.map(({ collection, rows }) => ({
        collection,
        rows: rows.filter(({ newDocumentState }) => !ids.has(newDocumentState.id)),
      }))
      sent.splice(0, sent.length, ...kept)
    },
    unheard: () => unheard,
    known: (collection, id) =>
      underway.get(`${collection},${id}`)?.newDocumentState ?? replica(collection).base(id),
    rejections,
    kept: () =>
      collectionNames.flatMap((collection) => {
        const rows = replica(collection).unsent()
        const earlier = (row: PushRow) => underway.get(keyOf(collection, row))
        const before = rows.flatMap((row) => earlierOf(earlier(row), row))
        const last = rows.map((row) => sameWrite(earlier(row), row) ?? onTopOf(earlier(row), row))
        return [before, last].flatMap((part) => (part.length > 0 ? [{ collection, rows: part }] : []))
      }),
    unsentCount: () =>
      collectionNames.reduce((sum, collection) => sum + replica(collection).unsent().length, 0),
  }
}

function keyOf(collection: CollectionName, { newDocumentState }: PushRow): string {
  return `${collection},${newDocumentState.id}`
}

/** A row of the document that was not answered is to be answered first. */
function earlierOf(earlier: PushRow | undefined, row: PushRow): readonly PushRow[] {
  return earlier && earlier.newDocumentState.stamp < row.newDocumentState.stamp ? [earlier] : []
}

function onTopOf(earlier: PushRow | undefined, row: PushRow): PushRow {
  return earlier ? { ...row, assumedMasterState: earlier.newDocumentState } : row
}

/** The same write goes out exactly as it did at first. */
function sameWrite(earlier: PushRow | undefined, row: PushRow): PushRow | undefined {
  return earlier?.newDocumentState.stamp === row.newDocumentState.stamp ? earlier : undefined
}
