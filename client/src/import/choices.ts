import type { DayOrder } from './dates.ts'
import type { Encoding } from './decode.ts'
import type { Delimiter } from './delimiter.ts'
import type { ImportKind, Target } from './targets.ts'

/** How the file is read; what is left out is found out from the file. */
export interface ReadingChoices {
  readonly encoding?: Encoding | undefined
  readonly delimiter?: Delimiter | undefined
  /** Off where inch marks would be taken for quotes. On by default. */
  readonly quotes?: boolean | undefined
  /** Index among the rows that are not blank, or 'none' where there is no header. */
  readonly header?: number | 'none' | undefined
}

/** Fields whose values are one of a few, said in many words. */
export type WordField = 'status' | 'condition' | 'kind' | 'active'

/** Collections that a cell names a document of. */
export type NamedCollection = 'categories' | 'locations' | 'teams'

/** What happens to a row whose record is here already. */
export type WhenKnown = 'skip' | 'update' | 'create'

/** What becomes of the table; everything a person decides before anything is written. */
export interface Choices {
  readonly kind: ImportKind
  /** One target for each column of the table, in its order. */
  readonly targets: readonly Target[]
  /** By the column's index in the file. */
  readonly dayOrders: Readonly<Record<number, DayOrder>>
  /** By field, then by plain word: the value it means, '' for none. */
  readonly words: Readonly<Partial<Record<WordField, Readonly<Record<string, string>>>>>
  /** By collection, then by plain name: 'new' to create it, '' to leave the field blank, or the id of a document. */
  readonly names: Readonly<Partial<Record<NamedCollection, Readonly<Record<string, string>>>>>
  readonly whenKnown: WhenKnown
  /** Rows whose code a spreadsheet destroyed: left out, or brought in without the code. */
  readonly brokenCodes: 'refuse' | 'without'
}
