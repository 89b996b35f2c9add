import type { AnyDocument } from '../../../../../shared/collections/definition.ts'
import { reviews } from '../../../../../shared/collections/reviews.ts'
import { transactions } from '../../../../../shared/collections/transactions.ts'
import { toWire } from '../../../../../shared/json-schema.ts'
import { isCollectionName, registry } from '../../../../../shared/registry.ts'
import type { Source } from '../../../../../shared/reviews/plan-ahead.ts'
import type { Decider } from '../../../../../shared/reviews/world.ts'
import { who } from '../../../app/who.ts'
import { openedCatalogue } from '../../../db/catalogue.ts'
import { localDatabase, openedDatabase } from '../../../db/current.ts'
import { findDocuments } from '../../../db/query.ts'
import { rawDocuments, withoutRaw } from '../../../db/raw-documents.ts'
import { openIds } from '../../../reviews/standing.ts'

/** What a decision on this device is planned against: its own database, deleted documents included. */
export const localSource: Source = {
  definition: (collection) => (isCollectionName(collection) ? registry[collection] : undefined),
  async document(collection, id) {
    if (!isCollectionName(collection)) return undefined
    const database = await openedDatabase()
    const raw = (await rawDocuments(database.collections[collection], [id])).get(id)
    return (
      raw && {
        document: toWire<AnyDocument>(registry[collection], withoutRaw(raw)),
        deleted: raw._deleted,
      }
    )
  },
  ledger: (equipmentId) => findDocuments(transactions.name, { selector: { equipmentId } }),
  async withTag(tagCode) {
    const found = await (await openedCatalogue()).allByTag(tagCode)
    return found.filter((thing) => thing.tagCode === tagCode).map(({ id }) => id)
  },
  async openDeletions(documentId) {
    const selector = { documentId, kind: 'deletion' } as const
    return openIds(await findDocuments(reviews.name, { selector }))
  },
  rejections: (documentId) => findDocuments(reviews.name, { selector: { documentId, kind: 'rejected' } }),
}

/** Who decides here; undefined while that is restored. Reactive. */
export function decider(): Decider | undefined {
  const person = who()
  const database = localDatabase()
  return person && database
    ? { userId: person.userId, role: person.role, deviceId: database.deviceId }
    : undefined
}
