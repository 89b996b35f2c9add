import type { AnyDocument, Definition, ScopeTerm } from '../../shared/collections/definition.ts'
import type { Numbered } from './numbered.ts'

export interface SightLoss {
  readonly collection: string
  readonly seq: number
  readonly document_id: string
  /** `<subject key>:<value>`: every reader whose subject has that value lost the document [L2]. */
  readonly reader: string
}

/** Who lost sight of a document by these changes. Whether a reader still sees it by another value is asked at the pull. */
export function sightLosses(changes: readonly Numbered[]): readonly SightLoss[] {
  return changes.flatMap(({ definition, before, after, seq }) => {
    if (!before) return []
    const now = new Set(readers(definition, after.document))
    return readers(definition, before.document)
      .filter((reader) => !now.has(reader))
      .map((reader) => ({ collection: definition.name, seq, document_id: after.document.id, reader }))
  })
}

function readers(definition: Definition, document: AnyDocument): readonly string[] {
  const found = new Set<string>()
  for (const scope of Object.values(definition.access.read)) {
    if (scope === undefined || scope === 'all') continue
    for (const term of scope)
      for (const value of values(term, document)) found.add(`${term.subject}:${value}`)
  }
  return [...found]
}

function values(term: ScopeTerm, document: AnyDocument): readonly string[] {
  return term.fields.flatMap((field) => {
    const value = document[field]
    if (Array.isArray(value)) return value.filter((item) => typeof item === 'string')
    return typeof value === 'string' ? [value] : []
  })
}
