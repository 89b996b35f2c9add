import { laterStamp, maxStamp } from '../../shared/clock.ts'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { typed } from '../../shared/collections/definition.ts'
import type { Equipment } from '../../shared/collections/equipment.ts'
import type { Transaction } from '../../shared/collections/transactions.ts'
import {
  bulkChange,
  type CustodyState,
  custodyAfter,
  STATUS_FIELDS,
  withCustody,
} from '../../shared/custody.ts'
import { heads, isLink, type Link, previousOf } from '../../shared/custody-chain.ts'
import type { Stored, Unit } from '../sync/unit.ts'
import type { CustodyCollections } from './collections.ts'

/** Writes a thing that a ledger entry changed. `fields` are those whose last writer the stamp now is [C4]. */
export function putThing(
  unit: Unit,
  { equipment }: CustodyCollections,
  stored: Stored,
  thing: Equipment,
  fields: readonly string[],
  stamp: string,
) {
  const document: AnyDocument = {
    ...thing,
    stamp: maxStamp(stored.document.stamp, stamp),
    updatedAt: unit.now.toISOString(),
  }
  const fieldStamps = { ...stored.fieldStamps, ...Object.fromEntries(fields.map((field) => [field, stamp])) }
  unit.put(equipment, { ...stored, document, fieldStamps })
}

/**
 * Moves a serialized thing by its ledger: a transaction that follows the stored one is taken whatever its stamp, otherwise
 * the later stamp decides [S3]; one that others already follow moves nothing any more.
 */
export function moveByLedger(
  unit: Unit,
  collections: CustodyCollections,
  equipmentId: string,
  chain: readonly Link[],
  link: Link,
) {
  const stored = unit.get(collections.equipment, equipmentId)
  const after = custodyAfter(link)
  if (!stored || !after) return
  const thing = typed(collections.equipment, stored.document)
  if (thing.kind === 'bulk') return
  if (thing.custodyId === link.id || !heads(chain).some((head) => head.id === link.id)) return
  const follows =
    link.previousId === thing.custodyId ||
    (thing.custodyId !== undefined && (link.previousIds?.includes(thing.custodyId) ?? false))
  if (!follows && !laterStamp(link.stamp, thing.statusStamp)) return
  putThing(unit, collections, stored, withCustody(thing, after), STATUS_FIELDS, link.stamp)
}

/**
 * A thing that stands at an entry which others follow already goes on to the last of them, whatever its stamp [S3]: entries of
 * one chain may come in any order, and a device's copy of the thing before or after them.
 */
export function followOn(
  unit: Unit,
  collections: CustodyCollections,
  equipmentId: string,
  chain: readonly Link[],
) {
  for (let step = 0; step < chain.length; step += 1) {
    const stored = unit.get(collections.equipment, equipmentId)
    if (!stored) return
    const thing = typed(collections.equipment, stored.document)
    const { custodyId } = thing
    if (thing.kind === 'bulk' || custodyId === undefined) return
    const [next] = chain
      .filter((link) => isLink(link) && previousOf(link).includes(custodyId))
      .toSorted((a, b) => (a.stamp < b.stamp ? 1 : -1))
    const after = next && custodyAfter(next)
    if (!after) return
    putThing(unit, collections, stored, withCustody(thing, after), STATUS_FIELDS, next.stamp)
  }
}

/** Takes the condition that a transaction states, unless a later one is known. */
export function applyCondition(unit: Unit, collections: CustodyCollections, transaction: Transaction) {
  const stored = unit.get(collections.equipment, transaction.equipmentId)
  if (!stored || transaction.condition === undefined) return
  const thing = typed(collections.equipment, stored.document)
  if (!laterStamp(transaction.stamp, thing.conditionStamp)) return
  const { condition } = transaction
  putThing(
    unit,
    collections,
    stored,
    { ...thing, condition, conditionStamp: transaction.stamp },
    ['condition', 'conditionStamp'],
    transaction.stamp,
  )
}

/** Moves the counts of a bulk thing. Returns whether what is out, or owned, does not add up any more. */
export function moveBulk(unit: Unit, collections: CustodyCollections, transaction: Transaction): boolean {
  const stored = unit.get(collections.equipment, transaction.equipmentId)
  if (!stored) return false
  const thing = typed(collections.equipment, stored.document)
  const change = bulkChange(transaction.type, transaction.quantity ?? 1)
  if (change.owned === 0 && change.out === 0) return false
  const quantity = (thing.quantity ?? 0) + change.owned
  const quantityOut = (thing.quantityOut ?? 0) + change.out
  putThing(unit, collections, stored, { ...thing, quantity, quantityOut }, [], transaction.stamp)
  return quantity < 0 || quantityOut < 0 || quantityOut > quantity
}

export function custodyOf(thing: Equipment | undefined): Partial<CustodyState> {
  if (!thing) return {}
  const { status, holderId, locationId, dueAt, custodyId, statusStamp } = thing
  return {
    status,
    ...(holderId === undefined ? {} : { holderId }),
    ...(locationId === undefined ? {} : { locationId }),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(custodyId === undefined ? {} : { custodyId }),
    ...(statusStamp === undefined ? {} : { statusStamp }),
  }
}

/** The document with the status group of `custody`, and nothing of its own. */
export function withStatusGroup<D extends AnyDocument>(document: D, custody: Partial<CustodyState>): D {
  const rest = { ...document }
  for (const field of STATUS_FIELDS) Reflect.deleteProperty(rest, field)
  return { ...rest, status: 'available', ...custody }
}

/**
 * What transactions that came before their thing say of its condition and, where it is counted, of its counts. Returns those after
 * which the counts do not add up.
 */
export function applyEarly(
  unit: Unit,
  collections: CustodyCollections,
  chain: readonly Link[],
): readonly AnyDocument[] {
  const overdrawn: AnyDocument[] = []
  for (const { id } of chain.toSorted((a, b) => (a.stamp < b.stamp ? -1 : 1))) {
    const stored = unit.get(collections.transactions, id)
    if (!stored) continue
    const transaction = typed(collections.transactions, stored.document)
    applyCondition(unit, collections, transaction)
    const thing = unit.get(collections.equipment, transaction.equipmentId)
    if (!thing || typed(collections.equipment, thing.document).kind !== 'bulk') continue
    if (moveBulk(unit, collections, transaction)) overdrawn.push(stored.document)
  }
  return overdrawn
}
