import { hiddenFields, type Subject, scopeOf, subjectValues, type Viewer } from '../../shared/access.ts'
import type { Definition } from '../../shared/collections/definition.ts'
import { columnName } from '../../shared/columns.ts'
import { EtraxError } from '../../shared/errors.ts'
import { quoteIdentifier } from '../db/identifiers.ts'

/** What a reader sees of a collection, as SQL. Texts depend on definition, role and schema version alone; values are parameters. */
export interface Sight {
  readonly hidden: readonly string[]
  /** A condition on the table's row, with parameters from `$<first>` on. */
  readonly condition: string
  readonly parameters: readonly string[][]
  /** The keys under which losses of sight concern this reader [L2]; empty where the role sees all. */
  readonly readers: string[]
}

/** @throws EtraxError `forbidden` where the role sees nothing of the collection */
export function sightOf(
  definition: Definition,
  subject: Subject,
  firstParameter: number,
  schema?: Viewer['schema'],
): Sight {
  const scope = scopeOf(definition, subject.role)
  if (scope === undefined) throw new EtraxError('forbidden', 'This role does not read this collection.')
  const hidden = hiddenFields(definition, { role: subject.role, schema })
  if (scope === 'all') return { hidden, condition: 'true', parameters: [], readers: [] }
  const parameters: string[][] = []
  const conditions: string[] = []
  const readers: string[] = []
  for (const term of scope) {
    const values = [...subjectValues(subject, term.subject)]
    parameters.push(values)
    const parameter = `$${firstParameter + parameters.length - 1}::text[]`
    readers.push(...values.map((value) => `${term.subject}:${value}`))
    for (const field of term.fields) {
      const column = quoteIdentifier(columnName(field))
      const type = definition.fields[field]?.type
      const isList = type === 'ids' || type === 'texts'
      conditions.push(
        isList
          ? `${column} && ${parameter}`
          : `${column} = any(${parameter}${type === 'id' ? '::uuid[]' : ''})`,
      )
    }
  }
  return { hidden, condition: `(${conditions.join(' or ')})`, parameters, readers }
}
