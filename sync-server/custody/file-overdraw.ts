import { type AnyDocument, typed } from '../../shared/collections/definition.ts'
import type { Transaction } from '../../shared/collections/transactions.ts'
import { fileReview } from '../sync/file-review.ts'
import type { LiveWrite } from '../sync/push-context.ts'
import type { Sender } from '../sync/sender.ts'
import type { Unit } from '../sync/unit.ts'
import type { CustodyCollections } from './collections.ts'
import { concernedBy } from './concerned.ts'
import { chainOf } from './ledger.ts'

/** More of a counted thing went out, or came back, than there is: the entry counts, and a manager looks at it. */
export function fileOverdraw(
  unit: Unit,
  collections: CustodyCollections,
  { sent, sender, stampAsSent }: Pick<LiveWrite, 'sent' | 'sender' | 'stampAsSent'>,
  transaction: Transaction,
  filedBy: Sender = sender,
) {
  const { equipment, reviews } = collections
  fileReview(unit, reviews, sender, {
    kind: 'overdraw',
    state: 'open',
    collection: equipment.name,
    documentId: transaction.equipmentId,
    mark: stampAsSent,
    stamp: stampAsSent,
    device: sent,
    server: unit.get(equipment, transaction.equipmentId)?.document,
    transactionIds: [transaction.id],
    concernedIds: lastTaker(unit, collections, transaction),
    fields: ['quantity', 'quantityOut'],
    reason: { code: 'balance-below-zero' },
    filedBy,
  })
}

/** The same of an entry that came before its thing, which somebody else may bring: the review is its author's. */
export function fileEarlyOverdraw(
  unit: Unit,
  collections: CustodyCollections,
  entry: AnyDocument,
  bringer: Sender,
) {
  const transaction = typed(collections.transactions, entry)
  const sender = authorOf(unit, collections, transaction) ?? bringer
  fileOverdraw(unit, collections, { sent: entry, sender, stampAsSent: entry.stamp }, transaction, bringer)
}

function authorOf(
  unit: Unit,
  { users }: CustodyCollections,
  { actorId, deviceId }: Transaction,
): Sender | undefined {
  const stored = unit.get(users, actorId)
  if (!stored) return undefined
  const { id, role, personId, teamIds } = typed(users, stored.document)
  return { subject: { userId: id, role, personId, teamIds: teamIds ?? [] }, deviceId }
}

/** Who took of it last, beside whom this entry is by: the two met on the same gear. */
function lastTaker(
  unit: Unit,
  collections: CustodyCollections,
  { equipmentId, actorId }: Transaction,
): readonly string[] {
  const [last] = chainOf(unit, equipmentId)
    .filter((link) => link.type === 'check_out' && link.actorId !== actorId)
    .toSorted((a, b) => (a.stamp > b.stamp ? -1 : 1))
  return concernedBy(unit, collections, last ? [last] : [], actorId)
}
