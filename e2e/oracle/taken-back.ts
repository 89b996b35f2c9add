import { type Json, sameJson } from '../../shared/json.ts'
import type { Effect } from '../../shared/reviews/decision.ts'
import type { Applied, DecidedReview } from './decided-reviews.ts'
import { countsAfter } from './entry-outcome.ts'

const OPPOSITE: Readonly<Record<Effect['kind'], Effect['kind']>> = {
  create: 'delete',
  delete: 'restore',
  restore: 'delete',
  update: 'update',
}
const MOVED = ['status', 'holderId', 'locationId', 'dueAt']
/** What the ledger's entries set, and the mark that other reviews may ask for as well. */
const SKIPPED = [...MOVED, 'custodyId', 'quantity', 'quantityOut', 'pendingDeletion']

type Values = Readonly<Record<string, Json>>

/** What an undo did not take back of the decision that it undid [R5]. */
export function takingBackDifference({ undone }: DecidedReview, by: Applied): string | undefined {
  const what = undone.find((one) => one.by === by)?.what
  if (!what) return 'undoes nothing'
  for (const { collection, documentId, kind, before = {} } of what.effects) {
    if (collection === 'transactions') continue
    const isUndone = by.effects.some(
      (effect) => effect.documentId === documentId && effect.kind === OPPOSITE[kind],
    )
    if (kind !== 'update') {
      if (!isUndone) return `leaves what was made by ${kind} of ${documentId}`
      continue
    }
    const after = valuesOf(by.effects, documentId, 'after')
    for (const [field, value] of Object.entries(before))
      if (!SKIPPED.includes(field) && !isMadeBy(what, documentId) && !sameJson(after[field] ?? null, value))
        return `leaves ${field} of ${documentId}`
  }
  return moveLeft(what, by) ?? countLeft(what, by)
}

function isMadeBy({ effects }: Applied, documentId: string): boolean {
  return effects.some((effect) => effect.documentId === documentId && effect.kind !== 'update')
}

/** Where the thing was before the decision it is again. */
function moveLeft(what: Applied, by: Applied): string | undefined {
  const things = new Set(
    what.effects.flatMap(({ collection, documentId, kind, after }) =>
      collection === 'equipment' && kind === 'update' && after?.custodyId !== undefined ? [documentId] : [],
    ),
  )
  for (const id of things) {
    if (isMadeBy(what, id)) continue
    const before = valuesOf(what.effects.toReversed(), id, 'before')
    const left = valuesOf(what.effects, id, 'after')
    const after = valuesOf(by.effects, id, 'after')
    for (const field of MOVED) {
      const was = before[field]
      if (was === undefined || sameJson(was, left[field])) continue
      if (!sameJson(after[field] ?? null, was)) return `leaves ${field} ${after[field]}, it was ${was}`
    }
  }
  return undefined
}

/** Of one thing at once: the later ones of the list lie over the earlier ones. */
function valuesOf(effects: readonly Effect[], documentId: string, which: 'before' | 'after'): Values {
  const own = effects.filter((effect) => effect.kind === 'update' && effect.documentId === documentId)
  return Object.assign({}, ...own.map((effect) => effect[which] ?? {}))
}

function countLeft(what: Applied, by: Applied): string | undefined {
  const counted = [...what.effects, ...by.effects].flatMap(({ collection, kind, after }) =>
    collection === 'transactions' && kind === 'create' && typeof after?.quantity === 'number' ? [after] : [],
  )
  return countsAfter(counted).every((left) => left === 0) ? undefined : 'leaves something of the counts'
}
