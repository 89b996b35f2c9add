import Papa from 'papaparse'
import type { AuditEntryShown } from './read-audit.ts'

const COLUMNS = [
  'n',
  'at',
  'actorId',
  'actorName',
  'deviceId',
  'action',
  'collection',
  'documentId',
  'seq',
  'detail',
  'hash',
] as const

/** RFC 4180; what a spreadsheet would take for a formula begins with an apostrophe. */
export function auditCsv(entries: readonly AuditEntryShown[], header: boolean): string {
  const rows = entries.map((entry) =>
    COLUMNS.map((name) => (name === 'detail' ? JSON.stringify(entry.detail) : (entry[name] ?? ''))),
  )
  const text = Papa.unparse(header ? [[...COLUMNS], ...rows] : rows, {
    newline: '\r\n',
    escapeFormulae: true,
  })
  return text === '' ? '' : `${text}\r\n`
}
