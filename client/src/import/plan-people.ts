import { people } from '../../../shared/collections/people.ts'
import type { ColumnInUse } from './columns-in-use.ts'
import { plainHeader } from './header-words.ts'
import { turnedName } from './known.ts'
import { namedId, type PlanContext } from './plan-context.ts'
import { readText } from './read-cell.ts'
import type { RowDraft } from './row-draft.ts'
import { shown } from './row-issue.ts'

/** Reads the cells of one row into a draft of a person. */
export function readPerson(context: PlanContext, draft: RowDraft, cells: readonly string[]) {
  const parts = { first: '', last: '' }
  let nameColumn: ColumnInUse | undefined
  for (const column of context.columns) {
    const text = readText(draft, column, cells[column.column.index] ?? '', context.choices.brokenCodes)
    if (text === '') continue
    if (column.target === 'firstName' || column.target === 'lastName') {
      parts[column.target === 'firstName' ? 'first' : 'last'] = text
      nameColumn ??= column
    } else takeValue(context, draft, column, text)
  }
  const joined = `${parts.first} ${parts.last}`.trim()
  if (draft.fields.name === undefined && nameColumn && joined !== '')
    draft.set(people, 'name', joined, nameColumn.column, joined)
}

function takeValue(context: PlanContext, draft: RowDraft, { column, target }: ColumnInUse, text: string) {
  const at = { column: column.label, value: shown(text) }
  switch (target) {
    case 'name':
      draft.set(people, 'name', turnedName(text) ?? text, column, text)
      return
    case 'teamIds': {
      const before = Array.isArray(draft.fields.teamIds) ? draft.fields.teamIds : []
      const ids = text
        .split(/[,;|/]/)
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .flatMap((part) => namedId(context, draft, 'teams', part.slice(0, 200), column.label) ?? [])
      draft.set(people, 'teamIds', [...new Set([...before, ...ids])], column, text)
      return
    }
    case 'kind':
    case 'active': {
      const value = context.words.read(target, text)
      if (value === undefined) return draft.warn('unknown-word', at)
      if (value === '') return
      draft.fields[target] = target === 'active' ? value === 'yes' : value
      return
    }
    case 'sizes': {
      const before =
        typeof draft.fields.sizes === 'object' && draft.fields.sizes !== null ? draft.fields.sizes : {}
      draft.set(people, 'sizes', { ...before, [sizeName(column.label)]: text }, column, text)
      return
    }
    default:
      draft.set(people, target, text, column, text)
  }
}

/** `Helmet Size` is the size of the helmet; a plain `Size` keeps its name. */
function sizeName(label: string): string {
  const name = label
    .replace(/\b(?:sizes?|sz|tallas?)\b\.?/gi, ' ')
    .replace(/^\s*de\s+/i, '')
    .replace(/\s+/g, ' ')
    .trim()
  return plainHeader(name) === '' ? label : name
}

/** What a new person has where the file says nothing. */
export function completePerson(draft: RowDraft) {
  const { fields } = draft
  if (fields.name === undefined && !draft.refused) draft.error('required', { field: 'name' })
  fields.kind ??= 'athlete'
  fields.active ??= true
}
