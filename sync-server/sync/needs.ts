import type { Definition } from '../../shared/collections/definition.ts'

/** What has to be read before a commit can decide; known from what was sent alone. */
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
