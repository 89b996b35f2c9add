import { asSeenBy, hiddenFields, mayCreate, mayRead, mayUpdate, removalRight } from '../../shared/access.ts'
import { parseStamp } from '../../shared/clock.ts'
import { type AnyDocument, type Definition, fieldEntries } from '../../shared/collections/definition.ts'
import { isUuid } from '../../shared/ids.ts'
import { changedFields, type Loser, merge, mergeTask, type ResolveMerge } from '../../shared/merge.ts'
import { encodedGroup } from '../../shared/merge-document/limits.ts'
import { MAX_DOCUMENT_LENGTH, type PushRow, type Rejection } from '../../shared/protocol.ts'
import { isStorableText, normalizeDocument, validateDocument } from '../../shared/validate.ts'
import { clampDocument } from './clamps.ts'
import { decideDeletion } from './decide-deletion.ts'
import { notedIn, withTaken } from './device-stamps.ts'
import { isErased } from './erased.ts'
import { fileReview, storedForReview } from './file-review.ts'
import { lostBy } from './lost-by.ts'
import { documentIssue, mergedContents, versionsOf, withGoodDocument } from './merged-contents.ts'
import type { LiveWrite, PushContext, Verdict } from './push-context.ts'
import { auditWrite } from './record-write.ts'
import { markOf, refusedBefore, reviewedId } from './refused-before.ts'
import { PERHAPS_TAKEN, standingOfRow } from './row-standing.ts'
import { type Sender, viewerOf } from './sender.ts'
import { storableText } from './storable.ts'
import type { Stored, Unit } from './unit.ts'

/**
 * Decides one pushed row against the unit. Returns how it was rejected, or undefined: the row was taken, or was no write
 * [P9]. What is answered for it is read from the unit afterwards.
 */
export function decideRow(
  unit: Unit,
  context: PushContext,
  definition: Definition,
  sender: Sender,
  row: PushRow,
): Rejection | undefined {
  const { newDocumentState: sent } = row
  const id = typeof sent.id === 'string' ? sent.id : ''
  const stored = isUuid(id) ? unit.get(definition, id) : undefined
  if (stored && isErased(definition, stored)) return undefined
  const standing = standingOfRow(definition, row, stored, sender)
  if (standing === 'none') return undefined
  const before = refusedBefore(unit, context.reviews, sender, row)
  if (before) return before
  const verdict =
    standing === 'perhaps' ? PERHAPS_TAKEN : judge(unit, context, definition, sender, row, stored)
  if (!verdict) return undefined

  const behaviour = context.behaviourOf(definition)
  behaviour?.refused(unit, row, sender)
  const issues = verdict.issues ?? []
  const kept = behaviour?.kept?.(row) ?? row
  const reviewId = fileReview(unit, context.reviews, sender, {
    kind: 'rejected',
    state: 'open',
    collection: definition.name,
    documentId: reviewedId(id),
    mark: markOf(sent),
    stamp: typeof sent.stamp === 'string' ? sent.stamp : '',
    base: kept.assumedMasterState,
    device: kept.newDocumentState,
    server: behaviour?.kept ? undefined : storedForReview(definition, sender, stored),
    fields: [...new Set(issues.map((issue) => issue.field))].filter(isNameable).slice(0, 200),
    reason: {
      code: verdict.filedAs ?? verdict.code,
      message: verdict.message,
      issues: issues.slice(0, 50).map(({ field, code, limit }) => ({
        field: storableText(field, 100),
        code,
        ...(limit === undefined ? {} : { limit }),
      })),
    },
  })
  return { id, code: verdict.code, message: verdict.message, reviewId }
}

/** Whether a field that nobody foresaw can be named in a list; what it says is in the version that was sent. */
function isNameable(field: string): boolean {
  return field.length <= LONGEST_NAME && isStorableText(field)
}

const LONGEST_NAME = 200

