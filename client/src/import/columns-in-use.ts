import type { Choices } from './choices.ts'
import { cleanCode, cleanLine } from './clean-cell.ts'
import { type ColumnOrder, type DayOrder, dayOrderOf } from './dates.ts'
import type { TextIndex } from './known.ts'
import { lengthBeforeZerosWereLost } from './mangled.ts'
import { type DecimalSign, decimalSignOf } from './numbers.ts'
import type { ColumnReading } from './read-cell.ts'
import type { Table } from './table.ts'
import { isCode, isDateTarget } from './targets.ts'

/** A column that goes somewhere, with what its values as a whole say about how to read them. */
export interface ColumnInUse extends ColumnReading {
  readonly order?: ColumnOrder
  /** Undefined where it has to be asked first; then the column is read as `mdy` meanwhile. */
  readonly dayOrder?: DayOrder | undefined
  readonly decimal?: DecimalSign
}

/** @param codes the catalogue's codes by target, to see which zeros were lost */
export function columnsInUse(
  table: Table,
  choices: Choices,
  codes: Readonly<Record<string, TextIndex>>,
): ColumnInUse[] {
  return table.columns.flatMap((column, position) => {
    const target = choices.targets[position] ?? 'none'
    if (target === 'none') return []
    const texts = () =>
      table.rows.map((row) => cleanLine(row.cells[column.index] ?? '').text).filter((text) => text !== '')
    if (isDateTarget(target)) {
      const order = dayOrderOf(texts())
      return { column, target, order, dayOrder: choices.dayOrders[column.index] ?? settled(order) }
    }
    if (target === 'purchasePriceCents') return { column, target, decimal: decimalSignOf(texts()) }
    if (!isCode(target)) return { column, target }
    const plain = table.rows
      .map((row) => cleanCode(row.cells[column.index] ?? '').text)
      .filter((text) => text !== '')
    return { column, target, fullLength: lengthBeforeZerosWereLost(plain, codes[target]) }
  })
}

function settled({ evidence }: ColumnOrder): DayOrder | undefined {
  if (evidence === 'none') return 'mdy'
  return evidence === 'mdy' || evidence === 'dmy' ? evidence : undefined
}

/** Columns of dates whose order of day and month the file does not settle. */
export interface DateQuestion {
  readonly index: number
  readonly label: string
  readonly evidence: 'open' | 'mixed'
  readonly example?: string
}

export function dateQuestions(columns: readonly ColumnInUse[]): DateQuestion[] {
  return columns.flatMap(({ column, order }) =>
    order && (order.evidence === 'open' || order.evidence === 'mixed')
      ? [
          {
            index: column.index,
            label: column.label,
            evidence: order.evidence,
            ...(order.example ? { example: order.example } : {}),
          },
        ]
      : [],
  )
}
