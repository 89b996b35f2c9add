import type { WireDocument } from '../../../shared/collections/definition.ts'
import type { PushRow } from '../../../shared/protocol.ts'

/**
 * While a write is on its way, RxDB passes over what is pulled of its document. Mostly the answer to the push brings it;
 * but where the push's first answer was lost, its echo may have been pulled before it is answered at last, and then what
 * the server set on its own would be missing. So echoes of expected writes are kept and given again after the answer.
 */
export interface Echoes {
  expect(rows: readonly PushRow[]): void
  note(documents: readonly WireDocument[]): void
  /** Echoes that are known from elsewhere, of writes that may not be expected yet. */
  recall(documents: readonly WireDocument[]): void
  /** The echoes of these rows that were passed over. */
  settle(rows: readonly PushRow[]): readonly WireDocument[]
}

export function createEchoes(): Echoes {
  const expected = new Map<string, string>()
  const echoes = new Map<string, WireDocument>()
  return {
    expect(rows) {
      for (const { newDocumentState: sent } of rows) expected.set(sent.id, sent.stamp)
    },
    note(documents) {
      for (const document of documents) {
        if (expected.get(document.id) === document.stamp) echoes.set(document.id, document)
      }
    },
    recall(documents) {
      for (const document of documents) echoes.set(document.id, document)
    },
    settle(rows) {
      return rows.flatMap(({ newDocumentState: { id, stamp } }) => {
        const echo = echoes.get(id)
        if (expected.get(id) !== stamp) return []
        expected.delete(id)
        echoes.delete(id)
        return echo?.stamp === stamp ? [echo] : []
      })
    },
  }
}
