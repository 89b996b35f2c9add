import type { Choices, NamedCollection } from './choices.ts'
import type { ColumnInUse } from './columns-in-use.ts'
import type { KnownIndex } from './known.ts'
import type { NameResolver } from './names.ts'
import type { RowDraft } from './row-draft.ts'
import { shown } from './row-issue.ts'
import type { WordReader } from './words.ts'

/** What is shared by all rows of a plan. */
export interface PlanContext {
  readonly choices: Choices
  readonly columns: readonly ColumnInUse[]
  readonly index: KnownIndex
  readonly names: NameResolver
  readonly words: WordReader
  /** The day on which the import is prepared, `YYYY-MM-DD`, in the school's time zone. */
  readonly today: string
}

/** The id that a cell's name stands for; says where several documents have the name. */
export function namedId(
  context: PlanContext,
  draft: RowDraft,
  collection: NamedCollection,
  text: string,
  label: string,
): string | undefined {
  const { id, ambiguous } = context.names.resolve(collection, text)
  if (ambiguous) draft.warn('name-ambiguous', { column: label, value: shown(text) })
  return id
}
