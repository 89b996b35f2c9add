import { maxStamp } from '../../shared/clock.ts'
import { MARK } from '../../shared/reviews/plan-deletion.ts'
import { isErased } from '../sync/erased.ts'
import { fileReview, storedForReview } from '../sync/file-review.ts'
import type { LiveWrite } from '../sync/push-context.ts'
import type { Unit } from '../sync/unit.ts'
import type { CustodyCollections } from './collections.ts'

/** What gives a thing to somebody: `sent` is the ledger's entry of it. */
export type Giving = Pick<LiveWrite, 'sender' | 'sent' | 'stampAsSent'> & {
  readonly transactionId: string
}

/**
 * [S4] A thing that goes to a holder who was deleted, as its sender could not know, has gone there: the holder is back until a
 * manager decides, and marked like whatever waits for that, so that no thing is with somebody whom nobody finds.
 */
export function reviveHolders(
  unit: Unit,
  { holders, reviews }: CustodyCollections,
  { sender, sent, stampAsSent, transactionId }: Giving,
  holderIds: readonly (string | undefined)[],
) {
  for (const id of new Set(holderIds)) {
    if (id === undefined) continue
    for (const definition of holders) {
      const gone = unit.get(definition, id)
      // Who was erased does not come back: the thing shows that its holder is gone.
      if (!gone?.deleted || isErased(definition, gone)) continue
      const document = {
        ...gone.document,
        [MARK]: true,
        stamp: maxStamp(gone.document.stamp, sent.stamp),
        updatedAt: unit.now.toISOString(),
      }
      unit.put(definition, { ...gone, document, deleted: false })
      unit.audit({
        actorId: sender.subject.userId,
        deviceId: sender.deviceId,
        action: 'restore',
        collection: definition.name,
        documentId: id,
        detail: { transaction: transactionId },
      })
      fileReview(unit, reviews, sender, {
        kind: 'deletion',
        state: 'open',
        collection: definition.name,
        documentId: id,
        mark: stampAsSent,
        stamp: stampAsSent,
        device: sent,
        server: storedForReview(definition, sender, gone),
        transactionIds: [transactionId],
        reason: { code: 'transaction-of-deleted' },
      })
    }
  }
}
