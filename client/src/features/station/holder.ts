import type { Person } from '../../../../shared/collections/people.ts'
import type { Holder } from '../../custody/transaction.ts'

export type HolderKind = 'person' | 'team' | 'location'

/** Who or what is given things at the station. */
export interface StationHolder {
  readonly kind: HolderKind
  readonly id: string
}

export function toCustodyHolder({ kind, id }: StationHolder): Holder {
  if (kind === 'person') return { personId: id }
  return kind === 'team' ? { teamId: id } : { locationId: id }
}

export function personHolder(person: Pick<Person, 'id'>): StationHolder {
  return { kind: 'person', id: person.id }
}

export function sameHolder(a: StationHolder | undefined, b: StationHolder | undefined): boolean {
  return a?.kind === b?.kind && a?.id === b?.id
}
