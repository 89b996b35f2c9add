import { type AnyDocument, typed } from '../collections/definition.ts'
import { equipment } from '../collections/equipment.ts'
import type { Review } from '../collections/reviews.ts'
import { type Transaction, transactions } from '../collections/transactions.ts'
import type { Decision } from './decision.ts'
import { countEntries, inverseOfCount, LEDGER } from './ledger-entry.ts'
import { type Planned, problem } from './planned.ts'
import { type Decider, liveDocument, type World } from './world.ts'

const MOST_COUNTED = 1_000_000

/** More of a counted thing was taken, or came back, than there was. */
export function planOverdraw(review: Review, decision: Decision, world: World, by: Decider): Planned {
  if (decision.action === 'take-server') return []
  const document = liveDocument(world, review.collection, review.documentId)
  if (!document) return problem('document-gone')
  const { id, quantity = 0, quantityOut = 0 } = typed(equipment, document)
  const context = { decision, by }
  if (decision.action === 'edit') {
    const counted = decision.value?.quantity
    if (counted === undefined || counted === null) return problem('value-missing', 'quantity')
    if (
      typeof counted !== 'number' ||
      !Number.isSafeInteger(counted) ||
      counted < 0 ||
      counted > MOST_COUNTED
    )
      return problem('value-invalid', 'quantity')
    return countEntries(context, 0, id, { owned: counted - quantity, out: 0 })
  }
  const drawn = overdrawingEntry(review, world)
  if (decision.action === 'reverse')
    return drawn ? inverseOfCount(context, 0, drawn) : problem('document-gone')
  // What came back beyond what was out was in nobody's count: it is owned as well, and the room's count stays what it is.
  const out = Math.max(0, -quantityOut)
  const owned = out + Math.max(0, quantityOut + out - (quantity + out))
  return countEntries(context, 0, id, { owned, out }, drawn)
}

function overdrawingEntry({ transactionIds }: Review, world: World): Transaction | undefined {
  const [id] = transactionIds ?? []
  const known = id === undefined ? undefined : world.document(LEDGER, id)
  return known && !known.deleted ? entryOf(known.document) : undefined
}

function entryOf(document: AnyDocument): Transaction {
  return typed(transactions, document)
}
