import type { RxStorageInstanceReplicationState, WithDeleted } from 'rxdb/plugins/core'
import { filter, firstValueFrom, Subject } from 'rxjs'
import type { AnyDocument, WireDocument } from '../../../shared/collections/definition.ts'
import type { KeptCheckpoint } from './puller.ts'

/** What RxDB takes from a stream: documents in local form, or the request to pull. */
export type StreamItem = 'RESYNC' | { documents: WithDeleted<AnyDocument>[]; checkpoint: KeptCheckpoint }

/**
 * What goes to RxDB beside its pulls: one thing at a time, and the next when RxDB has done that. For where more of it waits, RxDB
 * forgets a request to pull that lies behind documents, drops documents that lie before a pull, and stores what comes by the
 * stream behind a page that was read later. What was missed would then never come: the checkpoint of a frame lies beyond it.
 */
export interface RxdbStream {
  readonly items$: Subject<StreamItem>
  /**
   * Gives documents behind all that was asked for and given before. `good` is asked right before: a page may have brought them
   * meanwhile.
   */
  give(documents: readonly WireDocument[], checkpoint: KeptCheckpoint, good: () => boolean): void
  /**
   * Gives what no page brings again. `lacking` says which of them the device still lacks: given too late they would lie over what
   * came or was written since. Resolves when RxDB has done it, or the run has ended.
   */
  giveForGood(
    documents: readonly WireDocument[],
    lacking: (documents: readonly WireDocument[]) => Promise<readonly WireDocument[]>,
  ): Promise<void>
  /** Makes RxDB pull, and asks again until a page was asked for. Nothing is given before. */
  askToPull(): void
  /** A page is being asked for: what was committed until now is in it or in one after it. */
  pagesAsked(): void
  /** Resolves when RxDB has stored the page that it is being given. */
  stored(): Promise<void>
  end(): void
}

interface Gift {
  readonly documents: readonly WireDocument[]
  readonly checkpoint: KeptCheckpoint
  readonly good: () => boolean
  readonly settled: () => void
}

/** What is given at once takes about as long to store as a page: RxDB and IndexedDB grow slow over more. */
const MOST_DOCUMENTS = 250

type Internal = RxStorageInstanceReplicationState<AnyDocument>

export function createRxdbStream(
  local: (document: WireDocument) => WithDeleted<AnyDocument>,
  internal: () => Internal | undefined,
  /** Called where RxDB does nothing any more though the run goes on, and where something could not be given. */
  onBroken: (error: unknown) => void,
): RxdbStream {
  const items$ = new Subject<StreamItem>()
  const waiting: Gift[] = []
  /** Counts all that was given and asked for. */
  let steps = 0
  let wanted = false
  /** RxDB has documents that it may not have come to. */
  let giving = false
  let working = false
  let ended = false

  /** Resolves when RxDB has done all that it was given before. Rejects when it does nothing any more. */
  async function done() {
    const at = internal()
    if (!at) return
    const { up } = at.events.active
    for (;;) {
      // What is held goes on in the turn in which a push has ended.
      await firstValueFrom(up.pipe(filter((active) => !active)))
      await turn()
      const { down } = at.streamQueue
      await down
      // A request to pull may have come behind the one that was waited for.
      if (!up.getValue() && at.streamQueue.down === down) return
    }
  }

  /** Whether RxDB could go on: it was not ended. */
  function isRunning() {
    return !ended && internal()?.events.canceled.getValue() === false
  }

  async function work() {
    if (working) return
    working = true
    let gifts: Gift[] = []
    try {
      while (wanted || waiting.length > 0) {
        await done()
        if (ended) return
        // RxDB has not started: it begins with a pull.
        if (!internal()) return
        if (wanted) {
          items$.next('RESYNC')
          await turn()
          continue
        }
        gifts = nextGifts()
        const good = gifts.filter((gift) => {
          // What is left to a pull meanwhile is in it.
          const isGood = !wanted && gift.good() && !wanted
          if (isGood) steps += 1
          return isGood
        })
        if (good.length > 0) {
          giving = true
          items$.next({
            documents: good.flatMap(({ documents }) => documents.map(local)),
            checkpoint: good.findLast(({ checkpoint }) => checkpoint.seq !== undefined)?.checkpoint ?? {},
          })
          await done()
          giving = false
        }
        for (const gift of gifts) gift.settled()
      }
    } catch (error) {
      // Where the run has ended, the next one pulls at its start.
      if (isRunning()) onBroken(error)
    } finally {
      working = false
      giving = false
      for (const gift of [...gifts, ...waiting.splice(0)]) gift.settled()
    }
  }

  function nextGifts(): Gift[] {
    let documents = 0
    const end = waiting.findIndex((gift) => {
      const isFull = documents >= MOST_DOCUMENTS
      documents += gift.documents.length
      return isFull
    })
    return waiting.splice(0, end === -1 ? waiting.length : end)
  }

  function enqueue(gift: Gift) {
    waiting.push(gift)
    void work()
  }

  return {
    items$,
    give(documents, checkpoint, good) {
      enqueue({ documents, checkpoint, good, settled: () => undefined })
    },
    async giveForGood(documents, lacking) {
      let isGiven = false
      while (!isGiven && !ended) {
        await done()
        const at = internal()
        if (!at) return
        const [before, pushes] = [steps, at.stats.up.persistToMaster]
        const left = await lacking(documents)
        if (left.length === 0) return
        // Whatever came, or was answered, since that was looked at may be later than these.
        const good = () => {
          const { active } = at.events
          isGiven = steps === before && at.stats.up.persistToMaster === pushes && !active.up.getValue()
          return isGiven
        }
        await new Promise<void>((settled) => enqueue({ documents: left, checkpoint: {}, good, settled }))
      }
    },
    askToPull() {
      wanted = true
      // At once, whatever is under way: it makes RxDB push what is left over as well.
      if (!giving) items$.next('RESYNC')
      void work()
    },
    pagesAsked() {
      steps += 1
      wanted = false
    },
    async stored() {
      await turn()
      await internal()?.streamQueue.down
    },
    end() {
      ended = true
      items$.complete()
    },
  }
}

/** Lets everything run that is ready to. No timer: in a hidden tab, which may lead, one takes up to a second. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
