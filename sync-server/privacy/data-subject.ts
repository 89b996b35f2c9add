import type { TenantTransaction } from '../tenancy/with-tenant.ts'

/** Somebody of whom the school holds data: a person, the users that sign in as that person, or a user who is no person. */
export interface DataSubject {
  readonly people: readonly string[]
  readonly users: readonly string[]
  /** As they are written in the school, each once. */
  readonly names: readonly string[]
}

/**
 * Which users are somebody: not a station, nor who stands for another school (of an id of version 8). Their names are words of everybody's,
 * which are not to be taken out of what is written.
 */
export const IS_SOMEBODY = `role <> 'STATION' AND substr(users.id::text, 15, 1) <> '8'`

/** Whom an id stands for; undefined: nobody, or somebody who was erased. */
export async function findSubject(tx: TenantTransaction, id: string): Promise<DataSubject | undefined> {
  const users = await tx<{ id: string; name: string; personId: string | null }[]>`
    SELECT id, name, person_id AS "personId" FROM users
    WHERE name <> '' AND ${tx.unsafe(IS_SOMEBODY)} AND (id = ${id} OR person_id = ${id}
      OR person_id = (SELECT person_id FROM users WHERE id = ${id}))`
  const ids = [id, ...users.flatMap(({ personId }) => personId ?? [])]
  const people = await tx<{ id: string; name: string }[]>`
    SELECT id, name FROM people WHERE name <> '' AND id = ANY(${ids}::text[]::uuid[])`
  if (people.length === 0 && users.length === 0) return undefined
  return {
    people: people.map((person) => person.id),
    users: users.map((user) => user.id),
    names: [...new Set([...people, ...users].map(({ name }) => name))],
  }
}

/** How many things somebody has, counted ones by their kind. */
export async function thingsOut(tx: TenantTransaction, people: readonly string[]): Promise<number> {
  const [row] = await tx<{ things: number }[]>`
    SELECT count(*)::int AS things FROM equipment WHERE holder_id = ANY(${[...people]}::text[]::uuid[]) AND NOT deleted`
  return row?.things ?? 0
}