function judge(
  unit: Unit,
  context: PushContext,
  definition: Definition,
  sender: Sender,
  row: PushRow,
  stored: Stored | undefined,
): Verdict | undefined {
  const { newDocumentState, assumedMasterState } = row
  if (isTooLarge(definition, newDocumentState)) {
    return {
      code: 'too-large',
      message: `A document holds at most ${MAX_DOCUMENT_LENGTH} characters of JSON.`,
    }
  }
  const { _deleted: deleted } = newDocumentState
  if (!mayWriteAtAll(definition, sender)) return forbidden('This role does not write here.')
  if (deleted !== undefined && typeof deleted !== 'boolean') {
    return invalid([{ field: '_deleted', code: 'wrong-type' }])
  }
  // Of a deletion only the id and the stamp count; what else it carries is not stored.
  const issues = validateDocument(definition, newDocumentState).filter(
    (issue) => deleted !== true || issue.field === 'id' || issue.field === 'stamp',
  )
  const unseen = stored !== undefined && !mayRead(definition, sender.subject, stored.document)
  const bad = deleted || unseen ? undefined : documentIssue(context, definition, newDocumentState)
  if (bad) issues.push(bad)
  if (issues.length > 0) return invalid(issues)
  if (parseStamp(newDocumentState.stamp)?.deviceId !== sender.deviceId) {
    return forbidden('The stamp names another device than the one that sends it.')
  }
  // Judged behind all that is refused whether the document is there or not, so that no answer tells whether it is [P6].
  if (unseen) {
    const done = context.behaviourOf(definition)?.done?.(unit, row, sender) ?? false
    return done ? undefined : forbidden('This role does not write here.')
  }
  const clamped = (version: AnyDocument) =>
    clampDocument(unit, definition, normalizeDocument(definition, version))
  const write: LiveWrite = {
    definition,
    sender,
    base: assumedMasterState && clamped(withGoodDocument(context, definition, assumedMasterState)),
    sent: clamped(newDocumentState),
    asSent: newDocumentState,
    stampAsSent: newDocumentState.stamp,
    stored,
  }
  if (deleted) return decideRemoval(unit, context, write)
  return decideLive(unit, context, write)
}

/** What the server sets is not the sender's to make smaller, and is not taken from it. */
export function isTooLarge({ fields }: Definition, sent: AnyDocument): boolean {
  if (JSON.stringify(sent).length <= MAX_DOCUMENT_LENGTH) return false
  const own = Object.entries(sent).filter(([name]) => fields[name]?.server !== true)
  return JSON.stringify(Object.fromEntries(own)).length > MAX_DOCUMENT_LENGTH
}

function mayWriteAtAll(definition: Definition, sender: Sender): boolean {
  const { access } = definition
  const { role } = sender.subject
  return [access.create, access.remove, access.askRemoval, ...Object.values(access.update)].some((roles) =>
    roles.includes(role),
  )
}

function forbidden(message: string): Verdict {
  return { code: 'forbidden', message }
}

function invalid(issues: NonNullable<Verdict['issues']>): Verdict {
  const named = issues.map((issue) => `${issue.field}: ${issue.code}`).slice(0, 5)
  return {
    code: 'invalid',
    message: `The document is not valid (${storableText(named.join(', '), 300)}).`,
    issues,
  }
}

/** Who deletes under an alias may mean the second record alone: of the document that took it in, that is only asked. */
function decideRemoval(unit: Unit, context: PushContext, write: LiveWrite): Verdict | undefined {
  const { definition, sender, stored } = write
  const right = removalRight(definition, sender.subject.role)
  const standIn = stored?.deleted ? context.behaviourOf(definition)?.standIn?.(unit, stored) : undefined
  if (!stored || !standIn || right === 'none') return decideDeletion(unit, context, write, right)
  unit.note(definition, { ...stored, deviceStamps: notedIn(stored, write) })
  return decideDeletion(unit, context, writtenTo(standIn, write), 'ask')
}

/** Stores a live write, or says why it is refused. */
export function decideLive(unit: Unit, context: PushContext, write: LiveWrite): Verdict | undefined {
  const { definition, sender, stored } = write
  const behaviour = context.behaviourOf(definition)
  if (stored?.deleted) {
    const standIn = behaviour?.standIn?.(unit, stored)
    if (!standIn) return { code: 'gone', message: 'The document was deleted.' }
    unit.note(definition, { ...stored, deviceStamps: notedIn(stored, write) })
    return decideLive(unit, context, writtenTo(standIn, write))
  }
  const denied = stored
    ? deniedUpdate(write, stored.document)
    : (behaviour?.absent?.(write) ?? deniedCreation(write))
  if (denied) return denied
  const same = stored ? undefined : behaviour?.same?.(unit, write)
  if (same) return decideLive(unit, context, { ...writtenTo(same, write), base: undefined, joins: true })
  const admitted = behaviour?.admit(unit, write) ?? { sent: write.sent }
  if ('code' in admitted) return admitted
  const admittedWrite: LiveWrite = { ...write, sent: admitted.sent }
  const merging = mergedContents(unit, context, admittedWrite)
  if ('issue' in merging) return invalid([merging.issue])
  if (stored) update(unit, context, admittedWrite, stored, merging.resolve)
  else create(unit, admittedWrite, sender, merging.resolve)
  behaviour?.stored(unit, admittedWrite, stored, context)
  return undefined
}

