import { parseStamp } from '../../shared/clock.ts'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { isJsonObject } from '../../shared/json.ts'
import { registry } from '../../shared/registry.ts'
import { documentSql } from '../sync/document-sql.ts'
import { type StoredRow, storedFrom } from '../sync/stored-row.ts'
import type { TestSchool } from '../sync/test-school.ts'
import type { Stored } from '../sync/unit.ts'
import { withTenant } from '../tenancy/with-tenant.ts'
import type { PairRow, Side } from './pair-operations.ts'

/** What is told of a pair: the stored thing, its ledger and its reviews, in the words of the table. */
export interface PairOutcome {
  readonly stored: string
  readonly ledger: string
  readonly reviews: string
}

export interface PairNames {
  readonly school: TestSchool
  readonly thingId: string
  /** Who is named by which letter: devices and holders. */
  readonly letters: ReadonlyMap<string, string>
  readonly rows: Readonly<Record<Side, readonly PairRow[]>>
}

const TYPES: Readonly<Record<string, string>> = {
  check_out: 'out',
  check_in: 'back',
  transfer: 'pass',
  report_lost: 'lost',
  retire: 'ret',
  status_set: 'set',
}
const STATUSES: Readonly<Record<string, string>> = {
  available: 'in',
  checked_out: 'held',
  in_maintenance: 'mend',
  lost: 'lost',
  retired: 'retired',
}
const CONDITIONS: Readonly<Record<string, string>> = { fair: 'A', poor: 'B' }

export async function outcomeOf(names: PairNames): Promise<PairOutcome> {
  const { school, thingId } = names
  const sentIds = [...names.rows.A, ...names.rows.B].map(({ row }) => row.newDocumentState.id)
  const ids = [...new Set([thingId, ...sentIds])]
  const read = (name: 'equipment' | 'transactions' | 'reviews', condition: string) =>
    withTenant(school.pool, school.tenant, async (tx) => {
      const { table, json } = documentSql(registry[name])
      const rows = await tx.unsafe<StoredRow[]>(
        `select ${json} as json, deleted, seq, field_stamps, device_stamps from ${table} where ${condition}`,
        [ids],
      )
      return rows.map(storedFrom)
    })
  const things = await read('equipment', 'id = any($1::text[]::uuid[])')
  const ledger = await read('transactions', 'equipment_id = any($1::text[]::uuid[]) order by stamp, id')
  const reviews = await read('reviews', 'document_id = any($1::text[])')
  return {
    stored: [
      ...things.filter(({ document }) => document.id === thingId).map((thing) => thingWords(thing, names)),
      ...things
        .filter(({ document, deleted }) => document.id !== thingId && !deleted)
        .map(({ document }) => `new=${document.model}`),
    ].join(' '),
    ledger: ledger.map(({ document }) => entryWord(document, names)).join(' '),
    reviews: reviews
      .map(({ document }) => reviewWords(document))
      .toSorted()
      .join(', '),
  }
}

function thingWords({ document, deleted }: Stored, { letters }: PairNames): string {
  if (deleted) return 'dead'
  const status = STATUSES[String(document.status)] ?? String(document.status)
  const holder = document.holderId === undefined ? '' : `=${letters.get(String(document.holderId))}`
  const both = (field: string, holds: (side: Side) => boolean) => {
    const sides = (['A', 'B'] as const).filter(holds).join('')
    return sides === '' ? [] : [`${field}=${sides}`]
  }
  return [
    `${status}${holder}`,
    ...['name', 'size', 'model'].flatMap((field) =>
      document[field] === 'base' || document[field] === undefined ? [] : [`${field}=${document[field]}`],
    ),
    ...(document.condition === 'new' ? [] : [`cond=${CONDITIONS[String(document.condition)]}`]),
    ...both('note', (side) => String(document.notes).includes(`(${side})`)),
    ...both('tag', (side) => Array.isArray(document.tags) && document.tags.includes(side)),
    ...(document.pendingDeletion === true ? ['pend'] : []),
  ].join(' ')
}

function entryWord({ type, stamp }: AnyDocument, { letters }: PairNames): string {
  const by = letters.get(parseStamp(stamp)?.deviceId ?? '') ?? ''
  return by === '0' ? '0' : `${TYPES[String(type)]}${by}`
}

function reviewWords({ kind, state, reason, device, server }: AnyDocument): string {
  const about = isJsonObject(reason) ? reason : {}
  const name = `${kind === 'custody-fork' ? 'fork' : kind}/${state}`
  if (kind === 'custody-fork' || kind === 'duplicate-tag') return name
  if (kind !== 'overwritten') return `${name} ${about.code}`
  const losers = Array.isArray(about.lost) ? about.lost.filter(isJsonObject) : []
  const lost = losers.flatMap(({ fields, side }) => {
    const version = side === 'device' ? device : server
    return (Array.isArray(fields) ? fields : []).map((field) => lostWord(String(field), version))
  })
  return `${name} ${lost.toSorted().join(' ')}`
}

function lostWord(field: string, version: unknown): string {
  const value = isJsonObject(version) ? String(version[field]) : 'nothing'
  return field === 'condition' ? `cond=${CONDITIONS[value] ?? value}` : `${field}=${value}`
}
