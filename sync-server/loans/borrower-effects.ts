import { typed } from '../../shared/collections/definition.ts'
import type { Equipment } from '../../shared/collections/equipment.ts'
import { loanOf } from '../../shared/loans.ts'
import { chainOf } from '../custody/ledger.ts'
import { moveBulk, moveByLedger } from '../custody/move-thing.ts'
import { thingsWithTag } from '../custody/twins.ts'
import { derivedId } from '../sync/file-review.ts'
import { serverStamp } from '../sync/server-stamp.ts'
import type { Unit } from '../sync/unit.ts'
import { piecesByHolder } from './counted-pieces.ts'
import { leaveSchool } from './leave-school.ts'
import { putLoan, stampAfter, writeEntry } from './ledger-of-loans.ts'
import type { EffectOf, LoanCollections, Refused } from './lender-effects.ts'
import { describedBy, type LoanLine } from './loan-line.ts'

/** The borrowed thing's own id in the borrower's school. */
export function borrowedId(loanId: string, index: number): string {
  return derivedId('loan-thing', loanId, String(index))
}

/** Each thing becomes one of this school's list, with its owner named. A code that something here has already stays off it. */
export function receiveThings(unit: Unit, collections: LoanCollections, effect: EffectOf): Refused {
  const { equipment } = collections
  const { loanId, lines, other, until, actorId } = effect
  for (const [index, line] of lines.entries()) {
    const id = borrowedId(loanId, index)
    if (unit.get(equipment, id)) continue
    const { tagCode, ...described } = describedBy(line)
    const isFree = tagCode !== undefined && thingsWithTag(unit, collections, tagCode).length === 0
    const stamp = serverStamp(unit.now)
    const now = unit.now.toISOString()
    const isBulk = line.kind === 'bulk'
    const document = {
      ...described,
      ...(isFree ? { tagCode } : {}),
      ...(described.condition === undefined ? {} : { conditionStamp: stamp }),
      ...(isBulk ? { quantity: 0, quantityOut: 0 } : {}),
      status: 'available',
      loan: { id: loanId, side: 'borrowed', school: other.name, until },
      id,
      stamp,
      createdAt: now,
      updatedAt: now,
    }
    unit.put(equipment, { document, deleted: false, seq: 0, fieldStamps: { '': stamp }, deviceStamps: {} })
    note(unit, collections, effect, id, 'create')
    if (!isBulk) continue
    const entryId = derivedId('loan-counted', loanId, String(index))
    const counted = {
      id: entryId,
      equipmentId: id,
      type: 'adjust' as const,
      quantity: line.quantity,
      stamp,
      actorId,
    }
    moveBulk(unit, collections, writeEntry(unit, collections, counted, loanId))
  }
  return undefined
}

export interface GivenBack {
  readonly refused: Refused
  /** With how each thing leaves. */
  readonly lines: readonly LoanLine[]
}

/** Everything is back in the room, or lost: it leaves this school's list. Otherwise what is still out is named. */
export function giveBackThings(unit: Unit, collections: LoanCollections, effect: EffectOf): GivenBack {
  const { equipment } = collections
  const things = effect.lines.map((line, index) => {
    const stored = unit.get(equipment, borrowedId(effect.loanId, index))
    return { line, stored, thing: stored && typed(equipment, stored.document) }
  })
  const out = things.filter(({ thing, stored }) => thing && !stored?.deleted && thing.loan && isOut(thing))
  if (out.length > 0) return { refused: out.map(({ line }) => line.equipmentId), lines: effect.lines }
  for (const { stored, thing } of things) {
    // Without a loan it was given back before.
    if (stored && thing?.loan) remove(unit, collections, effect, thing.id)
  }
  return { refused: undefined, lines: things.map(({ line, thing }) => (thing ? leaves(line, thing) : line)) }
}

/**
 * Everything leaves this school's list by the lender's word, wherever it is: what somebody has out is taken off them in the ledger
 * first, so that nobody goes on being named for it. Never refused.
 */
