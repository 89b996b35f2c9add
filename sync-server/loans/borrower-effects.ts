import { typed } from '../../shared/collections/definition.ts'
import type { Equipment } from '../../shared/collections/equipment.ts'
import { moveBulk } from '../custody/move-thing.ts'
import { thingsWithTag } from '../custody/twins.ts'
import { derivedId } from '../sync/file-review.ts'
import { serverStamp } from '../sync/server-stamp.ts'
import type { Unit } from '../sync/unit.ts'
import { stampAfter, writeEntry } from './ledger-of-loans.ts'
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
    if (!stored || !thing?.loan) continue
    const { loan: _loan, pendingDeletion: _asked, ...rest } = stored.document
    const document = {
      ...rest,
      id: thing.id,
      stamp: stampAfter(unit, thing),
      updatedAt: unit.now.toISOString(),
    }
    unit.put(equipment, { ...stored, document, deleted: true })
    note(unit, collections, effect, thing.id, 'delete')
  }
  return { refused: undefined, lines: things.map(({ line, thing }) => (thing ? leaves(line, thing) : line)) }
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
  action: 'create' | 'delete',
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
