import type { TenantTransaction } from '../tenancy/with-tenant.ts'
import type { DataSubject } from './data-subject.ts'
import { SHORTEST_NAME } from './erased-name.ts'

/** Which documents say something of somebody, by collection. */
export interface ErasurePlan {
  readonly people: readonly string[]
  readonly users: readonly string[]
  /** Teams that the users coach. */
  readonly teams: readonly string[]
  /** Entries that are about the person, or whose note a user wrote or that names somebody. */
  readonly transactions: readonly string[]
  /** Reviews of the person's own documents. */
  readonly ownReviews: readonly string[]
  /** Other reviews that hold a note of such an entry, or a name. */
  readonly reviews: readonly string[]
  /** Things that the person had, whose notes have a history, and things that name the person. */
  readonly equipment: readonly string[]
}

/** A name as it may stand in a text, and in the JSON of one; none where it is too short to be looked for. */
function formsOf(name: string): readonly string[] {
  const plain = name.trim().toLowerCase().replace(/\s+/g, ' ')
  return plain.length < SHORTEST_NAME ? [] : [...new Set([plain, JSON.stringify(plain).slice(1, -1)])]
}

/** A text as names are looked for in it: whatever stands between two words, in JSON too, is one space. */
function folded(tx: TenantTransaction, text: string) {
  return tx.unsafe(`regexp_replace(lower(${text}), '(\\s|\\\\[nrt])+', ' ', 'g')`)
}

/** Reads what is there now; what was erased before is in none of it but for its own documents. */
export async function readErasurePlan(
  tx: TenantTransaction,
  { people, users, names }: DataSubject,
): Promise<ErasurePlan> {
  const needles = names.flatMap(formsOf)
  const everybody = [...people, ...users]
  const texts = (values: readonly string[]) => [...values]
  const named = [...needles, ...people]
  const [teams, transactions, ownReviews, reviews, equipment] = await Promise.all([
    tx<{ id: string }[]>`SELECT id FROM teams WHERE coach_ids && ${texts(users)}::text[]`,
    tx<{ id: string }[]>`
      SELECT id FROM transactions WHERE note IS NOT NULL AND (
        from_holder_id = ANY(${texts(people)}::text[]::uuid[]) OR to_holder_id = ANY(${texts(people)}::text[]::uuid[])
        OR actor_id = ANY(${texts(users)}::text[]::uuid[])
        OR EXISTS (SELECT FROM unnest(${needles}::text[]) AS needle WHERE strpos(${folded(tx, 'note')}, needle) > 0))`,
    tx<{ id: string }[]>`
      SELECT id FROM reviews WHERE document_id = ANY(${texts(everybody)}::text[])`,
    tx<{ id: string }[]>`
      SELECT id FROM reviews WHERE document_id <> '' AND document_id <> ALL(${texts(everybody)}::text[]) AND EXISTS (
        SELECT FROM unnest(${named}::text[]) AS needle
        WHERE strpos(${folded(tx, 'concat(base, device, server, reason, decisions, effects, resolution)')}, needle) > 0)`,
    tx<{ id: string }[]>`
      SELECT id FROM equipment WHERE EXISTS (
        SELECT FROM unnest(${needles}::text[]) AS needle
        WHERE strpos(${folded(tx, "concat(name, ' ', notes, ' ', tags, ' ', custom)")}, needle) > 0)
      OR (merge IS NOT NULL AND ${needles.length > 0} AND id IN (
        SELECT equipment_id FROM transactions WHERE from_holder_id = ANY(${texts(people)}::text[]::uuid[])
          OR to_holder_id = ANY(${texts(people)}::text[]::uuid[])))`,
  ])
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
  return {
    people,
    users,
    teams: ids(teams),
    transactions: ids(transactions),
    ownReviews: ids(ownReviews),
    reviews: ids(reviews),
    equipment: ids(equipment),
  }
}
