import type { AnyDocument } from '../../shared/collections/definition.ts'
import type { Review } from '../../shared/collections/reviews.ts'
import { derivedId } from '../../sync-server/sync/file-review.ts'
import type { Evidence } from './evidence.ts'

/** The entry after which the branches of a fork part; undefined: none, or none that is there. */
export function forkedAfter({ id, documentId }: Review, evidence: Evidence): AnyDocument | undefined {
  const previous = evidence
    .of('transactions')
    .map(({ document }) => String(document.previousId ?? ''))
    .find((mark) => derivedId('custody-fork', documentId, mark) === id)
  return previous === undefined ? undefined : evidence.find('transactions', previous)?.document
}