/** The same write, of the document that took in the one that it was sent for. */
function writtenTo(stored: Stored, write: LiveWrite): LiveWrite {
  const { id } = stored.document
  const { base, sent } = write
  return { ...write, stored, sent: { ...sent, id }, base: base && { ...base, id }, underAlias: true }
}

function deniedCreation({ definition, sender, sent }: LiveWrite): Verdict | undefined {
  if (mayCreate(definition, sender.subject.role, sent)) return undefined
  return forbidden('This role does not write here.')
}

function deniedUpdate(
  { definition, sender, base, sent }: LiveWrite,
  stored: AnyDocument,
): Verdict | undefined {
  const hidden = new Set(hiddenFields(definition, viewerOf(sender)))
  for (const [group, { judgedBy, policy }] of Object.entries(definition.groups)) {
    if (policy === 'append-only' || judgedBy !== undefined) continue
    const changed = changedFields(definition, group, base ?? stored, sent).filter(
      (field) => field !== 'id' && field !== 'stamp' && !(hidden.has(field) && sent[field] === undefined),
    )
    if (changed.length > 0 && !mayUpdate(definition, sender.subject.role, group)) {
      return { ...forbidden(`This role may not change ${changed.join(', ')}.`), issues: [] }
    }
  }
  return undefined
}

function create(unit: Unit, write: LiveWrite, sender: Sender, resolve: ResolveMerge) {
  const { definition, sent, stampAsSent } = write
  const now = unit.now.toISOString()
  const document: { id: string; stamp: string; [field: string]: unknown } = { id: sent.id, stamp: sent.stamp }
  const written: string[] = []
  const task = mergeTask(definition, versionsOf(write, undefined))
  const merged: Readonly<Record<string, unknown>> | undefined = task && { ...resolve(task).fields }
  const mergedGroup = merged && encodedGroup(definition)?.name
  for (const [name, field] of fieldEntries(definition)) {
    const value = field.group === mergedGroup ? merged?.[name] : sent[name]
    if (field.server || value === undefined) continue
    document[name] = value
    written.push(name)
  }
  Object.assign(document, { createdAt: now, updatedAt: now }, received(definition, now))
  unit.put(definition, {
    document,
    deleted: false,
    seq: 0,
    fieldStamps: { '': sent.stamp },
    deviceStamps: withTaken(undefined, sender, stampAsSent),
  })
  auditWrite(unit, write, 'create', written)
}

function received(definition: Definition, now: string): Record<string, string> {
  return 'receivedAt' in definition.fields ? { receivedAt: now } : {}
}

function update(unit: Unit, context: PushContext, write: LiveWrite, stored: Stored, resolve: ResolveMerge) {
  const { definition } = write
  const merged = merge(definition, versionsOf(write, stored), resolve)
  const deviceStamps = notedIn(stored, write)
  if (merged.changed.length > 0) {
    const document = { ...merged.document, updatedAt: unit.now.toISOString() }
    unit.put(definition, { ...stored, document, fieldStamps: merged.stamps, deviceStamps })
    auditWrite(unit, write, 'update', merged.changed)
  } else {
    unit.note(definition, { ...stored, deviceStamps })
  }
  if (merged.losers.length > 0) keepLosers(unit, context, write, stored, merged.losers)
}

/** The value that lost stays where a manager finds it; the review is settled, and can be re-applied from. */
function keepLosers(
  unit: Unit,
  context: PushContext,
  write: LiveWrite,
  stored: Stored,
  losers: readonly Loser[],
) {
  const { definition, sender, base, sent, stampAsSent } = write
  // A group that is one statement was made by whom its stamp names, also where that one confirmed what was said before.
  const replaced = losers
    .filter(({ side }) => side === 'server')
    .flatMap(({ group, fields }) => definition.groups[group]?.stampField ?? fields)
  fileReview(unit, context.reviews, sender, {
    kind: 'overwritten',
    state: 'settled',
    collection: definition.name,
    documentId: sent.id,
    mark: stampAsSent,
    stamp: stampAsSent,
    base,
    device: asSeenBy(definition, { role: sender.subject.role }, sent),
    server: asSeenBy(definition, { role: sender.subject.role }, stored.document),
    fields: losers.flatMap((loser) => loser.fields),
    concernedIds: lostBy(unit, context.users, definition, sender, stored, replaced),
    reason: {
      code: 'both-changed',
      lost: losers.map(({ fields, group, policy, side }) => ({ fields: [...fields], group, policy, side })),
    },
  })
}
