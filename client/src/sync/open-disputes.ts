import { typed } from '../../../shared/collections/definition.ts'
import { type Review, reviews } from '../../../shared/collections/reviews.ts'
import type { LocalDatabase } from '../db/local-database.ts'

/** The open reviews that are decided by the ledger: who has a thing, or how much of it is out. */
export async function openDisputes(database: LocalDatabase): Promise<readonly Review[]> {
  const open = await database.collections.reviews.find({ selector: { state: 'open' } }).exec()
  return open
    .map((document) => typed(reviews, document._data))
    .filter(({ kind }) => kind === 'custody-fork' || kind === 'overdraw')
}
