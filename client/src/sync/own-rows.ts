import { getAssumedMasterState, type RxReplicationWriteToMasterRow } from 'rxdb/plugins/core'
import type { RxReplicationState } from 'rxdb/plugins/replication'
import { parseStamp } from '../../../shared/clock.ts'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { sameDocument } from '../db/conflict-handler.ts'

type Row = RxReplicationWriteToMasterRow<AnyDocument>

/** Longer than a slow phone takes to note a page. Where noting failed, RxDB goes on without it, and so do the writes. */
const NOTING_MS = 10_000
const LOOK_MS = 20

/**
 * RxDB stores what it pulled in one step and notes in another that the server holds it. Between them, and where a page ended
 * between them, its rows say that somebody wrote what was pulled, and name a base that is older than the one a write was made
 * on. This takes of its rows those that were written here, each on its own base.
 */
export interface OwnRows {
  of(rows: readonly Row[]): Promise<readonly Row[]>
  /** What the server is known to hold, by id, in local form. */
  assumed(ids: readonly string[]): Promise<Map<string, AnyDocument>>
  end(): void
}

export function createOwnRows<Checkpoint>(
  state: RxReplicationState<AnyDocument, Checkpoint>,
  deviceId: string,
): OwnRows {
  /** Ids of what was stored as pulled and is not noted yet. */
  const unnoted = new Set<string>()
  let following: { unsubscribe(): void } | undefined

  const stored = state.received$.subscribe(({ id }) => {
    following ??= state.internalReplicationState?.input.metaInstance
      .changeStream()
      .subscribe(({ events }) => {
        for (const { documentData } of events) unnoted.delete(documentData.itemId)
      })
    unnoted.add(id)
  })

  async function assumed(ids: readonly string[]): Promise<Map<string, AnyDocument>> {
    const internal = state.internalReplicationState
    if (!internal) return new Map()
    const known = await getAssumedMasterState(internal, [...ids])
    return new Map(Object.entries(known).map(([id, { docData }]) => [id, docData]))
  }

  async function noted(ids: readonly string[]): Promise<void> {
    const begun = performance.now()
    while (ids.some((id) => unnoted.has(id)) && performance.now() - begun < NOTING_MS)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }

  /**
   * Each local write has a stamp of this device [C2]; so a state with another one, or a blank one, is no write [P9]. A write that
   * was answered and could not be noted goes out again: its answer may hold what no later pull brings.
   */
  function isOwn({ assumedMasterState: base, newDocumentState: next }: Row): boolean {
    return parseStamp(next.stamp)?.deviceId === deviceId && !(base && sameDocument(base, next))
  }

  return {
    async of(rows) {
      const own = rows.filter(isOwn)
      if (own.length === 0) return []
      const ids = own.map((row) => row.newDocumentState.id)
      await noted(ids)
      const known = await assumed(ids)
      // RxDB cannot note that a row with another base went out, since that was noted anew meanwhile. The row stays in the
      // journal, and is written and sent once more from there.
      return own.filter(({ assumedMasterState: base, newDocumentState: { id } }) => {
        const now = known.get(id)
        return base && now ? sameDocument(base, now) : base === now
      })
    },
    assumed,
    end() {
      stored.unsubscribe()
      following?.unsubscribe()
    },
  }
}
