import { plainName, turnedName } from './known.ts'
import type { PlanContext } from './plan-context.ts'
import type { FollowUp } from './row-draft.ts'

type Holder = NonNullable<FollowUp['holder']>

/** Who a cell names: one person by badge or name, else one team. Several or none are not guessed. */
export function resolveHolder(
  { index }: PlanContext,
  text: string,
): Holder | 'holder-unknown' | 'holder-ambiguous' {
  const bare = text.replace(/\s*\([^)]*\)\s*$/, '')
  const turned = turnedName(bare)
  const people = new Set([
    ...index.badges.get(text),
    ...index.peopleNames.get(plainName(bare)),
    ...(turned ? index.peopleNames.get(plainName(turned)) : []),
  ])
  const [person, ...others] = people
  if (others.length > 0) return 'holder-ambiguous'
  if (person !== undefined) return { personId: person }
  const teams = index.known.teams.filter((team) => plainName(team.name) === plainName(text))
  if (teams.length > 1) return 'holder-ambiguous'
  return teams[0] ? { teamId: teams[0].id } : 'holder-unknown'
}
