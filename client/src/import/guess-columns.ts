import { plainHeader, wordsOf } from './header-words.ts'
import type { Column, Table } from './table.ts'
import { type ImportKind, isShared, type Target } from './targets.ts'

/** How well a header fits a target: 1 for one of its own words, less where it only contains them. */
function likeness(header: string, words: readonly string[]): number {
  if (header === '') return 0
  const exact = words.indexOf(header)
  // Later words are weaker signs, so that of two columns the plainer name wins.
  if (exact !== -1) return 1 - exact / 500
  const tokens = new Set(header.split(' '))
  let best = 0
  for (const word of words) {
    const parts = word.split(' ')
    if (word.length < 4 || !parts.every((part) => tokens.has(part))) continue
    best = Math.max(best, (parts.length / tokens.size) * 0.8)
  }
  return best >= 0.5 ? best : 0
}

interface Match {
  readonly column: Column
  readonly target: Target
  readonly score: number
}

function matchesOf(columns: readonly Column[], kind: ImportKind): Match[] {
  const matches: Match[] = []
  for (const column of columns) {
    const header = plainHeader(column.header)
    for (const [target, words] of wordsOf(kind)) {
      const score = likeness(header, words)
      if (score > 0) matches.push({ column, target, score })
    }
  }
  return matches.toSorted((a, b) => b.score - a.score || a.column.index - b.column.index)
}

/** Whether a table lists things or people, by its headers. */
export function guessKind(table: Table): ImportKind {
  const weight = (kind: ImportKind) => {
    const best = new Map<number, number>()
    for (const { column, target, score } of matchesOf(table.columns, kind)) {
      const said = target === 'none' ? score / 2 : score
      best.set(column.index, Math.max(best.get(column.index) ?? 0, said))
    }
    return [...best.values()].reduce((sum, score) => sum + score, 0)
  }
  const headers = new Set(table.columns.map((column) => plainHeader(column.header)))
  const hasBoth =
    ['first name', 'nombre', 'nombres'].some((word) => headers.has(word)) &&
    ['last name', 'apellido', 'apellidos'].some((word) => headers.has(word))
  return hasBoth || weight('people') > weight('equipment') ? 'people' : 'equipment'
}

/**
 * A target for each column, in the table's order. A target is given once unless columns may share it. What fits nothing
 * stays as a field of its own where things are imported, so that nothing gets lost, and is left out for people, of whom
 * no more is kept than is needed.
 */
export function guessColumns(table: Table, kind: ImportKind): Target[] {
  const given = new Map<number, Target>()
  const taken = new Set<Target>()
  for (const { column, target } of matchesOf(table.columns, kind)) {
    if (given.has(column.index) || (taken.has(target) && !isShared(target))) continue
    given.set(column.index, target)
    taken.add(target)
  }
  if (kind === 'people') soleName(table, given)
  return table.columns.map((column) => {
    const target = given.get(column.index)
    if (!holdsAnything(table, column)) return target === undefined || isShared(target) ? 'none' : target
    return target ?? (kind === 'equipment' ? 'custom' : 'none')
  })
}

/** One "Nombre" without a surname beside it is the whole name. */
function soleName(table: Table, given: Map<number, Target>) {
  const targets = new Set(given.values())
  if (targets.has('lastName') || targets.has('name')) return
  const first = table.columns.find((column) => given.get(column.index) === 'firstName')
  if (first) given.set(first.index, 'name')
}

function holdsAnything(table: Table, column: Column): boolean {
  return table.rows.some((row) => (row.cells[column.index] ?? '').trim() !== '')
}
