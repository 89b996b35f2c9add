import { type Person, people } from '../../../../shared/collections/people.ts'
import { validateField } from '../../../../shared/validate.ts'
import type { FormIssue } from '../../forms/issue-text.ts'
import { checkedRows, type NamedRow, rowsOf } from '../../forms/named-rows.ts'

/** What stands in the form, as it was typed; '' where there is nothing. */
export interface PersonDraft {
  name: string
  kind: Person['kind']
  jerseyNumber: string
  badgeCode: string
  teamIds: readonly string[]
  sizes: readonly NamedRow[]
  active: boolean
}

type Fields = { readonly [F in keyof Person]?: Person[F] | undefined }

export const blankDraft: PersonDraft = {
  name: '',
  kind: 'athlete',
  jerseyNumber: '',
  badgeCode: '',
  teamIds: [],
  sizes: [],
  active: true,
}

export function draftOf(person: Person): PersonDraft {
  return {
    name: person.name,
    kind: person.kind,
    jerseyNumber: person.jerseyNumber ?? '',
    badgeCode: person.badgeCode ?? '',
    teamIds: person.teamIds ?? [],
    sizes: rowsOf(person.sizes ?? {}),
    active: person.active,
  }
}

const texts = ['name', 'jerseyNumber', 'badgeCode'] as const

/** The draft as fields of a document, empty ones undefined, with all that cannot be stored. */
export function fieldsOf(draft: PersonDraft): {
  readonly fields: Fields
  readonly issues: readonly FormIssue[]
} {
  const issues: FormIssue[] = []
  const typed: { [F in (typeof texts)[number]]?: string } = {}
  for (const field of texts) {
    const text = draft[field].trim()
    if (text === '') {
      if (people.fields[field].required) issues.push({ field, code: 'required' })
      continue
    }
    typed[field] = text
    const wrong = validateField(field, people.fields[field], text)
    if (wrong) issues.push(wrong)
  }
  const { values, issues: rows } = checkedRows(draft.sizes)
  issues.push(...rows.map((issue) => ({ ...issue, field: `sizes.${issue.field}` })))
  const sizes = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
  const wrongSizes = validateField('sizes', people.fields.sizes, sizes)
  if (wrongSizes) issues.push(wrongSizes)
  const wrongTeams = validateField('teamIds', people.fields.teamIds, [...draft.teamIds])
  if (wrongTeams) issues.push(wrongTeams)
  return {
    issues,
    fields: {
      ...typed,
      ...(typed.jerseyNumber === undefined ? { jerseyNumber: undefined } : {}),
      ...(typed.badgeCode === undefined ? { badgeCode: undefined } : {}),
      kind: draft.kind,
      teamIds: draft.teamIds.length === 0 ? undefined : [...draft.teamIds],
      sizes: Object.keys(sizes).length === 0 ? undefined : sizes,
      active: draft.active,
    },
  }
}

/** Only what was changed, against what the form showed at first. */
export function changesBetween(start: PersonDraft, now: PersonDraft): Fields {
  const before = new Map<string, string | undefined>(
    Object.entries(fieldsOf(start).fields).map(([field, value]) => [field, JSON.stringify(value)]),
  )
  return Object.fromEntries(
    Object.entries(fieldsOf(now).fields).filter(
      ([field, value]) => before.get(field) !== JSON.stringify(value),
    ),
  )
}
