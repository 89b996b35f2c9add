import { typed } from '../../shared/collections/definition.ts'
import type { Equipment } from '../../shared/collections/equipment.ts'
import type { locations } from '../../shared/collections/locations.ts'
import type { Transaction } from '../../shared/collections/transactions.ts'
import { loanOf } from '../../shared/loans.ts'
import type { CustodyCollections } from '../custody/collections.ts'
import { chainOf } from '../custody/ledger.ts'
import { applyCondition, moveBulk, moveByLedger } from '../custody/move-thing.ts'
import { derivedId } from '../sync/file-review.ts'
import { serverStamp } from '../sync/server-stamp.ts'
import type { Stored, Unit } from '../sync/unit.ts'
import { putLoan, stampAfter, writeEntry } from './ledger-of-loans.ts'
import type { LoanLine } from './loan-line.ts'

export interface WantedEffect {
  readonly loanId: string
  /** The other school. */
  readonly other: { readonly id: string; readonly name: string }
  readonly until: string
  readonly lines: readonly LoanLine[]
  /** A user of the school in which it is carried out; undefined: it is by the other school's word. */
  readonly by: string | undefined
}

export interface EffectOf extends WantedEffect {
  /** By whom the ledger and the log say it is: a user here, also where that stands for the other school. */
  readonly actorId: string
}

export interface LoanCollections extends CustodyCollections {
  readonly locations: typeof locations
}

/** Things that cannot take part as they stand, by the lender's id; undefined: done, now or before. */
export type Refused = readonly string[] | undefined

/** Lends: each thing goes out to a place that stands for the other school. All of them, or none. */
export function lendThings(unit: Unit, collections: LoanCollections, effect: EffectOf): Refused {
  const { loanId, lines, other, until, actorId } = effect
  const entryIds = lentIds(effect)
  if (wasLent(unit, collections, effect)) return undefined
  const refused = lines.filter((line) => !canLend(unit, collections, line)).map((line) => line.equipmentId)
  if (refused.length > 0) return refused
  const placeId = placeOf(unit, collections, effect)
  for (const [index, line] of lines.entries()) {
    const stored = unit.get(collections.equipment, line.equipmentId)
    const id = entryIds[index]
    if (!stored || id === undefined) continue
    const thing = typed(collections.equipment, stored.document)
    const entry = writeEntry(
      unit,
      collections,
      {
        id,
        equipmentId: thing.id,
        type: 'check_out',
        toHolderId: placeId,
        locationId: placeId,
        dueAt: `${until}T23:59:59.999Z`,
        ...(thing.kind === 'bulk' ? { quantity: line.quantity } : {}),
        ...(thing.kind === 'bulk' || thing.custodyId === undefined ? {} : { previousId: thing.custodyId }),
        stamp: stampAfter(unit, thing),
        actorId,
      },
      loanId,
    )
    if (thing.kind === 'bulk') moveBulk(unit, collections, entry)
    else {
      moveByLedger(unit, collections, thing.id, chainOf(unit, thing.id), entry)
      name(unit, collections, thing.id, { id: loanId, side: 'lent', school: other.name, until })
    }
  }
  return undefined
}

function lentIds({ loanId, lines }: EffectOf): readonly string[] {
  return lines.map((_, index) => derivedId('loan-lent', loanId, String(index)))
}

/** Whether the things of a loan went out of the room by it, whatever came after. */
export function wasLent(unit: Unit, { transactions }: LoanCollections, effect: EffectOf): boolean {
  return lentIds(effect).some((id) => unit.get(transactions, id) !== undefined)
}

