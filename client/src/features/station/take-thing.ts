import type { Equipment } from '../../../../shared/collections/equipment.ts'
import { uuidv7 } from '../../../../shared/ids.ts'
import { blockedBy } from '../../custody/blocked-by.ts'
import { bulkOut, findBulkHoldings } from '../../custody/bulk-holdings.ts'
import { shortCode } from '../../scan/scanned-code.ts'
import { type Decision, decide, type Scene } from './decide.ts'
import type { Desk } from './desk.ts'
import { holderById } from './directory.ts'
import type { StationHolder } from './holder.ts'
import type { Before, Deed, Line } from './line.ts'
import { isAlready, type Reason } from './reason.ts'
import { addAndSave, type NewLine } from './save-line.ts'
import { withLine } from './sitting.ts'

/** Where a thing is before a deed: what an undo needs. `from`: who gives a piece of a bulk thing back. */
async function beforeOf(thing: Equipment, deed: Deed, from: string | undefined): Promise<Before> {
  const takes = deed === 'returned' || deed === 'moved'
  const holderId = takes ? (thing.kind === 'bulk' ? from : thing.holderId) : undefined
  return {
    holder: holderId === undefined ? undefined : await holderById(holderId),
    dueAt: thing.dueAt,
    locationId: thing.locationId,
  }
}

async function newLine(
  desk: Desk,
  thing: Equipment,
  deed: Deed,
  quantity: number,
  code: string,
  from?: string,
): Promise<NewLine> {
  const to = deed === 'issued' || deed === 'moved' ? desk.sitting().holder : undefined
  return {
    code,
    equipmentId: thing.id,
    to,
    before: await beforeOf(thing, deed, from),
    dueAt: to && desk.dueAt(to),
    quantity,
    bulk: thing.kind === 'bulk',
  }
}

/** What may be shown of a thing's code. */
const codeOf = (thing: Equipment, scanned?: string) => shortCode(scanned ?? thing.tagCode ?? '')

/** A line that says why nothing was done. The same thing again in one visit is the same line. */
export function refuse(desk: Desk, reason: Reason, code: string, equipmentId?: string): void {
  const { lines, visit, holder } = desk.sitting()
  const same = lines.find(
    (line) =>
      line.visit === visit &&
      line.state.kind === 'refused' &&
      (equipmentId === undefined ? line.code === code : line.equipmentId === equipmentId),
  )
  const line: Line = {
    key: same?.key ?? uuidv7(),
    visit,
    at: Date.now(),
    code,
    equipmentId,
    state: { kind: 'refused', reason },
    to: holder,
    quantity: 1,
    bulk: false,
  }
  desk.change((sitting) =>
    withLine({ ...sitting, lines: sitting.lines.filter(({ key }) => key !== line.key) }, line),
  )
  desk.say({ result: isAlready(reason) ? 'already' : 'error', key: line.key })
}

/** What this device knows of the pieces of a bulk thing that are out, for a return. */
export async function piecesOut(thing: Equipment): Promise<Pick<Scene, 'out' | 'holdings'>> {
  if (thing.kind !== 'bulk') return {}
  return { out: await bulkOut(thing), holdings: await findBulkHoldings(thing) }
}

async function decisionFor(
  desk: Desk,
  thing: Equipment,
  holder: StationHolder | undefined,
): Promise<Decision> {
  const pieces = holder ? {} : await piecesOut(thing)
  const { lines } = desk.sitting()
  const review = desk.reviewOf(thing.id)
  return decide(thing, { holder, today: desk.today(), now: Date.now(), lines, review, ...pieces })
}

/** A thing was scanned, or chosen as if it had been: does what the scan means. */
export async function takeThing(desk: Desk, thing: Equipment, scanned?: string, quantity = 1): Promise<void> {
  const code = codeOf(thing, scanned)
  const decision = await decisionFor(desk, thing, desk.sitting().holder)
  switch (decision.act) {
    case 'do':
      return addAndSave(
        desk,
        decision.deed,
        await newLine(desk, thing, decision.deed, quantity, code, decision.from),
      )
    case 'count': {
      const counted = desk.sitting().lines.find(({ key }) => key === decision.key)
      if (counted?.state.kind !== 'saved') return desk.say({ result: 'error', key: decision.key })
      const line = await newLine(desk, thing, counted.state.deed, quantity, code)
      const { dueAt, before } = counted
      return addAndSave(desk, counted.state.deed, { ...line, dueAt, before }, counted.key)
    }
    case 'already':
      return desk.say({ result: 'already', key: decision.key })
    case 'refuse':
      return refuse(desk, decision.reason, code, thing.id)
  }
}

/** Takes a piece of a bulk thing back from whoever was named. */
export async function takePieceFrom(
  desk: Desk,
  thing: Equipment,
  holderId: string,
  scanned: string,
): Promise<void> {
  await addAndSave(
    desk,
    'returned',
    await newLine(desk, thing, 'returned', 1, codeOf(thing, scanned), holderId),
  )
}

/**
 * Does one named thing, by a tap: takes it back, gives it to whoever is chosen though somebody else has it, or notes that
 * it was found. What may not be issued is not handed on either.
 */
export async function doNamed(
  desk: Desk,
  deed: 'returned' | 'moved' | 'found',
  thing: Equipment,
): Promise<void> {
  const code = codeOf(thing)
  const fits = deed === 'found' ? thing.status === 'lost' : thing.status === 'checked_out'
  // Somebody else was faster: what a scan of it means now is the answer.
  if (!fits || (deed === 'moved' && !desk.sitting().holder)) return takeThing(desk, thing)
  if (deed === 'moved') {
    const blocked = blockedBy(thing, desk.today(), desk.reviewOf(thing.id))
    if (blocked) return refuse(desk, blocked, code, thing.id)
  }
  return addAndSave(desk, deed, await newLine(desk, thing, deed, 1, code))
}
