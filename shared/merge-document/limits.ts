import { type Definition, perDefinition } from '../collections/definition.ts'
import type { Field } from '../collections/field.ts'
import { type Issue, validateField } from '../validate.ts'
import type { Handle } from './automerge.ts'
import { type Contents, projectionOf } from './contents.ts'

/** The fields of the definition whose limits hold for a document's contents. */
export interface MergeLimits {
  readonly merge: Field
  readonly notes: Field
  readonly tags: Field
  readonly custom: Field
}

/** The group of a definition whose truth is an encoded document, if it has one. */
export const encodedGroup = perDefinition(({ groups, fields }: Definition) => {
  const found = Object.entries(groups).find(([, { encodedField }]) => encodedField !== undefined)
  if (!found) return undefined
  const { merge, notes, tags, custom } = fields
  if (!merge || !notes || !tags || !custom)
    throw new Error('A merge document has notes, tags and custom fields.')
  return { name: found[0], group: found[1], limits: { merge, notes, tags, custom } satisfies MergeLimits }
})

/** What a document's history costs whenever it is read, as one number: a change takes as long as ten operations. */
export function historySize({ changes, operations }: { changes: number; operations: number }): number {
  return operations + 10 * changes
}

/**
 * A larger history is not opened: few bytes can stand for very many operations, and each costs time whenever the document
 * is read. What is within it takes some 0.1 s.
 */
export const MOST_HISTORY = 100_000
/** From here on a history is given up; a device sends none that is longer. The longest contents take half of it. */
export const LONG_HISTORY = 50_000

/** What of contents may not be stored. */
export function contentsIssue(limits: MergeLimits, contents: Contents): Issue | undefined {
  for (const [name, value] of Object.entries(projectionOf(contents))) {
    const field = name === 'notes' ? limits.notes : name === 'tags' ? limits.tags : limits.custom
    const issue = validateField(name, field, value)
    if (issue) return issue
  }
  return undefined
}

/** The size of an opened document's history. */
export function historyOf(handle: Handle): number {
  const { numChanges, numOps } = handle.stats()
  return historySize({ changes: numChanges, operations: numOps })
}

/** Why a document is not looked into. */
export function sizeIssue(handle: Handle): Issue | undefined {
  return historyOf(handle) > MOST_HISTORY
    ? { field: 'merge', code: 'history-too-long', limit: MOST_HISTORY }
    : undefined
}
