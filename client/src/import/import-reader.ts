import type { Choices, ReadingChoices } from './choices.ts'
import type { DateQuestion } from './columns-in-use.ts'
import { guessColumns, guessKind } from './guess-columns.ts'
import type { Chunk, StoredProblem } from './import-record.ts'
import { type Known, nothingKnown } from './known.ts'
import { makePlan, type Plan } from './make-plan.ts'
import type { UnknownName } from './names.ts'
import { type FileReading, readFile } from './read-file.ts'
import { type Report, reportOf, writes } from './report.ts'
import type { PlannedRow, RowAction } from './row-draft.ts'
import type { ImportSeed } from './row-ids.ts'
import { type RowIssue, shown } from './row-issue.ts'
import { chunksOf, problemsOf } from './stage-plan.ts'
import type { ImportKind, Target } from './targets.ts'
import type { UnknownWord } from './words.ts'

/** What a screen shows of a file that was opened. */
export interface Overview extends Omit<FileReading, 'table' | 'head'> {
  readonly head: readonly { readonly line: number; readonly cells: readonly string[] }[]
  readonly columns: readonly ColumnOverview[]
  readonly headerLine: number | undefined
  readonly rows: number
  readonly kind: ImportKind
  readonly targets: Readonly<Record<ImportKind, readonly Target[]>>
}

export interface ColumnOverview {
  readonly index: number
  readonly label: string
  /** The first different values. */
  readonly samples: readonly string[]
  readonly filled: number
}

/** What the choices lead to. Nothing is written yet. */
export interface Checked {
  readonly report: Report
  readonly unknownNames: readonly UnknownName[]
  readonly unknownWords: readonly UnknownWord[]
  readonly dateQuestions: readonly DateQuestion[]
  /** The first rows as they would be imported. */
  readonly preview: readonly RowOverview[]
}

export interface RowOverview {
  readonly line: number
  readonly action: RowAction
  readonly name: string
  readonly code: string
  /** The file's own cells, for rows that have no name. */
  readonly cells: string
  readonly issues: readonly RowIssue[]
}

const PREVIEW = 12
const LISTED = 2_000

/** One file on its way into the catalogue. Lives in the worker; holds no state that a reload could not make again. */
export class ImportReader {
  private bytes: Uint8Array = new Uint8Array(0)
  private reading: FileReading | undefined
  private known: Known = nothingKnown
  private plan: Plan | undefined

  /** @throws FileRefusedError */
  open(bytes: Uint8Array, choices: ReadingChoices, column: (letters: string) => string): Overview {
    this.bytes = bytes
    return this.read(choices, column)
  }

  /** Reads the same file in another way. */
  read(choices: ReadingChoices, column: (letters: string) => string): Overview {
    const reading = readFile(this.bytes, choices, { column })
    this.reading = reading
    this.plan = undefined
    const { table, head, ...rest } = reading
    return {
      ...rest,
      head: head.map(({ line, cells }) => ({ line, cells: cells.slice(0, 12).map(shown) })),
      columns: table.columns.map(({ index, label }) => columnOverview(reading, index, label)),
      headerLine: table.headerLine,
      rows: table.rows.length,
      kind: guessKind(table),
      targets: { equipment: guessColumns(table, 'equipment'), people: guessColumns(table, 'people') },
    }
  }

  know(known: Known) {
    this.known = known
  }

  check(choices: Choices, seed: ImportSeed, today: string): Checked {
    const { table } = this.opened()
    const plan = makePlan({ table, choices, known: this.known, seed, today })
    this.plan = plan
    return {
      report: reportOf(plan),
      unknownNames: plan.unknownNames,
      unknownWords: plan.unknownWords,
      dateQuestions: plan.dateQuestions,
      preview: plan.rows.slice(0, PREVIEW).map((row) => this.overview(row)),
    }
  }

  /** Rows with something to say about: those that stay out first. */
  problems(): readonly RowOverview[] {
    const rows = this.checked().rows.filter((row) => row.issues.length > 0)
    return [
      ...rows.filter((row) => row.action === 'refuse'),
      ...rows.filter((row) => row.action !== 'refuse'),
    ]
      .slice(0, LISTED)
      .map((row) => this.overview(row))
  }

  /** What the last check planned, as it is stored and written. */
  stage(
    importId: string,
    kind: ImportKind,
    seed: ImportSeed,
    endOfDay: (day: string) => string | undefined,
  ): {
    readonly chunks: readonly Chunk[]
    readonly problems: readonly StoredProblem[]
    readonly writes: number
  } {
    const { rows, newNames } = this.checked()
    return {
      chunks: chunksOf({ importId, kind, seed, rows, newNames, endOfDay }),
      problems: problemsOf(importId, rows, this.opened().table.rows),
      writes: rows.filter(writes).length,
    }
  }

  /** All refused rows with their cells. */
  refused(): readonly StoredProblem[] {
    return problemsOf('', this.checked().rows, this.opened().table.rows).filter((problem) => problem.refused)
  }

  private opened(): FileReading {
    if (!this.reading) throw new Error('No file is open.')
    return this.reading
  }

  private checked(): Plan {
    if (!this.plan) throw new Error('The file has not been checked.')
    return this.plan
  }

  private overview({ row, line, action, fields, issues }: PlannedRow): RowOverview {
    const record = this.opened().table.rows[row]
    const text = (value: unknown) => (typeof value === 'string' ? shown(value) : '')
    return {
      line,
      action,
      name: text(fields.name),
      code: text(fields.tagCode ?? fields.badgeCode ?? fields.serial),
      cells: shown((record?.cells ?? []).filter((cell) => cell.trim() !== '').join(' · ')),
      issues,
    }
  }
}

function columnOverview({ table }: FileReading, index: number, label: string): ColumnOverview {
  const samples = new Set<string>()
  let filled = 0
  for (const row of table.rows) {
    const text = (row.cells[index] ?? '').trim()
    if (text === '') continue
    filled += 1
    if (samples.size < 3) samples.add(shown(text))
  }
  return { index, label, samples: [...samples], filled }
}
