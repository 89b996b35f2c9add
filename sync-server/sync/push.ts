import { asSeenBy, mayRead } from '../../shared/access.ts'
import {
  type AnyDocument,
  type Definition,
  fieldEntries,
  type WireDocument,
} from '../../shared/collections/definition.ts'
import { isUuid } from '../../shared/ids.ts'
import { sameJson } from '../../shared/json.ts'
import { blankTombstone } from '../../shared/json-schema.ts'
import { sameEncoded } from '../../shared/merge-document/heads.ts'
import type { PushAnswer, PushRow, Rejection } from '../../shared/protocol.ts'
import { normalizeValue } from '../../shared/validate.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { stampsIn } from './clamps.ts'
import type { Job } from './commit-queue.ts'
import type { Committer } from './committer.ts'
import { decideRow } from './decide-row.ts'
import { needDocument } from './needs.ts'
import type { PushContext } from './push-context.ts'
import { refusalIdOf } from './refused-before.ts'
import { type Sender, viewerOf } from './sender.ts'
import type { Unit } from './unit.ts'

/**
 * Stores pushed rows in one commit [P5] and answers as sync.md's Push says. `epoch` is the history that the device knows.
 * @throws EtraxError `resync-required` where the school is in another
 */
export async function pushRows(
  committer: Committer,
  context: PushContext,
  tenant: Tenant,
  definition: Definition,
  sender: Sender,
  rows: readonly PushRow[],
  epoch?: string,
): Promise<PushAnswer> {
  const documentIssue = await context.merging.check(definition, sender, rows)
  return committer.run(tenant, {
    ...pushJob({ ...context, documentIssue }, definition, sender, rows),
    epoch,
  })
}

export function pushJob(
  context: PushContext,
  definition: Definition,
  sender: Sender,
  rows: readonly PushRow[],
): Job<PushAnswer> {
  return {
    size: Math.max(1, rows.length),
    needs(needs) {
      for (const row of rows) {
        const { id } = row.newDocumentState
        if (isUuid(id)) needDocument(needs, definition, id)
        needDocument(needs, context.reviews, refusalIdOf(row))
        if (isUuid(id) && row.newDocumentState._deleted === true) needs.openReviews.add(id)
        for (const version of [row.newDocumentState, row.assumedMasterState ?? {}]) {
          for (const stamp of stampsIn(definition, version)) needs.stamps.add(stamp)
        }
        context.behaviourOf(definition)?.needs(row, needs)
      }
    },
    decide(unit) {
      const rejected: Rejection[] = []
      for (const row of rows) {
        const rejection = decideRow(unit, context, definition, sender, row)
        if (rejection) rejected.push(rejection)
      }
      for (const behaviour of context.behaviours) behaviour.decided?.(unit, context)
      const refused = new Set(rejected.map((rejection) => rejection.id))
      return { documents: rows.flatMap((row) => answerFor(unit, definition, sender, row, refused)), rejected }
    },
  }
}

/** The stored document where it differs from what was sent, as this sender sees it [P1], [P6]. */
function answerFor(
  unit: Unit,
  definition: Definition,
  sender: Sender,
  { newDocumentState: sent }: PushRow,
  refused: ReadonlySet<string>,
): WireDocument[] {
  const stored = isUuid(sent.id) ? unit.get(definition, sent.id) : undefined
  if (stored && mayRead(definition, sender.subject, stored.document)) {
    const seen = asSeenBy(definition, viewerOf(sender), stored.document)
    const same = stored.deleted
      ? sent._deleted === true
      : sent._deleted !== true && sameContents(definition, seen, sent)
    return same ? [] : [{ ...seen, _deleted: stored.deleted }]
  }
  if (sent._deleted === true && !refused.has(sent.id)) return []
  return typeof sent.id === 'string' ? [blankTombstone(definition, sent.id)] : []
}

function sameContents(definition: Definition, stored: AnyDocument, sent: AnyDocument): boolean {
  return fieldEntries(definition).every(([name, field]) => {
    if (field.server || sameJson(stored[name], sent[name])) return true
    if (definition.groups[field.group]?.encodedField === name) return sameEncoded(stored[name], sent[name])
    return sameJson(stored[name], normalizeValue(field, sent[name]))
  })
}