/** Takes back what came from the other school; what was lost there is lost here. Never refused: the things are in the room. */
export function takeBackThings(unit: Unit, collections: LoanCollections, effect: EffectOf): Refused {
  const { loanId, lines, actorId } = effect
  const placeId = placeIdOf(effect)
  for (const [index, line] of lines.entries()) {
    const id = derivedId('loan-back', loanId, String(index))
    const stored = unit.get(collections.equipment, line.equipmentId)
    if (!stored || unit.get(collections.transactions, id)) continue
    const thing = typed(collections.equipment, stored.document)
    const lost = line.lost ?? 0
    const write = (type: 'check_in' | 'report_lost', entryId: string, quantity: number) =>
      writeEntry(
        unit,
        collections,
        {
          id: entryId,
          equipmentId: thing.id,
          type,
          fromHolderId: placeId,
          ...(thing.kind === 'bulk' ? { quantity } : {}),
          ...(type === 'check_in' && thing.homeLocationId !== undefined
            ? { locationId: thing.homeLocationId }
            : {}),
          ...(type === 'check_in' && line.conditionAfter !== undefined
            ? { condition: line.conditionAfter }
            : {}),
          ...(thing.kind === 'bulk' || thing.custodyId === undefined ? {} : { previousId: thing.custodyId }),
          stamp: stampAfter(unit, thing),
          actorId,
        },
        loanId,
      )
    if (thing.kind === 'bulk') {
      const back = line.quantity - lost
      if (back > 0) moveBulk(unit, collections, write('check_in', id, back))
      const lostId = back > 0 ? derivedId('loan-lost', loanId, String(index)) : id
      if (lost > 0) moveBulk(unit, collections, write('report_lost', lostId, lost))
      continue
    }
    // A manager may have decided otherwise about it meanwhile: the ledger then has this, and the thing stays where it is.
    if (loanOf(thing)?.id !== loanId) continue
    name(unit, collections, thing.id, undefined)
    const entry = write(lost > 0 ? 'report_lost' : 'check_in', id, 1)
    applyCondition(unit, collections, entry)
    moveByLedger(unit, collections, thing.id, chainOf(unit, thing.id), entry)
  }
  return undefined
}

/** What the lender counts on no more: all of it is lost, with the other school as who had it. */
export function loseThings(
  unit: Unit,
  collections: LoanCollections,
  effect: EffectOf,
): { readonly refused: Refused; readonly lines: readonly LoanLine[] } {
  const lines = effect.lines.map((line) => ({ ...line, lost: line.quantity }))
  return { refused: takeBackThings(unit, collections, { ...effect, lines }), lines }
}

/** What a school may lend is its own and in its room. */
export function lendable(thing: Equipment, quantity: number): boolean {
  if (thing.loan !== undefined || thing.pendingDeletion === true) return false
  if (thing.kind === 'bulk') return (thing.quantity ?? 0) - (thing.quantityOut ?? 0) >= quantity
  return thing.status === 'available'
}

function canLend(unit: Unit, { equipment }: LoanCollections, { equipmentId, quantity }: LoanLine): boolean {
  const stored = unit.get(equipment, equipmentId)
  return stored !== undefined && !stored.deleted && lendable(typed(equipment, stored.document), quantity)
}

function name(unit: Unit, collections: LoanCollections, id: string, loan: Equipment['loan']) {
  const stored = unit.get(collections.equipment, id)
  if (stored) putLoan(unit, collections, stored, loan)
}

export function placeIdOf({ other }: Pick<EffectOf, 'other'>): string {
  return derivedId('school-as-place', other.id)
}

/** The place that stands for the other school here; made where it is not there, or not any more. */
function placeOf(unit: Unit, { locations }: LoanCollections, effect: EffectOf): string {
  const id = placeIdOf(effect)
  const stored: Stored | undefined = unit.get(locations, id)
  if (stored && !stored.deleted) return id
  const now = unit.now.toISOString()
  const stamp = serverStamp(unit.now)
  unit.put(locations, {
    document: { id, stamp, name: effect.other.name, kind: 'other', createdAt: now, updatedAt: now },
    deleted: false,
    seq: stored?.seq ?? 0,
    fieldStamps: { '': stamp },
    deviceStamps: stored?.deviceStamps ?? {},
  })
  unit.audit({
    actorId: effect.actorId,
    deviceId: undefined,
    action: stored ? 'restore' : 'create',
    collection: locations.name,
    documentId: id,
    detail: { loan: effect.loanId },
  })
  return id
}

/** What a lender's step reads. */
export function entriesOf({ loanId, lines }: EffectOf): readonly Transaction['id'][] {
  return lines.flatMap((_, index) =>
    ['loan-lent', 'loan-back', 'loan-lost'].map((kind) => derivedId(kind, loanId, String(index))),
  )
}
