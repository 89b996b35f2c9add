import type { Condition } from '../../../../shared/collections/equipment.ts'
import { reportDamaged } from '../../custody/actions.ts'
import { findDocument } from '../../db/query.ts'
import { decide } from './decide.ts'
import type { Desk } from './desk.ts'
import { stoodInLedger } from './ledger-lookup.ts'
import type { Line } from './line.ts'
import { t } from './messages.ts'
import { saveProblem, undoDeed } from './perform-deed.ts'
import { addAndSave, saveLine } from './save-line.ts'
import { changed, withoutLine } from './sitting.ts'
import { doNamed, piecesOut, refuse, takePieceFrom, takeThing } from './take-thing.ts'

/** What can be done with a line afterwards. */
export type LineAction =
  | { readonly act: 'undo' }
  | { readonly act: 'retry' }
  /** Puts an unsaved or refused line away: nothing of it was saved. */
  | { readonly act: 'dismiss' }
  /** Scans it again for whoever is chosen now. */
  | { readonly act: 'issue' }
  | { readonly act: 'return' }
  | { readonly act: 'move' }
  | { readonly act: 'found' }
  /** Says which of several things with one code it is. */
  | { readonly act: 'pick'; readonly id: string }
  /** Says who gives a piece of a bulk thing back. */
  | { readonly act: 'from'; readonly holderId: string }
  | { readonly act: 'damage'; readonly condition: Condition }
  /** More or fewer of a bulk thing. */
  | { readonly act: 'step'; readonly by: number }

function lineOf(desk: Desk, key: string): Line | undefined {
  return desk.sitting().lines.find((line) => line.key === key)
}

async function thingOf(id: string | undefined) {
  return id === undefined ? undefined : findDocument('equipment', id)
}

async function undo(desk: Desk, line: Line, quantity = line.quantity): Promise<void> {
  if (line.state.kind !== 'saved' || line.equipmentId === undefined) return
  const { deed } = line.state
  try {
    await undoDeed({ ...line, quantity, equipmentId: line.equipmentId, deed }, t('undo.note'))
  } catch (error) {
    const problem = saveProblem(error)
    desk.say({ result: 'error', key: line.key, problem: problem === 'gone' ? 'failed' : problem })
    return
  }
  const rest = line.quantity - quantity
  desk.change((sitting) =>
    changed(sitting, line.key, rest > 0 ? { quantity: rest } : { state: { kind: 'undone', deed } }),
  )
  desk.say({ result: 'success', key: line.key })
}

/** Tries again what was not saved, for whom it was meant. The world may have moved on: then the line says how. */
async function retry(desk: Desk, line: Line): Promise<void> {
  if (line.state.kind !== 'unsaved') return
  const { deed, problem } = line.state
  if (problem === 'interrupted' && (await stoodInLedger(line))) {
    desk.change((sitting) => changed(sitting, line.key, { state: { kind: 'saved', deed } }))
    desk.say({ result: 'success', key: line.key })
    return
  }
  const thing = await thingOf(line.equipmentId)
  if (!thing) return refuse(desk, { code: 'unknown' }, line.code)
  if (deed === 'issued' || deed === 'returned') {
    const pieces = deed === 'returned' ? await piecesOut(thing) : {}
    const giver = line.before?.holder?.id
    const decision = decide(thing, {
      holder: deed === 'issued' ? line.to : undefined,
      today: desk.today(),
      now: Date.now(),
      lines: desk.sitting().lines.filter(({ key }) => key !== line.key),
      review: desk.reviewOf(thing.id),
      ...pieces,
      // Whoever was named stays named.
      ...(giver === undefined ? {} : { holdings: [{ holderId: giver, count: line.quantity }] }),
    })
    if (decision.act === 'refuse' || decision.act === 'already') {
      const reason = decision.act === 'refuse' ? decision.reason : { code: 'held' as const }
      desk.change((sitting) => changed(sitting, line.key, { state: { kind: 'refused', reason } }))
      desk.say({ result: 'error', key: line.key })
      return
    }
    if (decision.act === 'count') return saveLine(desk, line, decision.key)
  }
  return saveLine(desk, line)
}

async function damage(desk: Desk, line: Line, condition: Condition): Promise<void> {
  if (line.equipmentId === undefined) return
  try {
    await reportDamaged({ lines: [{ equipmentId: line.equipmentId }], condition })
  } catch (error) {
    const problem = saveProblem(error)
    desk.say({ result: 'error', key: line.key, problem: problem === 'gone' ? 'failed' : problem })
    return
  }
  desk.change((sitting) => changed(sitting, line.key, { damage: condition }))
  desk.say({ result: 'success', key: line.key })
}

async function step(desk: Desk, line: Line, by: number): Promise<void> {
  const { equipmentId, state } = line
  if (state.kind !== 'saved' || equipmentId === undefined || by === 0) return
  if (by < 0) return undo(desk, line, Math.min(-by, line.quantity))
  // For whom the line is, whoever is chosen by now.
  return addAndSave(desk, state.deed, { ...line, equipmentId, quantity: by }, line.key)
}

/** Does what was asked for a line, as it stands by then. */
export async function actOnLine(desk: Desk, key: string, action: LineAction): Promise<void> {
  const line = lineOf(desk, key)
  if (!line) return
  if (action.act === 'undo') return undo(desk, line)
  if (action.act === 'retry') return retry(desk, line)
  if (action.act === 'damage') return damage(desk, line, action.condition)
  if (action.act === 'step') return step(desk, line, action.by)
  if (line.state.kind === 'saving' || line.state.kind === 'saved') return
  const thing = await thingOf(action.act === 'pick' ? action.id : line.equipmentId)
  desk.change((sitting) => withoutLine(sitting, key))
  if (action.act === 'dismiss') return
  if (!thing) return refuse(desk, { code: 'unknown' }, line.code)
  if (action.act === 'from') return takePieceFrom(desk, thing, action.holderId, line.code)
  if (action.act === 'issue' || action.act === 'pick') return takeThing(desk, thing, line.code)
  const deed = { return: 'returned', move: 'moved', found: 'found' } as const
  return doNamed(desk, deed[action.act], thing)
}
