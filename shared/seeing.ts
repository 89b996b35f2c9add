import { asSeenBy, type Subject, scopeOf, type Viewer } from './access.ts'
import type { AnyDocument, Definition } from './collections/definition.ts'
import { cutReview } from './reviews/cut-review.ts'
import type { Role } from './roles.ts'

/** What readers get of documents, by their rights as they are at the reading [P6]. */
export interface Seeing {
  /** Whether a document can hold what a role may not read in other fields than the hidden ones. */
  cuts(definition: Definition, role: Role): boolean
  /** A document that the subject may read, without what it may not read of it. */
  seen<D extends AnyDocument>(
    definition: Definition,
    subject: Subject,
    schema: Viewer['schema'],
    document: D,
  ): D
}

export function createSeeing(definitions: Iterable<Definition>): Seeing {
  const byName = new Map([...definitions].map((definition) => [definition.name, definition]))
  const limited = new Map<Role, boolean>()

  function isLimited(role: Role): boolean {
    const known = limited.get(role)
    if (known !== undefined) return known
    const found = [...byName.values()].some(
      (definition) =>
        scopeOf(definition, role) !== 'all' || (definition.access.hidden?.[role]?.length ?? 0) > 0,
    )
    limited.set(role, found)
    return found
  }

  const cuts = ({ holdsVersions }: Definition, role: Role) => holdsVersions === true && isLimited(role)
  return {
    cuts,
    seen(definition, subject, schema, document) {
      const seen = asSeenBy(definition, { role: subject.role, schema }, document)
      return cuts(definition, subject.role) ? cutReview(seen, subject, byName) : seen
    },
  }
}
