import type { Definition } from '../../shared/collections/definition.ts'
import { isUuid } from '../../shared/ids.ts'
import type { PushRow } from '../../shared/protocol.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import type { Committer } from './committer.ts'
import { isWrite, markOf, reviewedId } from './decide-row.ts'
import { fileReview } from './file-review.ts'
import { needDocument } from './needs.ts'
import type { PushContext } from './push-context.ts'
import type { Sender } from './sender.ts'

/**
 * What a disabled account's device kept, handed over by a manager who signed in on it [P7]: nothing of it is applied, each
 * write becomes a review under its author's name. What had been stored before makes none. Returns the reviews' ids.
 */
export function handOver(
  committer: Committer,
  context: PushContext,
  tenant: Tenant,
  definition: Definition,
  sender: Sender,
  authorId: string,
  rows: readonly PushRow[],
): Promise<readonly string[]> {
  const author: Sender = { ...sender, subject: { ...sender.subject, userId: authorId } }
  const documentIdOf = ({ newDocumentState: { id } }: PushRow) => reviewedId(typeof id === 'string' ? id : '')
  return committer.run(tenant, {
    size: Math.max(1, rows.length),
    needs(needs) {
      for (const row of rows) {
        const { id } = row.newDocumentState
        if (isUuid(id)) needDocument(needs, definition, id)
      }
    },
    decide: (unit) =>
      rows.flatMap((row) => {
        const { newDocumentState: sent, assumedMasterState: base } = row
        const stored = isUuid(sent.id) ? unit.get(definition, sent.id) : undefined
        if (!isWrite(row, stored)) return []
        return fileReview(unit, context.reviews, author, {
          kind: 'rejected',
          state: 'open',
          collection: definition.name,
          documentId: documentIdOf(row),
          mark: markOf(sent),
          stamp: typeof sent.stamp === 'string' ? sent.stamp : '',
          base,
          device: sent,
          filedBy: sender,
          server: stored && { ...stored.document, _deleted: stored.deleted },
          reason: {
            code: 'handed-over',
            message: 'The author’s account was disabled.',
            by: sender.subject.userId,
          },
        })
      }),
  })
}
