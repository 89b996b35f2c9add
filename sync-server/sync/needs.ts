import type { Definition } from '../../shared/collections/definition.ts'

/**
 * What is read before a commit decides, as far as what was sent tells it. What turns out to be missing is read then, and
 * the whole is decided again: what is rarely needed is left out here.
 */
export interface Needs {
  readonly documents: Map<Definition, Set<string>>
  /** Things whose custody chain is wanted. */
  readonly chains: Set<string>
  /** Stamps as sent that may have been clamped before [C3]. */
  readonly stamps: Set<string>
}

export function createNeeds(): Needs {
  return { documents: new Map(), chains: new Set(), stamps: new Set() }
}

export function needDocument(needs: Needs, definition: Definition, id: string) {
  const ids = needs.documents.get(definition)
  if (ids) ids.add(id)
  else needs.documents.set(definition, new Set([id]))
}
