import { type Clock, createClock } from '../../shared/clock.ts'
import { type AnyDocument, type Definition, fieldEntries } from '../../shared/collections/definition.ts'
import { sameJson } from '../../shared/json.ts'
import { LEDGER, THINGS } from '../../shared/reviews/ledger-entry.ts'
import { withFields } from '../../shared/reviews/plan-fields.ts'
import type { PlannedWrite } from '../../shared/reviews/planned.ts'
import { normalizeDocument, validateDocument } from '../../shared/validate.ts'
import { stampsIn } from '../sync/clamps.ts'
import { removeDocument } from '../sync/decide-deletion.ts'
import { decideLive } from '../sync/decide-row.ts'
import type { LiveWrite, PushContext, Verdict } from '../sync/push-context.ts'
import { auditWrite } from '../sync/record-write.ts'
import type { Sender } from '../sync/sender.ts'
import { SERVER_DEVICE } from '../sync/server-stamp.ts'
import type { Stored, Unit } from '../sync/unit.ts'

/** Who has it done: the writes are the manager's, by the server's clock. */
export interface Act {
  readonly unit: Unit
  readonly context: PushContext
  readonly sender: Sender
}

const clocks = new WeakMap<Unit, Clock>()

/** A stamp of the server's, later than all that the documents carry and than those before it in this commit. */
function nextStamp(unit: Unit, ...known: readonly (readonly [Definition, Stored | undefined])[]): string {
  const clock = clocks.get(unit) ?? createClock(SERVER_DEVICE, () => unit.now.getTime())
  clocks.set(unit, clock)
  // Of stamps alone: words that look like one are words.
  for (const [definition, stored] of known)
    for (const stamp of stampsIn(definition, stored?.document ?? {})) clock.receive(stamp)
  return clock.next()
}

/** Why a planned write would be refused, before anything of its plan is written. */
export function refusalOf(act: Act, planned: PlannedWrite): Verdict | undefined {
  const definition = definitionOf(act, planned)
  if (planned.kind === 'delete' || planned.kind === 'restore') return undefined
  const write = liveWrite(act, definition, planned)
  const issues = validateDocument(definition, write.sent)
  if (issues.length > 0)
    return { code: 'invalid', message: 'The decision leads to an invalid document.', issues }
  require(act, definition, write)
  return undefined
}

/**
 * Makes a planned write the way a push makes it: merge, behaviours, ledger, forks, twins and audit follow. Returns why it is
 * refused; then nothing of this write was made.
 */
export function carryOut(act: Act, planned: PlannedWrite): Verdict | undefined {
  const { unit, context } = act
  const definition = definitionOf(act, planned)
  const stored = unit.get(definition, planned.documentId)
  const write = liveWrite(act, definition, planned)
  if (planned.kind === 'create') return decideLive(unit, context, write)
  if (!stored) return undefined
  if (planned.kind === 'delete') {
    const kept = stored.deleted ? undefined : context.behaviourOf(definition)?.keeps?.(stored)
    if (kept) return kept
    if (!stored.deleted) removeDocument(unit, context, write, stored)
    return undefined
  }
  if (planned.kind === 'update' && !setsOwnFields(definition, planned))
    return decideLive(unit, context, write)
  putFields(unit, write, stored, planned)
  if (stored.deleted) context.behaviourOf(definition)?.restored?.(unit, write)
  return undefined
}

function definitionOf({ context }: Act, { collection }: PlannedWrite): Definition {
  const definition = context.definition(collection)
  if (!definition) throw new Error(`a decision writes to the unknown collection ${collection}`)
  return definition
}

/** Reads what the collection's behaviour decides by, as for a pushed row. */
function require({ unit, context, sender }: Act, definition: Definition, { sent, base }: LiveWrite) {
  const row = { newDocumentState: sent, ...(base ? { assumedMasterState: base } : {}) }
  unit.require((needs) => context.behaviourOf(definition)?.needs(row, needs, sender))
}

function liveWrite(act: Act, definition: Definition, planned: PlannedWrite): LiveWrite {
  const { unit, sender } = act
  const stored = unit.get(definition, planned.documentId)
  const stamp = nextStamp(unit, [definition, stored], ...movedThing(act, planned))
  const known = planned.kind === 'create' ? undefined : stored?.document
  const next = withFields(known ?? { id: planned.documentId, stamp }, planned.fields)
  const sent = normalizeDocument(definition, {
    ...next,
    ...groupStamps(definition, known, next, stamp),
    id: planned.documentId,
    stamp,
  })
  return {
    definition,
    // The manager's device knows nothing of these stamps: its own writes are told from them by the server's name.
    sender: { subject: sender.subject, deviceId: SERVER_DEVICE },
    base: known,
    sent,
    asSent: sent,
    stampAsSent: stamp,
    stored,
    decided: true,
  }
}

/** The thing that a ledger entry moves: its stamps may be of a clock that is ahead. */
function movedThing(
  { unit, context }: Act,
  { collection, fields }: PlannedWrite,
): readonly (readonly [Definition, Stored | undefined])[] {
  const things = context.definition(THINGS)
  const { equipmentId } = fields
  if (collection !== LEDGER || !things || typeof equipmentId !== 'string') return []
  return [[things, unit.get(things, equipmentId)]]
}

/** A last-write-wins group that the write changes carries its stamp. */
function groupStamps(
  definition: Definition,
  known: AnyDocument | undefined,
  next: AnyDocument,
  stamp: string,
): Readonly<Record<string, string>> {
  const stamps: Record<string, string> = {}
  for (const [name, { stampField }] of Object.entries(definition.groups)) {
    if (stampField === undefined) continue
    const changed = fieldEntries(definition).some(
      ([field, { group }]) =>
        group === name && field !== stampField && !sameJson(known?.[field], next[field]),
    )
    if (changed) stamps[stampField] = stamp
  }
  return stamps
}

/** Marks that are the server's own, such as that somebody asked for a deletion. */
function setsOwnFields({ fields }: Definition, { kind, fields: values }: PlannedWrite): boolean {
  return kind === 'update' && Object.keys(values).every((name) => fields[name]?.server === true)
}

function putFields(unit: Unit, write: LiveWrite, stored: Stored, { kind, fields }: PlannedWrite) {
  const document = {
    ...withFields(stored.document, fields),
    stamp: write.sent.stamp,
    updatedAt: unit.now.toISOString(),
  }
  unit.put(write.definition, { ...stored, deleted: false, document })
  auditWrite(unit, write, kind, Object.keys(fields))
}
