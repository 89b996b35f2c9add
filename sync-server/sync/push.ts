import { mayRead } from '../../shared/access.ts'
import {
  type AnyDocument,
  type Definition,
  fieldEntries,
  type WireDocument,
} from '../../shared/collections/definition.ts'
import { EtraxError } from '../../shared/errors.ts'
import { isUuid } from '../../shared/ids.ts'
import { sameJson } from '../../shared/json.ts'
import { blankTombstone } from '../../shared/json-schema.ts'
import { sameEncoded } from '../../shared/merge-document/heads.ts'
import type { PushAnswer, PushRow, Rejection } from '../../shared/protocol.ts'
import { normalizeValue } from '../../shared/validate.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { lookInto } from './brought-documents.ts'
import { stampsIn } from './clamps.ts'
import type { Job } from './commit-queue.ts'
import type { Committer } from './committer.ts'
import { decideRow } from './decide-row.ts'
import { NotLookedInto } from './merged-contents.ts'
import { needDocument } from './needs.ts'
import { requireRoomForRefusals } from './open-refusals.ts'
import type { PushContext } from './push-context.ts'
import { refusalIdOf } from './refused-before.ts'
import type { Sender } from './sender.ts'
import type { Unit } from './unit.ts'

/** On what a push depends as a whole. */
export interface PushCondition {
  /** The history that the device knows [L3]. */
  readonly epoch?: string | undefined
  /** The numbers that the documents of these rows have as long as nobody changes them: told by the commit, under its lock. */
  readonly seqs?: ReadonlyMap<string, number> | undefined
}

/**
 * Stores pushed rows in one commit [P5] and answers as sync.md's Push says.
 * @throws EtraxError `resync-required` where the school is in another history, `precondition-failed` where a document was changed
 */
export async function pushRows(
  committer: Committer,
  context: PushContext,
  tenant: Tenant,
  definition: Definition,
  sender: Sender,
  rows: readonly PushRow[],
  { epoch, seqs }: PushCondition = {},
): Promise<PushAnswer> {
  const verdicts = new Map(await lookInto(context, tenant, definition, sender, rows))
  for (;;) {
    try {
      const job = pushJob({ ...context, verdicts }, definition, sender, rows, seqs)
      return await committer.run(tenant, { ...job, epoch })
    } catch (error) {
      if (!(error instanceof NotLookedInto)) throw error
      const more = await lookInto(context, tenant, definition, sender, rows, error.documents)
      for (const [document, issue] of more) verdicts.set(document, issue)
      if (!error.documents.every((document) => verdicts.has(document))) throw error
    }
  }
}

export function pushJob(
  context: PushContext,
  definition: Definition,
  sender: Sender,
  rows: readonly PushRow[],
  seqs?: ReadonlyMap<string, number>,
): Job<PushAnswer> {
  return {
    size: Math.max(1, rows.length),
    needs(needs) {
      for (const row of rows) {
        const { id } = row.newDocumentState
        if (isUuid(id)) needDocument(needs, definition, id)
        needDocument(needs, context.reviews, refusalIdOf(row, sender))
        if (isUuid(id) && row.newDocumentState._deleted === true) needs.openReviews.add(id)
        for (const version of [row.newDocumentState, row.assumedMasterState ?? {}]) {
          for (const stamp of stampsIn(definition, version)) needs.stamps.add(stamp)
        }
        context.behaviourOf(definition)?.needs(row, needs, sender)
      }
    },
    decide(unit) {
      requireUnchanged(unit, definition, seqs)
      const rejected: Rejection[] = []
      for (const row of rows) {
        const rejection = decideRow(unit, context, definition, sender, row)
        if (rejection) rejected.push(rejection)
      }
      requireRoomForRefusals(unit, context.reviews, sender)
      for (const behaviour of context.behaviours) behaviour.decided?.(unit, context)
      const refused = new Set(rejected.map((rejection) => rejection.id))
      return {
        documents: rows.flatMap((row) => answerFor(unit, context, definition, sender, row, refused)),
        rejected,
      }
    },
  }
}

/** @throws EtraxError `precondition-failed`, for the whole push */
function requireUnchanged(unit: Unit, definition: Definition, seqs: ReadonlyMap<string, number> = new Map()) {
  for (const [id, seq] of seqs) {
    const isChangedHere = unit
      .changes()
      .some((change) => change.visible && change.definition === definition && change.after.document.id === id)
    if (isChangedHere || unit.get(definition, id)?.seq !== seq)
      throw new EtraxError('precondition-failed', 'The document was changed since you read it.')
  }
}

/** The stored document where it differs from what was sent, as this sender sees it [P1], [P6]. */
function answerFor(
  unit: Unit,
  { seeing }: PushContext,
  definition: Definition,
  sender: Sender,
  { newDocumentState: sent }: PushRow,
  refused: ReadonlySet<string>,
): WireDocument[] {
  const stored = isUuid(sent.id) ? unit.get(definition, sent.id) : undefined
  if (stored && mayRead(definition, sender.subject, stored.document)) {
    const seen = seeing.seen(definition, sender.subject, sender.schema, stored.document)
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
