import type { StoredProblem } from '../../import/import-record.ts'
import { problemFile } from '../../import/problem-file.ts'
import { offerDownload } from '../../ui/offer-download.ts'
import { issueLine } from './issues/issue-text.ts'
import { t } from './outcome-messages.ts'

/** Hands over the rows that stayed out, to be mended and imported again. */
export function downloadProblems(
  fileName: string,
  columns: readonly { readonly index: number; readonly label: string }[],
  problems: readonly StoredProblem[],
): void {
  const text = problemFile(
    columns.map(({ label }) => label),
    problems.map(({ line, cells, issues }) => ({
      line,
      cells: columns.map(({ index }) => cells[index] ?? ''),
      reasons: issues.map(issueLine),
    })),
    { line: t('line'), problem: t('problem') },
  )
  offerDownload({
    fileName: fileName.replace(/(\.[^.]*)?$/, '-rows-to-mend.csv'),
    blob: new Blob([text], { type: 'text/csv;charset=utf-8' }),
  })
}
