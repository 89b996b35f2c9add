import { categories } from './collections/categories.ts'
import type { DocumentOf } from './collections/definition.ts'
import { equipment } from './collections/equipment.ts'
import { locations } from './collections/locations.ts'
import { people } from './collections/people.ts'
import { reviews } from './collections/reviews.ts'
import { teams } from './collections/teams.ts'
import { transactions } from './collections/transactions.ts'
import { users } from './collections/users.ts'

/** Every synced collection. Imported by composition roots and tests only; all else takes a definition as an argument. */
export const registry = {
  equipment,
  categories,
  locations,
  people,
  teams,
  users,
  transactions,
  reviews,
} as const

export type CollectionName = keyof typeof registry

export type DocumentOfName<Name extends CollectionName> = DocumentOf<(typeof registry)[Name]>

export const collectionNames: readonly CollectionName[] = [
  'equipment',
  'categories',
  'locations',
  'people',
  'teams',
  'users',
  'transactions',
  'reviews',
]

export function isCollectionName(name: string): name is CollectionName {
  return Object.hasOwn(registry, name)
}
