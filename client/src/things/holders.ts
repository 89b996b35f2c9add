import { createLookup } from '../db/query.ts'
import { t } from './messages.ts'

/** Who or what has a thing, as shown. `href` where there is a page to go to. */
export interface ShownHolder {
  readonly kind: 'person' | 'team' | 'location' | 'unseen'
  readonly name: string
  readonly jerseyNumber?: string | undefined
  readonly href?: string
}

/**
 * Names of holders by id, live. A person whom this device may not see is not named: that somebody has the thing is no
 * secret, who it is may be one. Before the names were read nobody is called a stranger: the name is empty.
 */
export function createHolders(): (holderId: string | undefined) => ShownHolder | undefined {
  const person = createLookup('people')
  const team = createLookup('teams')
  const location = createLookup('locations')
  return (holderId) => {
    if (holderId === undefined) return undefined
    const somebody = person(holderId)
    if (somebody)
      return {
        kind: 'person',
        name: somebody.name,
        jerseyNumber: somebody.jerseyNumber,
        href: `/people/${holderId}`,
      }
    const group = team(holderId)
    if (group) return { kind: 'team', name: group.name, href: `/teams/${holderId}` }
    const place = location(holderId)
    if (place) return { kind: 'location', name: place.name, href: `/equipment?holder=${holderId}` }
    const known = person.loaded() && team.loaded() && location.loaded()
    return { kind: 'unseen', name: known ? t('holder.unseen') : '' }
  }
}
