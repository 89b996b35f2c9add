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

/**
 * A document of these many operations has a history of years that nobody compacted; few bytes can stand for many more, and
 * each costs time whenever the document is read.
 */
export const MOST_OPERATIONS = 200_000

/** What of contents may not be stored. */
export function contentsIssue(limits: MergeLimits, contents: Contents): Issue | undefined {
  for (const [name, value] of Object.entries(projectionOf(contents))) {
    const field = name === 'notes' ? limits.notes : name === 'tags' ? limits.tags : limits.custom
    const issue = validateField(name, field, value)
    if (issue) return issue
  }
  return undefined
}

/** Why a document is not looked into. */
export function sizeIssue(handle: Handle): Issue | undefined {
  const { numOps } = handle.stats()
  return numOps > MOST_OPERATIONS ? { field: 'merge', code: 'too-long', limit: MOST_OPERATIONS } : undefined
}