export function leaveThings(unit: Unit, collections: LoanCollections, effect: EffectOf): GivenBack {
  const { equipment } = collections
  const lines = effect.lines.map((line, index) => {
    const id = borrowedId(effect.loanId, index)
    const stored = unit.get(equipment, id)
    const thing = stored && typed(equipment, stored.document)
    if (!thing) return line
    if (thing.loan && !stored.deleted) {
      if (thing.kind === 'bulk') takePiecesOff(unit, collections, effect, thing, index)
      else if (isOut(thing)) takeOffHolder(unit, collections, effect, thing, index)
      remove(unit, collections, effect, id)
    }
    return leaves(line, thing)
  })
  return { refused: undefined, lines }
}

function takeOffHolder(
  unit: Unit,
  collections: LoanCollections,
  { loanId, actorId }: EffectOf,
  thing: Equipment,
  index: number,
) {
  const entry = {
    id: derivedId('loan-left', loanId, String(index)),
    equipmentId: thing.id,
    type: 'check_in' as const,
    ...(thing.holderId === undefined ? {} : { fromHolderId: thing.holderId }),
    ...(thing.custodyId === undefined ? {} : { previousId: thing.custodyId }),
    stamp: stampAfter(unit, thing),
    actorId,
  }
  moveByLedger(
    unit,
    collections,
    thing.id,
    chainOf(unit, thing.id),
    writeEntry(unit, collections, entry, loanId),
  )
}

/** The same of a counted thing: each who has pieces of it, and what is out with nobody named. */
function takePiecesOff(
  unit: Unit,
  collections: LoanCollections,
  { loanId, actorId }: EffectOf,
  thing: Equipment,
  index: number,
) {
  const held = [...piecesByHolder(unit, collections, thing.id)]
  const rest = (thing.quantityOut ?? 0) - held.reduce((sum, [, quantity]) => sum + quantity, 0)
  for (const [holderId, quantity] of [...held, ...(rest > 0 ? [[undefined, rest] as const] : [])]) {
    const entry = {
      id: derivedId('loan-left', loanId, String(index), holderId ?? ''),
      equipmentId: thing.id,
      type: 'check_in' as const,
      quantity,
      ...(holderId === undefined ? {} : { fromHolderId: holderId }),
      stamp: stampAfter(unit, thing),
      actorId,
    }
    moveBulk(unit, collections, writeEntry(unit, collections, entry, loanId))
  }
}

/** The owner's school is gone: what is here stays, as this school's own. */
export function keepThings(unit: Unit, collections: LoanCollections, effect: EffectOf): void {
  const { equipment } = collections
  for (const index of effect.lines.keys()) {
    const stored = unit.get(equipment, borrowedId(effect.loanId, index))
    if (!stored || stored.deleted || loanOf(typed(equipment, stored.document))?.id !== effect.loanId) continue
    putLoan(unit, collections, stored, undefined)
    note(unit, collections, effect, stored.document.id, 'update')
  }
}

function remove(unit: Unit, collections: LoanCollections, effect: EffectOf, id: string) {
  if (leaveSchool(unit, collections, id, effect.actorId)) note(unit, collections, effect, id, 'delete')
}

function isOut({ kind, status, quantityOut }: Equipment): boolean {
  return kind === 'bulk' ? (quantityOut ?? 0) !== 0 : status !== 'available' && status !== 'lost'
}

function leaves(line: LoanLine, thing: Equipment): LoanLine {
  const lost = thing.kind === 'bulk' ? line.quantity - (thing.quantity ?? 0) : thing.status === 'lost' ? 1 : 0
  return {
    ...line,
    ...(lost > 0 ? { lost: Math.min(lost, line.quantity) } : {}),
    ...(thing.condition === undefined ? {} : { conditionAfter: thing.condition }),
  }
}

function note(
  unit: Unit,
  { equipment }: LoanCollections,
  { actorId, loanId }: EffectOf,
  id: string,
  action: 'create' | 'update' | 'delete',
) {
  unit.audit({
    actorId,
    deviceId: undefined,
    action,
    collection: equipment.name,
    documentId: id,
    detail: { loan: loanId },
  })
}
