import { type AnyDocument, fieldEntries, typed } from '../../shared/collections/definition.ts'
import { heads } from '../../shared/custody-chain.ts'
import { withTaken } from '../sync/device-stamps.ts'
import { type Needs, needCode } from '../sync/needs.ts'
import type { LiveWrite } from '../sync/push-context.ts'
import { clockEvidence } from '../sync/sender.ts'
import type { Stored, Unit } from '../sync/unit.ts'
import type { CustodyCollections } from './collections.ts'
import { fileForks } from './file-forks.ts'
import { addLink, chainOf } from './ledger.ts'
import { applyEarly, moveByLedger } from './move-thing.ts'
import { CODE_FIELDS, codeName, codeOf, survivorFor } from './twins.ts'

const MOST_ALIASES = 10

/** The codes by which a pushed thing may be one that is there already: those that the write brings. */
export function needTwins(needs: Needs, sent: AnyDocument, base: AnyDocument | undefined) {
  for (const field of CODE_FIELDS) {
    const code = codeOf(sent, field)
    if (code !== undefined && code !== codeOf(base, field)) needCode(needs, codeName(field), code)
  }
}

/** The thing that a merged one became part of [S5]; undefined where it was deleted for good. */
export function survivorOf(
  unit: Unit,
  collections: CustodyCollections,
  gone: Stored | undefined,
): Stored | undefined {
  const at = behindAliases(unit, collections, gone)
  return at?.deleted ? undefined : at
}

/** The record at the end of the aliases, deleted or not; the one given where it is no alias. */
export function behindAliases(
  unit: Unit,
  { equipment }: CustodyCollections,
  stored: Stored | undefined,
): Stored | undefined {
  let at = stored
  for (let step = 0; step < MOST_ALIASES && at?.deleted; step += 1) {
    const { mergedInto } = typed(equipment, at.document)
    if (mergedInto === undefined) return at
    at = unit.get(equipment, mergedInto)
  }
  return at
}

/**
 * A thing that was created twice becomes part of the record that was stored first [S5]: its own id stays as an alias, and
 * what the ledger holds under it goes to the survivor. Resolves to that record, into which the write is merged then.
 */
export function joinTwin(unit: Unit, collections: CustodyCollections, write: LiveWrite): Stored | undefined {
  const { sent, sender, stampAsSent } = write
  const survivor = survivorFor(unit, collections, sent)
  if (!survivor) return undefined
  const { equipment } = collections
  const now = unit.now.toISOString()
  const own = fieldEntries(equipment).filter(([name, field]) => !field.server && sent[name] !== undefined)
  const alias = {
    id: sent.id,
    stamp: sent.stamp,
    ...Object.fromEntries(own.map(([name]) => [name, sent[name]])),
    createdAt: now,
    updatedAt: now,
    mergedInto: survivor.document.id,
  }
  unit.put(equipment, {
    document: alias,
    deleted: true,
    seq: 0,
    fieldStamps: { '': sent.stamp },
    deviceStamps: withTaken(undefined, sender, stampAsSent),
  })
  unit.audit({
    actorId: sender.subject.userId,
    deviceId: sender.deviceId,
    action: 'merge',
    collection: equipment.name,
    documentId: sent.id,
    detail: { stamp: stampAsSent, mergedInto: survivor.document.id, ...clockEvidence(sender) },
  })
  repoint(unit, collections, write, survivor.document.id)
  return unit.get(equipment, survivor.document.id)
}

/** Transactions that came before the thing itself, under the id that is an alias now. */
function repoint(unit: Unit, collections: CustodyCollections, { sent, sender }: LiveWrite, to: string) {
  const { transactions } = collections
  const early = chainOf(unit, sent.id)
  if (early.length === 0) return
  for (const link of early) {
    const stored = unit.get(transactions, link.id)
    if (!stored) continue
    const document = { ...stored.document, equipmentId: to, updatedAt: unit.now.toISOString() }
    unit.put(transactions, { ...stored, document })
    addLink(unit, to, link)
  }
  applyEarly(unit, collections, early)
  const chain = chainOf(unit, to)
  for (const head of heads(chain).toSorted((a, b) => (a.stamp < b.stamp ? -1 : 1)))
    moveByLedger(unit, collections, to, chain, head)
  fileForks(unit, collections, to, sender)
}
