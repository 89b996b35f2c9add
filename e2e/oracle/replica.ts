import type { AnyDocument, WireDocument } from '../../shared/collections/definition.ts'
import type { PushRow } from '../../shared/protocol.ts'
import type { HeldDocument } from './saved-write.ts'

/** One collection as a device holds it, with what the server is known to have. */
export interface Replica {
  /** What a screen shows of a document; undefined where there is none, or it is deleted. */
  shown(id: string): AnyDocument | undefined
  all(): readonly AnyDocument[]
  /** The state that the server is known to have. */
  base(id: string): AnyDocument | undefined
  /** A local write: from now on it is unsent. */
  write(document: HeldDocument): void
  /** What is unsent, each with its original base. */
  unsent(): readonly PushRow[]
  /** The server answered a row; `stored` where what it has differs from what was sent. */
  answered(row: PushRow, stored: WireDocument | undefined): void
  /** The server answered an earlier row than the one that is unsent now: that one was made on top of it. */
  answeredBefore(row: PushRow): void
  /** What a page brings. What has unsent work keeps it: the push decides [D12]. */
  pulled(documents: readonly WireDocument[]): void
  /** Everything is read from the beginning [L3]. */
  beginAnew(): void
  /** What the server did not send again leaves. */
  endAnew(): void
}

interface Held {
  local: HeldDocument
  /** The last state that the server is known to have; undefined: none. */
  base: HeldDocument | undefined
  unsent: boolean
  /** What was pulled while there was unsent work. */
  passedOver: WireDocument | undefined
}

export function createReplica(): Replica {
  const held = new Map<string, Held>()
  let seen: Set<string> | undefined

  function take(document: WireDocument) {
    held.set(document.id, { local: document, base: document, unsent: false, passedOver: undefined })
  }

  const shown = ({ local }: Held) => {
    if (local._deleted) return []
    const { _deleted, ...document } = local
    return [document]
  }

  return {
    shown(id) {
      const one = held.get(id)
      return one && shown(one)[0]
    },
    all: () => [...held.values()].flatMap(shown),
    base: (id) => held.get(id)?.base,
    write(document) {
      const before = held.get(document.id)
      held.set(document.id, {
        base: undefined,
        passedOver: undefined,
        ...before,
        local: document,
        unsent: true,
      })
    },
    unsent: () =>
      [...held.values()].flatMap(({ unsent, local, base }) =>
        unsent ? [{ newDocumentState: local, ...(base ? { assumedMasterState: base } : {}) }] : [],
      ),
    answered(row, stored) {
      const one = held.get(row.newDocumentState.id)
      if (!one) return
      const unchanged = one.local === row.newDocumentState
      if (stored && unchanged) {
        take(stored)
        return
      }
      // What was written meanwhile was made on what was sent, whatever became of that.
      one.base = row.newDocumentState
      if (!unchanged) return
      one.unsent = false
      // The echo of a push whose first answer was lost brings what the server set on its own.
      if (one.passedOver?.stamp === row.newDocumentState.stamp) take(one.passedOver)
    },
    answeredBefore(row) {
      const one = held.get(row.newDocumentState.id)
      if (one) one.base = row.newDocumentState
    },
    pulled(documents) {
      for (const document of documents) {
        seen?.add(document.id)
        const one = held.get(document.id)
        if (one?.unsent) one.passedOver = document
        else take(document)
      }
    },
    beginAnew() {
      seen = new Set()
    },
    endAnew() {
      for (const [id, { unsent }] of held) if (!unsent && seen && !seen.has(id)) held.delete(id)
      seen = undefined
    },
  }
}
