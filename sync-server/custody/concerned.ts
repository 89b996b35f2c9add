import { typed } from '../../shared/collections/definition.ts'
import type { Link } from '../../shared/custody-chain.ts'
import { STAFF } from '../../shared/roles.ts'
import type { Unit } from '../sync/unit.ts'
import type { CustodyCollections } from './collections.ts'

/**
 * Who, beside the author, wrote these entries: they read the review and are told how it ends. Staff alone: they read every
 * thing, so a review's versions hold nothing that is kept from them [P6].
 */
export function concernedBy(
  unit: Unit,
  { users }: CustodyCollections,
  links: readonly Link[],
  authorId: string | undefined,
): readonly string[] {
  const actors = new Set(links.flatMap(({ actorId }) => (actorId === undefined ? [] : [actorId])))
  return [...actors]
    .filter((id) => id !== authorId && isStaff(unit, users, id))
    .sort()
    .slice(0, MOST_CONCERNED)
}

function isStaff(unit: Unit, users: CustodyCollections['users'], id: string): boolean {
  const stored = unit.get(users, id)
  if (!stored || stored.deleted) return false
  const { role } = typed(users, stored.document)
  return STAFF.some((staff) => staff === role)
}

const MOST_CONCERNED = 100
