import type { RxStorageInstanceReplicationState, WithDeleted } from 'rxdb/plugins/core'
import { filter, firstValueFrom, Subject } from 'rxjs'
import type { AnyDocument, WireDocument } from '../../../shared/collections/definition.ts'
import type { KeptCheckpoint } from './puller.ts'

/** What RxDB takes from a stream: documents in local form, or the request to pull. */
export type StreamItem = 'RESYNC' | { documents: WithDeleted<AnyDocument>[]; checkpoint: KeptCheckpoint }

/**
 * What goes to RxDB beside its pulls. Two things that it does have to be made good here. It forgets a request to pull that comes
 * right behind documents. And it holds back what comes by its stream while it pushes or pulls, so that a page which was read
 * later can be stored first, and then the older state would come last and stay.
 */
export interface RxdbStream {
  readonly items$: Subject<StreamItem>
  give(documents: readonly WireDocument[], checkpoint: KeptCheckpoint): void
  /**
   * Gives what no page brings again: RxDB drops what it was given when it begins a pull before it has come to it. `lacking`
   * says which of them the device still lacks: given too late they would lie over what came or was written since.
   */
  giveForGood(
    documents: readonly WireDocument[],
    lacking: (documents: readonly WireDocument[]) => Promise<readonly WireDocument[]>,
  ): Promise<void>
  /** Makes RxDB pull, and asks again until a page was asked for. */
  askToPull(): void
  /** A page is being asked for: what was committed until now is in it or in one after it. */
  pagesAsked(): void
  /** A page was read: what of it the stream has brought before, and RxDB may not have stored yet, comes once more behind it. */
  pageRead(documents: readonly WireDocument[]): void
  /** Resolves when RxDB has stored the page that it is being given. */
  stored(): Promise<void>
  end(): void
}

type Internal = RxStorageInstanceReplicationState<AnyDocument>

export function createRxdbStream(
  local: (document: WireDocument) => WithDeleted<AnyDocument>,
  internal: () => Internal | undefined,
): RxdbStream {
  const items$ = new Subject<StreamItem>()
  /** Ids of what RxDB was given and may not have stored, with the number of the last gift. */
  const given = new Map<string, number>()
  let gifts = 0
  let pages = 0
  let wanted = false
  let asking = false
  let ended = false

  /** Resolves when RxDB has done all that it was given before. */
  async function done() {
    const at = internal()
    if (!at) return
    const { up } = at.events.active
    // What is held goes on in the turn in which a push has ended.
    do {
      await firstValueFrom(up.pipe(filter((active) => !active)))
      await turn()
    } while (up.getValue())
    await at.streamQueue.down.catch(() => undefined)
  }

  function give(documents: readonly WireDocument[], checkpoint: KeptCheckpoint) {
    gifts += 1
    const gift = gifts
    for (const { id } of documents) given.set(id, gift)
    items$.next({ documents: documents.map(local), checkpoint })
    void done()
      .then(() => {
        for (const { id } of documents) if (given.get(id) === gift) given.delete(id)
      })
      // The run has ended, and with it what it gave.
      .catch(() => undefined)
  }

  async function askUntilAsked() {
    if (asking) return
    asking = true
    try {
      for (;;) {
        // RxDB has not started: it begins with a pull.
        if (!internal()) return
        await done()
        await turn()
        if (!wanted || ended) return
        items$.next('RESYNC')
      }
    } catch {
      // The run has ended: the next one pulls at its start.
    } finally {
      asking = false
    }
  }

  return {
    items$,
    give,
    async giveForGood(documents, lacking) {
      let before: number | undefined
      while (before !== pages && !ended) {
        // What was given or read before is stored first: it may be later than these, and nothing of it may come to lie below them.
        await done()
        before = pages
        const left = await lacking(documents)
        if (left.length === 0) return
        if (before === pages && !left.some(({ id }) => given.has(id))) {
          give(left, {})
          await done()
        } else before = undefined
      }
    },
    askToPull() {
      wanted = true
      // At once, whatever is under way: it makes RxDB push what is left over as well.
      items$.next('RESYNC')
      void askUntilAsked()
    },
    pagesAsked() {
      pages += 1
      wanted = false
    },
    pageRead(documents) {
      const overtaking = documents.filter(({ id }) => given.has(id))
      if (overtaking.length > 0) queueMicrotask(() => give(overtaking, {}))
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

/** Lets everything run that is ready to. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
