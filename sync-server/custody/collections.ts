import type { Definition } from '../../shared/collections/definition.ts'
import type { equipment } from '../../shared/collections/equipment.ts'
import type { reviews } from '../../shared/collections/reviews.ts'
import type { transactions } from '../../shared/collections/transactions.ts'
import type { users } from '../../shared/collections/users.ts'

/** The collections that custody concerns, given by the composition root. */
export interface CustodyCollections {
  readonly equipment: typeof equipment
  readonly transactions: typeof transactions
  readonly reviews: typeof reviews
  readonly users: typeof users
  /** Those whose documents can hold a thing: people, teams, locations. */
  readonly holders: readonly Definition[]
}
