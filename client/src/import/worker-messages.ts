import type { Choices, ReadingChoices } from './choices.ts'
import type { FileProblem } from './file-kind.ts'
import type { Checked, Overview, RowOverview } from './import-reader.ts'
import type { ImportRecord, StoredProblem } from './import-record.ts'
import type { Known } from './known.ts'
import type { ImportSeed } from './row-ids.ts'

/** What the page asks of the worker, each with its answer. */
export interface Questions {
  open: { ask: { file: File; reading: ReadingChoices; column: string }; answer: Overview }
  read: { ask: { reading: ReadingChoices; column: string }; answer: Overview }
  know: { ask: { known: Known }; answer: null }
  check: { ask: { choices: Choices; seed: ImportSeed; today: string }; answer: Checked }
  problems: { ask: Record<string, never>; answer: readonly RowOverview[] }
  refused: { ask: Record<string, never>; answer: readonly StoredProblem[] }
  /** Stores the plan in the imports' database; answers the record that is ready to be run. */
  stage: {
    ask: { databaseName: string; record: ImportRecord; timeZone: string }
    answer: ImportRecord
  }
}
export type QuestionName = keyof Questions

export type Question = {
  [Name in QuestionName]: {
    readonly number: number
    readonly name: Name
    readonly ask: Questions[Name]['ask']
  }
}[QuestionName]

export type Failure =
  | { readonly kind: 'file'; readonly problem: FileProblem }
  | { readonly kind: 'storage'; readonly code: string }
  | { readonly kind: 'other'; readonly message: string }

export interface Answer {
  readonly number: number
  readonly answer?: unknown
  readonly failure?: Failure
}
