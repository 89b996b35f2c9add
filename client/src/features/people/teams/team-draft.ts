import { type Team, teams } from '../../../../../shared/collections/teams.ts'
import { validateField } from '../../../../../shared/validate.ts'
import type { FormIssue } from '../../../forms/issue-text.ts'

/** What stands in the form, as it was typed; '' where there is nothing. */
export interface TeamDraft {
  name: string
  sport: string
  level: string
  season: string
  coachIds: readonly string[]
  active: boolean
}

type Fields = { readonly [F in keyof Team]?: Team[F] | undefined }

export const blankDraft: TeamDraft = {
  name: '',
  sport: '',
  level: '',
  season: '',
  coachIds: [],
  active: true,
}

export function draftOf(team: Team): TeamDraft {
  return {
    name: team.name,
    sport: team.sport ?? '',
    level: team.level ?? '',
    season: team.season ?? '',
    coachIds: team.coachIds ?? [],
    active: team.active,
  }
}

const texts = ['name', 'sport', 'level', 'season'] as const

/** The draft as fields of a document, empty ones undefined, with all that cannot be stored. */
export function fieldsOf(draft: TeamDraft): {
  readonly fields: Fields
  readonly issues: readonly FormIssue[]
} {
  const issues: FormIssue[] = []
  const typed = new Map<string, string | undefined>()
  for (const field of texts) {
    const text = draft[field].trim()
    // An empty needed field is left out, since a document never has it undefined.
    if (text !== '') typed.set(field, text)
    else if (teams.fields[field].required) issues.push({ field, code: 'required' })
    else typed.set(field, undefined)
    const wrong = text === '' ? undefined : validateField(field, teams.fields[field], text)
    if (wrong) issues.push(wrong)
  }
  const wrongCoaches = validateField('coachIds', teams.fields.coachIds, [...draft.coachIds])
  if (wrongCoaches) issues.push(wrongCoaches)
  return {
    issues,
    fields: {
      ...Object.fromEntries(typed),
      coachIds: draft.coachIds.length === 0 ? undefined : [...draft.coachIds],
      active: draft.active,
    },
  }
}

/** Only what was changed, against what the form showed at first. */
export function changesBetween(start: TeamDraft, now: TeamDraft): Fields {
  const before = new Map<string, string | undefined>(
    Object.entries(fieldsOf(start).fields).map(([field, value]) => [field, JSON.stringify(value)]),
  )
  return Object.fromEntries(
    Object.entries(fieldsOf(now).fields).filter(
      ([field, value]) => before.get(field) !== JSON.stringify(value),
    ),
  )
}
