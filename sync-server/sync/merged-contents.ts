import { hiddenFields } from '../../shared/access.ts'
import type { AnyDocument, Definition } from '../../shared/collections/definition.ts'
import { sameJson } from '../../shared/json.ts'
import { changedFields, mergeTask, type ResolveMerge, type Versions } from '../../shared/merge.ts'
import { mergeFieldsOf } from '../../shared/merge-document/contents.ts'
import { encodedGroup } from '../../shared/merge-document/limits.ts'
import type { MergeTask } from '../../shared/merge-document/merge-task.ts'
import { type Issue, validateField } from '../../shared/validate.ts'
import { wroteToOtherUntil } from './device-stamps.ts'
import type { LiveWrite, PushContext } from './push-context.ts'
import { viewerOf } from './sender.ts'
import type { Stored, Unit } from './unit.ts'

/** What was found in the encoded document of a version, which was looked into before its commit. */
export function documentIssue(
  context: PushContext,
  definition: Definition,
  version: AnyDocument,
): Issue | undefined {
  const encoded = version[encodedGroup(definition)?.group.encodedField ?? '']
  return typeof encoded === 'string' ? context.verdicts?.get(encoded) : undefined
}

/**
 * What a sender says that it knew is no reason to refuse what it writes: a base whose document is none has none. One that is
 * longer than may be stored was not looked into, and is not opened while the school's commits wait.
 */
export function withGoodDocument(
  context: PushContext,
  definition: Definition,
  base: AnyDocument,
): AnyDocument {
  const { encodedField = '' } = encodedGroup(definition)?.group ?? {}
  const field = definition.fields[encodedField]
  const value = base[encodedField]
  if (!field || value === undefined) return base
  const issue = validateField(encodedField, field, value) ?? documentIssue(context, definition, base)
  return issue ? { ...base, [encodedField]: undefined } : base
}

/** Documents that a commit would have to open, or to store, and that were not looked into before it. */
export class NotLookedInto extends Error {
  override name = 'NotLookedInto'
  readonly documents: readonly string[]

  constructor(documents: readonly string[]) {
    super('A commit meets merge documents that were not looked into.')
    this.documents = documents
  }
}

/**
 * What the encoded document becomes by this write; an issue where it would be more than may be stored.
 * @throws NotLookedInto
 */
export function mergedContents(
  unit: Unit,
  context: PushContext,
  write: LiveWrite,
): { readonly issue: Issue } | { readonly resolve: ResolveMerge } {
  const { definition, sent } = write
  const task = onStored(write, mergeTask(definition, versionsOf(write, write.stored)))
  if (task) requireVerdicts(context, write, task)
  const outcome = task && context.merging.outcome(unit, definition, sent.id, task)
  if (outcome && 'issue' in outcome) return outcome
  return { resolve: () => outcome ?? { fields: {}, lost: [] } }
}

/**
 * A decision is made on what is stored, whatever document that has: named so, its merge stays the same while those before it are
 * still to be done, and many decisions on one review are merged in one go.
 */
function onStored({ decided, joins, base, stored }: LiveWrite, task: MergeTask | undefined) {
  if (!task || !decided || joins || !stored) return task
  if (!sameJson(mergeFieldsOf(base), mergeFieldsOf(stored.document))) return task
  const { merge: _, ...sent } = task.sent
  return { ...task, base: undefined, sent, onStored: true }
}

/** What is stored was looked into when it came; a decision is made of what is stored. */
function requireVerdicts(
  { verdicts }: PushContext,
  { stored, decided }: LiveWrite,
  { sent, base }: MergeTask,
) {
  if (!verdicts || decided) return
  const unseen = [sent.merge, base?.merge].flatMap((document) =>
    document === undefined || document === stored?.document.merge || verdicts.has(document) ? [] : document,
  )
  if (unseen.length > 0) throw new NotLookedInto(unseen)
}

export function versionsOf(write: LiveWrite, stored: Stored | undefined): Versions {
  const { definition, sent, sender, joins = false, underAlias = false } = write
  const other = stored && wroteToOtherUntil(stored.deviceStamps, sender, underAlias)
  const hidden = hiddenFields(definition, viewerOf(sender))
  const unknown = new Set(hidden.filter((field) => sent[field] === undefined))
  return {
    ...(stored ? { base: write.base, stored: stored.document } : versionsOfNew(write)),
    stamps: stored?.fieldStamps ?? {},
    sent,
    unknown,
    joins,
    ...(other === undefined ? {} : { wroteToOtherUntil: other }),
    undocumented: sender.undocumented ?? false,
  }
}

/**
 * Of what is not there (a restore may have lost it) a change is one of what its sender knew; what a sender only carries along
 * is new, and its document is looked into and decides like any other's.
 */
function versionsOfNew({ definition, base, sent }: LiveWrite): Pick<Versions, 'base' | 'stored'> {
  const group = encodedGroup(definition)?.name ?? ''
  const nothing: AnyDocument = { id: '', stamp: '' }
  if (!base || changedFields(definition, group, base, sent).length === 0)
    return { base: undefined, stored: nothing }
  return { base, stored: { ...mergeFieldsOf(base), ...nothing } }
}
