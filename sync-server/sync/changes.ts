import type { AnyDocument, Definition } from '../../shared/collections/definition.ts'
import type { Database } from '../db/database.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { documentSql } from './document-sql.ts'
import { type CounterState, readCounter } from './pull.ts'

/** One changed document as everybody sees it, parsed only for readers who see less. */
export interface ChangedDocument {
  readonly definition: Definition
  readonly seq: number
  readonly json: string
  /** With `_deleted`. */
  parsed(): AnyDocument & { readonly _deleted: boolean }
}

/** Who lost sight of which document, and with which commit [L2]. */
export interface LostDocument {
  readonly collection: string
  readonly seq: number
  readonly id: string
  readonly reader: string
}

export interface Changes {
  readonly state: CounterState
  readonly documents: readonly ChangedDocument[]
  readonly losses: readonly LostDocument[]
  /** There was more than `limit`; nothing is delivered, readers pull. */
  readonly tooMany: boolean
}

/** All that was committed after `seq`, in seq order, of one moment. */
export async function readChanges(
  database: Database,
  tenant: Tenant,
  definitions: readonly Definition[],
  seq: number,
  limit: number,
): Promise<Changes> {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]))
  return withTenant(
    database,
    tenant,
    async (transaction) => {
      const [state, rows, losses] = await Promise.all([
        readCounter(transaction),
        transaction.unsafe<{ collection: string; seq: number; json: string }[]>(
          changesQuery(definitions),
          [seq, limit + 1],
          { prepare: true },
        ),
        transaction<LostDocument[]>`
          select collection, seq, document_id as id, reader from sight_losses where seq > ${seq} order by seq`,
      ])
      const documents = rows.flatMap((row) => {
        const definition = byName.get(row.collection)
        return definition ? [changedDocument(definition, row.seq, row.json)] : []
      })
      return { state, documents, losses, tooMany: rows.length > limit }
    },
    { mode: 'snapshot' },
  )
}

function changedDocument(definition: Definition, seq: number, json: string): ChangedDocument {
  let parsed: (AnyDocument & { readonly _deleted: boolean }) | undefined
  return {
    definition,
    seq,
    json,
    parsed() {
      parsed ??= JSON.parse(json) as AnyDocument & { _deleted: boolean }
      return parsed
    },
  }
}

const queries = new WeakMap<readonly Definition[], string>()

function changesQuery(definitions: readonly Definition[]): string {
  const known = queries.get(definitions)
  if (known !== undefined) return known
  const sources = definitions.map((definition) => {
    const { table, json } = documentSql(definition)
    return `(select '${definition.name}' as collection, seq, ${json} as json from ${table} where seq > $1 order by seq limit $2)`
  })
  const made = `${sources.join(' union all ')} order by seq limit $2`
  queries.set(definitions, made)
  return made
}
