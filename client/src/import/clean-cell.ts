import type { RowIssueCode } from './row-issue.ts'

export interface Cell {
  /** Trimmed, in Unicode's composed form, without what no eye sees. '' is blank. */
  readonly text: string
  /** What was seen on the way, each worth a warning. */
  readonly marks: readonly RowIssueCode[]
}

const blank: Cell = { text: '', marks: [] }

/** Control characters other than tabs and line ends. */
const controls = /(?![\t\n\r\u0085])\p{Cc}/gu
/** Spaces of no width and marks of direction at the edges, where they only keep equal texts apart. */
const edges =
  /^[\s\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]+|[\s\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]+$/g
const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g
/** UTF-8 that was read as Windows-1252 and saved so. */
const mojibake =
  /Ã[\u0080-\u00BF\u2018-\u203A\u0152-\u0178]|â€[\u0098-\u009D\u00A6\u02DC\u2018-\u2122œ]|Â[\u00A0-\u00BF]/

/** Words that stand for nothing. */
const nothing = new Set([
  'n/a',
  'na',
  'n.a.',
  'none',
  'null',
  'nil',
  '-',
  '--',
  '—',
  '–',
  '#n/a',
  'ninguno',
  'ninguna',
  'sin',
  's/n',
  'undefined',
  '(blank)',
  '(none)',
])

/** A cell of free text. */
export function cleanText(raw: string): Cell {
  if (raw === '') return blank
  const marks: RowIssueCode[] = []
  let text = unwrapped(raw)
  const bare = text.replace(controls, '')
  if (bare !== text) {
    marks.push('control-characters')
    text = bare
  }
  if (!text.isWellFormed() || text.includes('\uFFFD')) {
    marks.push('unreadable')
    text = text.toWellFormed()
  }
  text = text
    .replace(/[\u00A0\u202F\u2007]/g, ' ')
    .normalize('NFC')
    .replace(edges, '')
  if (mojibake.test(text)) marks.push('garbled')
  return { text, marks }
}

/** A cell of one line: line ends and runs of spaces become one space. */
export function cleanLine(raw: string): Cell {
  const cell = cleanText(raw)
  return /\s\s|[\n\t\u0085]/.test(cell.text) ? { ...cell, text: cell.text.replace(/\s+/g, ' ') } : cell
}

/** A code: nothing invisible in it, since no scanner would send it. */
export function cleanCode(raw: string): Cell {
  const cell = cleanLine(raw)
  return { ...cell, text: cell.text.replace(invisible, '').trim() }
}

/** Whether a text says that there is nothing: `N/A`, `-`. */
export function saysNothing(text: string): boolean {
  return nothing.has(text.toLowerCase())
}

/**
 * The value inside of what spreadsheets and careful exports put around it: `="00123"` keeps zeros, an apostrophe keeps a
 * formula from running.
 */
function unwrapped(raw: string): string {
  const formula = /^\s*="((?:[^"]|"")*)"\s*$/.exec(raw)
  if (formula) return (formula[1] ?? '').replaceAll('""', '"')
  return /^'(?:\s*[=+\-@]|\d+$)/.test(raw) ? raw.slice(1) : raw
}
