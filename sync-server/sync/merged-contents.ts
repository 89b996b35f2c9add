import { hiddenFields } from '../../shared/access.ts'
import type { AnyDocument, Definition } from '../../shared/collections/definition.ts'
import { mergeTask, type ResolveMerge, type Versions } from '../../shared/merge.ts'
import { encodedGroup } from '../../shared/merge-document/limits.ts'
import { type Issue, validateField } from '../../shared/validate.ts'
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
  return typeof encoded === 'string' ? context.documentIssue?.(encoded) : undefined
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

/** What the encoded document becomes by this write; an issue where it would be more than may be stored. */
export function mergedContents(
  unit: Unit,
  context: PushContext,
  write: LiveWrite,
): { readonly issue: Issue } | { readonly resolve: ResolveMerge } {
  const { definition, sent } = write
  const task = mergeTask(definition, versionsOf(write, write.stored))
  const outcome = task && context.merging.outcome(unit, definition, sent.id, task)
  if (outcome && 'issue' in outcome) return outcome
  return { resolve: () => outcome ?? { fields: {}, lost: [] } }
}

export function versionsOf(
  { definition, base, sent, sender, joins = false }: LiveWrite,
  stored: Stored | undefined,
): Versions {
  const hidden = hiddenFields(definition, viewerOf(sender))
  const unknown = new Set(hidden.filter((field) => sent[field] === undefined))
  const { document, fieldStamps } = stored ?? { document: { id: '', stamp: '' }, fieldStamps: {} }
  return {
    base,
    stored: document,
    stamps: fieldStamps,
    sent,
    unknown,
    joins,
    undocumented: sender.undocumented ?? false,
  }
}
