import { typed } from '../../shared/collections/definition.ts'
import type { Participant } from '../sync/participant.ts'
import type { Unit } from '../sync/unit.ts'
import type { CustodyCollections } from './collections.ts'

interface Held {
  /** Serialized things by their holder, as they are stored. */
  readonly things: Map<string, readonly string[]>
  /** Holders who have pieces of a counted thing, by the stored ledger. */
  readonly counted: Set<string>
}

const known = new WeakMap<Unit, Held>()

function heldIn(unit: Unit): Held {
  const found = known.get(unit)
  if (found) return found
  const made: Held = { things: new Map(), counted: new Set() }
  known.set(unit, made)
  return made
}

/** Finds what the holders have whose deletion a commit decides. */
export function heldParticipant({ equipment, transactions }: CustodyCollections): Participant {
  return {
    async load(transaction, needs, unit) {
      if (needs.held.size === 0) return
      const ids = [...needs.held]
      const held = heldIn(unit)
      const [things, counted] = await Promise.all([
        transaction<{ id: string; holder_id: string }[]>`
          select id, holder_id from ${transaction(equipment.name)}
          where holder_id = any(${ids}::text[]::uuid[]) and not deleted`,
        transaction<{ holder_id: string }[]>`
          select holder.holder_id from ${transaction(equipment.name)} thing
          join ${transaction(transactions.name)} entry on entry.equipment_id = thing.id and not entry.deleted
          cross join lateral (values
            (entry.to_holder_id, case when entry.type in ('check_out', 'transfer') then 1 else 0 end),
            (entry.from_holder_id, case when entry.type in ('check_in', 'report_lost', 'transfer') then -1 else 0 end)
          ) as holder (holder_id, sign)
          where thing.kind = 'bulk' and not thing.deleted and holder.holder_id = any(${ids}::text[]::uuid[])
          group by thing.id, holder.holder_id
          having sum(holder.sign * coalesce(entry.quantity, 1)) > 0`,
      ])
      for (const { id, holder_id } of things)
        held.things.set(holder_id, [...(held.things.get(holder_id) ?? []), id])
      for (const { holder_id } of counted) held.counted.add(holder_id)
    },
    changed: () => false,
    write() {},
  }
}

/**
 * Whether somebody, or some place, has a thing or pieces of one, by all that the unit decided so far. Asking makes the commit read it
 * and decide again.
 */
export function holdsThings(
  unit: Unit,
  { equipment, transactions }: CustodyCollections,
  holderId: string,
): boolean {
  unit.require((needs) => needs.held.add(holderId))
  const { things, counted } = heldIn(unit)
  if (counted.has(holderId)) return true
  const changes = unit.changes()
  const moved = changes
    .filter(({ definition }) => definition === equipment)
    .map(({ after }) => after.document.id)
  const ids = [...new Set([...(things.get(holderId) ?? []), ...moved])]
  const has = ids.some((id) => {
    const stored = unit.get(equipment, id)
    return stored && !stored.deleted && stored.document.holderId === holderId
  })
  // Of counted things that go out in this very commit.
  return (
    has ||
    changes.some(({ definition, before, after }) => {
      if (definition !== transactions || before) return false
      const { type, toHolderId, equipmentId } = typed(transactions, after.document)
      if (toHolderId !== holderId || (type !== 'check_out' && type !== 'transfer')) return false
      return unit.get(equipment, equipmentId)?.document.kind === 'bulk'
    })
  )
}
