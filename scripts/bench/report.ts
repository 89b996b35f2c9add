import { readFileSync, writeFileSync } from 'node:fs'
import type { Line, LineResult } from './line.ts'
import { figures } from './statistics.ts'

export interface Measured {
  readonly line: Line
  readonly result: LineResult
}

/** The table of a line as Markdown, laid out as the formatter wants it: medians, and the spread of the rounds. */
export function markdown({ result }: Measured): string {
  const { columns, rows, verdicts } = result
  const cells = rows.map(({ system, values }) => [
    system,
    ...columns.map((_, index) => (values[index] ? figures(values[index]) : '-')),
  ])
  const widths = ['', ...columns].map((column, index) =>
    Math.max(3, column.length, ...cells.map((row) => row[index]?.length ?? 0)),
  )
  const table = [['', ...columns], widths.map((width) => '-'.repeat(width)), ...cells]
  return [
    ...table.map((row) => `| ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`),
    '',
    ...verdicts.map(
      ({ target, value, reached }) => `- ${target}: ${value}, ${reached ? 'reached' : '**missed**'}`,
    ),
  ].join('\n')
}

/** The same for a terminal. */
export function plainText(measured: Measured): string {
  const { columns, rows, verdicts } = measured.result
  const cells = rows.map(({ system, values }) => [
    system,
    ...columns.map((_, index) => (values[index] ? figures(values[index]) : '-')),
  ])
  const table = [['', ...columns], ...cells]
  const widths = ['', ...columns].map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  )
  const lines = table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  return [
    `\n${measured.line.title}`,
    ...lines.map((line) => `  ${line.trimEnd()}`),
    ...verdicts.map(
      ({ target, value, reached }) => `  ${reached ? 'reached' : 'MISSED '}  ${target}: ${value}`,
    ),
  ].join('\n')
}

const marks = (name: string) => [`<!-- bench: ${name} -->`, `<!-- end of ${name} -->`] as const

/**
 * Puts the figures of the lines that were measured between their marks on the page; the others keep theirs.
 * @throws Error where the page has no place for a line
 */
export function writePage(path: string, measured: readonly Measured[], setting: string): void {
  let page = readFileSync(path, 'utf8')
  for (const entry of measured) {
    const [begin, end] = marks(entry.line.name)
    const from = page.indexOf(begin)
    const to = page.indexOf(end)
    if (from < 0 || to < from)
      throw new Error(`${path} has no place for ${entry.line.name}: ${begin} ... ${end}`)
    page = `${page.slice(0, from + begin.length)}\n${setting}\n\n${markdown(entry)}\n${page.slice(to)}`
  }
  writeFileSync(path, page)
}
