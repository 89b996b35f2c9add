import { createHash } from 'node:crypto'
import { type CollectionName, collectionNames } from '../../shared/registry.ts'
import type { Evidence } from './evidence.ts'
import type { AuditRow } from './stored-school.ts'

/** Whether the audit is one unbroken chain, and has as many entries of each kind as there was to enter. */
export function auditDifferences(evidence: Evidence): readonly string[] {
  return [
    ...chainDifferences(evidence),
    ...countDifferences(evidence),
    ...writeDifferences(evidence),
    ...numberDifferences(evidence),
  ]
}

function chainDifferences({ audit, counter }: Evidence): readonly string[] {
  let previous: Buffer = Buffer.alloc(0)
  for (const [index, row] of audit.entries()) {
    if (row.n !== index + 1) return [`the audit goes from ${index} to ${row.n}`]
    const { n, at, actor_id, device_id, action, collection, document_id, seq, detail } = row
    const entry = [n, at, actor_id, device_id, action, collection, document_id, seq, sorted(detail)]
    const hash = createHash('sha256').update(previous).update(JSON.stringify(entry)).digest()
    if (!hash.equals(row.hash)) return [`the audit's entry ${n} does not follow from the one before`]
    previous = row.hash
  }
  return counter.auditSeq === audit.length && previous.equals(counter.auditHead)
    ? []
    : ['the audit ends elsewhere than the school’s state says']
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]))
}

/**
 * What the state itself says of how much was applied: one `review` a review that was filed, one `merge` an alias, one `create`
 * a record that a device or the server's status entry made, and one `delete` more than revivals for what is deleted. What the
 * machine settles by itself, since there is nothing to decide any more, is a second entry of its review, and names its reason.
 */
function countDifferences(evidence: Evidence): readonly string[] {
  const counted = (action: string, of: (row: AuditRow) => boolean = () => true) =>
    evidence.audit.filter((row) => row.action === action && of(row)).length
  const aliases = evidence.of('equipment').filter(({ document }) => document.mergedInto !== undefined)
  const differences: string[] = []
  const compare = (what: string, entries: number, applied: number) => {
    if (entries !== applied) differences.push(`${what}: ${applied}, but ${entries} entries in the audit`)
  }
  const filed = counted('review', ({ detail }) => detail.settled === undefined)
  compare('reviews', filed, evidence.of('reviews').length)
  compare('aliases', counted('merge'), aliases.length)
  for (const name of collectionNames) {
    if (name === 'reviews') continue
    const twins = name === 'equipment' ? aliases.length : 0
    // What the server counts for whoever makes a bulk thing is part of that creation.
    const openings = evidence
      .of(name)
      .filter(({ deviceStamps, document }) => isOpening(name, deviceStamps, document))
    compare(
      `creations of ${name}`,
      created(name, evidence).size,
      evidence.of(name).length - twins - openings.length,
    )
  }
  return differences
}

function isOpening(name: string, deviceStamps: object, document: Readonly<Record<string, unknown>>): boolean {
  return name === 'transactions' && document.type === 'adjust' && Object.keys(deviceStamps).length === 0
}

/**
 * What was made and is still there. What was purged and edited on afterwards was made twice; what a restore lost, and was
 * deleted before it came again, is there by its deletion alone.
 */
const MAKING = ['create', 'delete']

function created(name: CollectionName, { audit, find }: Evidence): ReadonlySet<string> {
  return new Set(
    audit.flatMap(({ action, collection, document_id }) =>
      MAKING.includes(action) && collection === name && find(name, document_id) ? [document_id] : [],
    ),
  )
}

const WRITES = ['create', 'update', 'delete', 'merge']
/** Written by the server itself, or decided in lists: no field of theirs carries a writer's stamp. */
const UNSTAMPED: readonly CollectionName[] = ['users', 'reviews']

/**
 * One entry for each write that was applied: none has two, and whatever wrote a field that is stored now has one, be it the row's own
 * or that of the ledger's entry which moved the thing.
 */
function writeDifferences(evidence: Evidence): readonly string[] {
  const entries = new Map<string, number>()
  const stamps = new Map<string, Set<string>>()
  for (const { action, collection, document_id: id, detail } of evidence.audit) {
    if (!WRITES.includes(action) || detail.stamp === undefined) continue
    const key = `${action} of ${collection} ${id} by ${detail.stamp}`
    entries.set(key, (entries.get(key) ?? 0) + 1)
    stamps.set(id, (stamps.get(id) ?? new Set()).add(evidence.clamped(detail.stamp)))
  }
  const ofLedger = new Set(evidence.of('transactions').map(({ document }) => document.stamp))
  const twice = [...entries].flatMap(([key, count]) =>
    count === 1 ? [] : [`the audit has ${count} entries for the ${key}`],
  )
  const missing = collectionNames.flatMap((name) =>
    UNSTAMPED.includes(name)
      ? []
      : evidence.of(name).flatMap(({ document, deleted, fieldStamps }) => {
          if (deleted || isServers(name, document)) return []
          // What a refused move had moved is as if it was never written.
          const written = new Set(Object.values(fieldStamps).filter((stamp) => stamp !== ''))
          return [...written].flatMap((stamp) =>
            stamps.get(document.id)?.has(stamp) || (name === 'equipment' && ofLedger.has(stamp))
              ? []
              : [`${name} ${document.id} was written by ${stamp}, of which the audit says nothing`],
          )
        }),
  )
  return [...twice, ...missing]
}

/** Entries that the server makes in the course of another write are told of without a stamp of their own. */
function isServers(name: CollectionName, { type }: Readonly<Record<string, unknown>>): boolean {
  return name === 'transactions' && (type === 'status_set' || type === 'adjust')
}

/** No number of the school's counter is given twice, and none is beyond it [C1]. */
function numberDifferences(evidence: Evidence): readonly string[] {
  const seen = new Map<number, string>()
  return collectionNames.flatMap((name) =>
    evidence.of(name).flatMap(({ seq, document }) => {
      const other = seen.get(seq)
      seen.set(seq, `${name} ${document.id}`)
      if (other !== undefined) return [`${name} ${document.id} and ${other} have both the number ${seq}`]
      return seq > evidence.counter.seq ? [`${name} ${document.id} has ${seq}, beyond the counter`] : []
    }),
  )
}
