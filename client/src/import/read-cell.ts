import { type Cell, cleanCode, cleanLine, cleanText, saysNothing } from './clean-cell.ts'
import { isDateForText, isScientific, lostValue, withoutAddedDecimal } from './mangled.ts'
import type { RowDraft } from './row-draft.ts'
import { shown } from './row-issue.ts'
import type { Column } from './table.ts'
import { isCode, type Target } from './targets.ts'

/** Text fields in which a whole number with `.0` behind it is a number that a spreadsheet widened. */
const numberLike: readonly Target[] = [
  'jerseyNumber',
  'size',
  'sizes',
  'tagCode',
  'serial',
  'badgeCode',
  'model',
]
/** Text fields in which a month is no month. */
const dateProne: readonly Target[] = [
  'size',
  'sizes',
  'jerseyNumber',
  'model',
  'tagCode',
  'serial',
  'badgeCode',
]

/** What one column needs to be read. */
export interface ColumnReading {
  readonly column: Column
  readonly target: Target
  /** Length of the column's codes before their leading zeros were lost. */
  readonly fullLength?: number | undefined
}

export type BrokenCodes = 'refuse' | 'without'

/** The text of a cell without what means nothing; '' where nothing is left. Says what was seen. */
export function readText(draft: RowDraft, reading: ColumnReading, raw: string, broken: BrokenCodes): string {
  const { column, target } = reading
  const cell = cleaned(target, raw)
  const at = { column: column.label, value: shown(cell.text) }
  for (const mark of cell.marks) draft.warn(mark, at)
  if (cell.text === '' || saysNothing(cell.text)) return lost(draft, cell.text, at)
  if (lostValue(cell.text)) return lost(draft, cell.text, at)
  if (isCode(target) && isScientific(cell.text)) {
    if (broken === 'refuse') draft.error('scientific', at)
    else draft.warn('scientific', at)
    return ''
  }
  return repaired(draft, reading, cell.text)
}

function cleaned(target: Target, raw: string): Cell {
  if (isCode(target)) return cleanCode(raw)
  return target === 'notes' || target === 'custom' ? cleanText(raw) : cleanLine(raw)
}

function lost(draft: RowDraft, text: string, at: { column: string; value: string }): '' {
  const mark = lostValue(text)
  // `#N/A` is the word for nothing, and also what a failed lookup leaves: it deserves a look.
  if (mark) draft.warn(mark, at)
  return ''
}

function repaired(draft: RowDraft, { column, target, fullLength }: ColumnReading, text: string): string {
  const at = { column: column.label, value: shown(text) }
  if (numberLike.includes(target)) {
    const plain = withoutAddedDecimal(text)
    if (plain !== undefined) {
      draft.warn('decimal-added', { ...at, taken: plain })
      return plain
    }
  }
  if (dateProne.includes(target) && isDateForText(text)) draft.warn('date-for-text', at)
  if (fullLength !== undefined && /^\d+$/.test(text) && text.length < fullLength)
    draft.warn('lost-zeros', { ...at, taken: text })
  return text
}
