import type { Choices } from './choices.ts'
import { type KnownIndex, type KnownPerson, plainName } from './known.ts'
import type { Verdict } from './match-thing.ts'
import type { PlannedRow, RowDraft } from './row-draft.ts'
import { shown } from './row-issue.ts'

/** People that rows of this file have named so far. */
export interface SeenPeople {
  readonly badges: Map<string, PlannedRow>
  readonly jerseys: Map<string, PlannedRow>
  readonly names: Map<string, number>
  readonly updated: Map<string, PlannedRow>
}

export function nobodySeen(): SeenPeople {
  return { badges: new Map(), jerseys: new Map(), names: new Map(), updated: new Map() }
}

const nameOf = (draft: RowDraft) => plainName(textOf(draft.fields.name))
const jerseyKey = (draft: RowDraft) => {
  const jersey = textOf(draft.fields.jerseyNumber)
  return jersey === '' ? '' : `${nameOf(draft)}|${jersey}`
}

/** The earlier row of the same person: rosters list an athlete once for each team. */
export function earlierRow(seen: SeenPeople, draft: RowDraft): PlannedRow | undefined {
  const badge = textOf(draft.fields.badgeCode)
  const found = badge === '' ? seen.jerseys.get(jerseyKey(draft)) : seen.badges.get(badge)
  if (badge === '' || !found) return found
  return plainName(textOf(found.fields.name)) === nameOf(draft) ? found : undefined
}

/** Says where a badge belongs to another name, or a name stands twice with nothing to tell whether it is one person. */
export function comparePeopleWithinFile(seen: SeenPeople, draft: RowDraft) {
  const badge = textOf(draft.fields.badgeCode)
  const taken = badge === '' ? undefined : seen.badges.get(badge)
  if (taken) draft.error('same-code-in-file', { field: 'badgeCode', value: shown(badge), line: taken.line })
  const name = nameOf(draft)
  const line = seen.names.get(name)
  if (line !== undefined && badge === '')
    draft.warn('same-name-in-file', { field: 'name', value: shown(textOf(draft.fields.name)), line })
  if (!draft.refused && line === undefined) seen.names.set(name, draft.line)
}

export function rememberPerson(seen: SeenPeople, draft: RowDraft, planned: PlannedRow) {
  const badge = textOf(draft.fields.badgeCode)
  if (badge !== '') seen.badges.set(badge, planned)
  const jersey = jerseyKey(draft)
  if (jersey !== '' && badge === '') seen.jerseys.set(jersey, planned)
}

/** What becomes of a row whose person may be here already: by badge, else by name where it is the only one. */
export function matchPerson(
  index: KnownIndex,
  seen: SeenPeople,
  draft: RowDraft,
  whenKnown: Choices['whenKnown'],
): Verdict {
  const badge = textOf(draft.fields.badgeCode)
  const byBadge = badge === '' ? [] : index.badges.get(badge)
  const byName = index.peopleNames.get(nameOf(draft)).filter((id) => mayBe(index.people.get(id), badge))
  const found = byBadge.length > 0 ? byBadge : narrowed(index, byName, textOf(draft.fields.jerseyNumber))
  const [id, other] = found
  if (id === undefined) return { action: 'create' }
  const at =
    byBadge.length > 0
      ? { field: 'badgeCode', value: shown(badge) }
      : { field: 'name', value: shown(textOf(draft.fields.name)) }
  if (whenKnown === 'create') {
    draft.warn('exists', at)
    return { action: 'create' }
  }
  if (whenKnown === 'skip') {
    draft.warn('exists', at)
    return { action: 'skip' }
  }
  const earlier = seen.updated.get(id)
  if (other !== undefined || earlier) {
    draft.error('exists-twice', { ...at, ...(earlier ? { line: earlier.line } : {}) })
    return { action: 'refuse' }
  }
  return { action: 'update', id }
}

/** A person with another badge is another person. */
function mayBe(person: KnownPerson | undefined, badge: string): boolean {
  return (
    person !== undefined && (badge === '' || person.badgeCode === undefined || person.badgeCode === badge)
  )
}

/** Of several of one name, the one who wears the number. */
function narrowed(index: KnownIndex, ids: readonly string[], jersey: string): readonly string[] {
  if (ids.length < 2 || jersey === '') return ids
  const wearing = ids.filter((id) => index.people.get(id)?.jerseyNumber === jersey)
  return wearing.length > 0 ? wearing : ids
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
