import type { CollectionName } from '../../shared/registry.ts'
import type { Evidence } from './evidence.ts'

/** What the server remembers of a document, for whoever looks for what became of a write. */
export function historyOf(collection: CollectionName, id: string, evidence: Evidence): readonly string[] {
  const { document, deleted } = evidence.survivor(collection, id) ?? {}
  return [
    `  stored${deleted ? ', deleted' : ''}: ${JSON.stringify(document)}`,
    ...evidence
      .auditOf(collection, id)
      .map(
        ({ n, action, device_id, detail }) =>
          `  audit ${n}: ${action} by ${device_id} ${JSON.stringify(detail)}`,
      ),
    ...evidence
      .of('transactions')
      .filter((entry) => evidence.names(collection, id).includes(String(entry.document.equipmentId)))
      .map((entry) => `  entry: ${JSON.stringify(entry.document)}`),
    ...evidence.reviewsOf(collection, id).map((review) => `  review: ${JSON.stringify(review)}`),
  ]
}
