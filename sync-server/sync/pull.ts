import { accessKey, type Subject } from '../../shared/access.ts'
import type { AnyDocument, Definition } from '../../shared/collections/definition.ts'
import { EtraxError } from '../../shared/errors.ts'
import { blankTombstone } from '../../shared/json-schema.ts'
import {
  type Checkpoint,
  MAX_PAGE_BYTES,
  MAX_PAGE_DOCUMENTS,
  type ResyncReason,
} from '../../shared/protocol.ts'
import type { Seeing } from '../../shared/seeing.ts'
import type { Database } from '../db/database.ts'
import { type Tenant, type TenantTransaction, withTenant } from '../tenancy/with-tenant.ts'
import { documentJson, documentSql } from './document-sql.ts'
import type { History } from './history.ts'
import { sightOf } from './sight-sql.ts'

export interface PullRequest {
  readonly epoch?: string | undefined
  /** Undefined: from the beginning. */
  readonly seq?: number | undefined
  readonly access?: string | undefined
  /** Of the checkpoint of a pull that goes on from the beginning. */
  readonly floor?: number | undefined
  readonly limit: number
  /** The version of the set of collections that the device speaks [L5]; absent: the current one. */
  readonly schema?: number
}

/** @throws EtraxError `resync-required` with a `reason` [L3] */
export function requireCheckpoint(
  state: CounterState,
  collection: string | undefined,
  access: string,
  request: Pick<PullRequest, 'epoch' | 'seq' | 'access' | 'floor'>,
) {
  if (request.seq === undefined) return
  const reason = resyncReason(state, collection, access, request.seq, request)
  if (reason === undefined) return
  throw new EtraxError('resync-required', `The device has to pull from the beginning (${reason}).`, {
    details: { reason, ...(reason === 'epoch' ? { restoredTo: state.restoredTo ?? 0 } : {}) },
  })
}

export function resyncReason(
  state: CounterState,
  collection: string | undefined,
  access: string,
  seq: number,
  request: Pick<PullRequest, 'epoch' | 'access' | 'floor'>,
): ResyncReason | undefined {
  if (request.epoch !== undefined && request.epoch !== state.epoch) return 'epoch'
  if (seq > state.seq) return 'ahead'
  const floor = floorOf(state, collection)
  if (seq > 0 && seq < floor && (request.floor ?? 0) < floor) return 'purged'
  if (request.access !== undefined && request.access !== access) return 'access'
  return undefined
}

function floorOf({ floors }: CounterState, collection: string | undefined): number {
  return collection === undefined ? 0 : (floors[collection] ?? 0)
}

export interface CounterState extends History {
  readonly seq: number
  readonly floors: Readonly<Record<string, number>>
}

export async function readCounter(transaction: TenantTransaction): Promise<CounterState> {
  const [state] = await transaction<CounterState[]>`
    select epoch, seq, floors, restored_to as "restoredTo" from sync_state`
  if (!state) throw new Error('sync_state is empty')
  return state
}

interface Page {
  documents: string | null
  count: number
  last: number | null
  more: boolean | null
}

/**
 * One page in seq order as the JSON text of the answer; Postgres makes the text of the documents. Empty means the end: what
 * the reader may not see is passed over inside the query [L1].
 */
export async function pullPage(
  database: Database,
  seeing: Seeing,
  tenant: Tenant,
  definition: Definition,
  subject: Subject,
  request: PullRequest,
): Promise<string> {
  const access = accessKey(subject)
  const limit = Math.min(request.limit, MAX_PAGE_DOCUMENTS)
  const { text, parameters } = pageQuery(definition, subject, request.schema)
  const { state, page } = await withTenant(
    database,
    tenant,
    async (transaction) => {
      const [state, [page]] = await Promise.all([
        readCounter(transaction),
        transaction.unsafe<Page[]>(text, [request.seq ?? -1, limit, MAX_PAGE_BYTES, ...parameters], {
          prepare: true,
        }),
      ])
      return { state, page }
    },
    { mode: 'snapshot' },
  )
  requireCheckpoint(state, definition.name, access, request)
  // Where nothing more follows, the whole of the snapshot has been read: its counter is the checkpoint.
  const seq = page?.more === true && page.last !== null ? page.last : state.seq
  const floor = request.seq === undefined ? floorOf(state, definition.name) : (request.floor ?? 0)
  const checkpoint: Checkpoint = { epoch: state.epoch, seq, access, ...(seq < floor ? { floor } : {}) }
  const documents = `[${page?.documents ?? ''}]`
  const seen = seeing.cuts(definition, subject.role)
    ? JSON.stringify(parsed(documents).map((one) => seeing.seen(definition, subject, request.schema, one)))
    : documents
  return `{"documents":${seen},"checkpoint":${JSON.stringify(checkpoint)}}`
}

/** The documents of a page that Postgres made. */
function parsed(documents: string): readonly AnyDocument[] {
  return JSON.parse(documents)
}

const FIRST_SIGHT_PARAMETER = 4

/** `$1` after this seq, `$2` documents, `$3` characters, then the sight's. */
function pageQuery(
  definition: Definition,
  subject: Subject,
  schema: number | undefined,
): { text: string; parameters: string[][] } {
  const sight = sightOf(definition, subject, FIRST_SIGHT_PARAMETER, schema)
  const { table } = documentSql(definition)
  const json = documentJson(definition, sight.hidden)
  const parameters: string[][] = [...sight.parameters]
  const sources = [
    `(select seq, ${json} as json from ${table} where seq > $1 and ${sight.condition} order by seq limit $2 + 1)`,
  ]
  if (sight.readers.length > 0) {
    parameters.push(sight.readers)
    const readers = `$${FIRST_SIGHT_PARAMETER + parameters.length - 1}::text[]`
    parameters.push([definition.name, blankJson(definition)])
    const named = `($${FIRST_SIGHT_PARAMETER + parameters.length - 1}::text[])`
    sources.push(
      `(select distinct on (l.seq, l.document_id) l.seq, replace(${named}[2], '$id', l.document_id::text) as json
        from sight_losses l
        where l.collection = ${named}[1] and l.reader = any(${readers}) and l.seq > $1
          and not exists (select 1 from ${table} where id = l.document_id and ${sight.condition})
        order by l.seq, l.document_id limit $2 + 1)`,
    )
  }
  const text = `
    with candidates as materialized (
      select seq, json, row_number() over (order by seq) as n, sum(length(json)) over (order by seq rows unbounded preceding) as size
      from (${sources.join(' union all ')}) as found
    ), page as (
      select * from candidates where n <= $2 and (size <= $3 or n = 1)
    )
    select string_agg(json, ',' order by seq) as documents, count(*)::int as count, max(seq) as last,
      (select count(*) from candidates) > count(*) as more
    from page`
  return { text, parameters }
}

function blankJson(definition: Definition): string {
  return JSON.stringify(blankTombstone(definition, '$id'))
}
