import type { DataSubject } from './data-subject.ts'
import { nameEraser } from './erased-name.ts'

type Row = Readonly<Record<string, unknown>>

/** What tells which document it is, and nothing of anybody. */
const ALWAYS = ['id', 'kind', 'collection', 'documentId', 'createdAt', 'occurredAt']

/**
 * Of a document of others the fields that name somebody, by id or in full, and of a text the lines that do: what else stands there may
 * be about somebody else. None where nothing does.
 */
export function createNamedParts({ people, users, names }: DataSubject): (row: Row) => readonly Row[] {
  const erase = nameEraser(names)
  const ids = [...people, ...users]
  const isNamed = (text: string) => ids.some((id) => text.includes(id)) || erase(text) !== text

  function part(value: unknown): unknown {
    if (typeof value !== 'string') return isNamed(JSON.stringify(value) ?? '') ? value : undefined
    const lines = value.split('\n').filter(isNamed)
    return lines.length > 0 ? lines.join('\n') : undefined
  }

  return (row) => {
    const found = Object.entries(row)
      .filter(([field]) => !ALWAYS.includes(field))
      .flatMap(([field, value]) => {
        const named = part(value)
        return named === undefined ? [] : [[field, named] as const]
      })
    if (found.length === 0) return []
    const about = ALWAYS.flatMap((field) => (row[field] === undefined ? [] : [[field, row[field]] as const]))
    return [Object.fromEntries([...about, ...found])]
  }
}
