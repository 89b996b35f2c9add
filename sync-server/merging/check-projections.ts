import { sameJson } from '../../shared/json.ts'
import { mergeFieldsOf } from '../../shared/merge-document/contents.ts'
import { registry } from '../../shared/registry.ts'
import type { Database } from '../db/database.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { createLane } from './lane.ts'

/** A thing whose notes, tags or custom fields are not what its document says. */
export interface Contradiction {
  readonly id: string
  /** The fields that differ; `merge` alone where it is no document at all. */
  readonly fields: readonly string[]
}

const PAGE = 500
const PARTS = ['notes', 'tags', 'custom'] as const

interface Row {
  readonly id: string
  readonly notes: string | null
  readonly tags: readonly string[] | null
  readonly custom: Readonly<Record<string, unknown>> | null
  readonly merge: string
}

/**
 * Compares every stored document with its projection [A1]. It says what differs and changes nothing. `admin` is the
 * owner's login.
 */
export async function findContradictions(
  admin: Database,
  { schema }: Pick<Tenant, 'schema'>,
): Promise<readonly Contradiction[]> {
  const lane = createLane()
  const found: Contradiction[] = []
  try {
    let after = '00000000-0000-0000-0000-000000000000'
    for (;;) {
      const rows = await admin<Row[]>`
        select id, notes, tags, custom, merge from ${admin(schema)}.${admin(registry.equipment.name)}
        where merge is not null and id > ${after} order by id limit ${PAGE}`
      const results = await lane.run(
        rows.map(({ merge }) => ({ kind: 'read', document: merge })),
        { school: schema },
      )
      for (const [index, row] of rows.entries()) {
        const fields = differing(row, results[index]?.projection)
        if (fields.length > 0) found.push({ id: row.id, fields })
      }
      const last = rows.at(-1)
      if (!last) return found
      after = last.id
    }
  } finally {
    await lane.close()
  }
}

function differing(
  { notes, tags, custom }: Row,
  said: Record<string, unknown> | undefined,
): readonly string[] {
  if (!said) return ['merge']
  const stored: Record<string, unknown> = { ...mergeFieldsOf({ notes, tags, custom }) }
  return PARTS.filter((part) => !sameJson(stored[part], said[part]))
}
