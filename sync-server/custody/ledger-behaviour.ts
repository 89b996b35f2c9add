import { mayCreate, mayRead } from '../../shared/access.ts'
import { parseStamp } from '../../shared/clock.ts'
import { typed } from '../../shared/collections/definition.ts'
import type { Transaction } from '../../shared/collections/transactions.ts'
import { custodyAfter, STATUS_FIELDS } from '../../shared/custody.ts'
import { deniedTransaction } from '../../shared/custody-rights.ts'
import { isDigestUuid, isUuid } from '../../shared/ids.ts'
import { tellSame } from '../../shared/reviews/same-entry.ts'
import { checkTransaction, followsLawfully, refusedByLoan } from '../../shared/transitions.ts'
import { clamp } from '../sync/clamps.ts'
import { clockOff, fileReview } from '../sync/file-review.ts'
import { needDocument } from '../sync/needs.ts'
import type { Behaviour, LiveWrite, Verdict } from '../sync/push-context.ts'
import type { Sender } from '../sync/sender.ts'
import { SERVER_DEVICE } from '../sync/server-stamp.ts'
import type { Stored, Unit } from '../sync/unit.ts'
import { keepChangeOnTop } from './change-on-top.ts'
import type { CustodyCollections } from './collections.ts'
import { reviveHolders } from './deleted-holder.ts'
import { keepDisplacedCondition } from './displaced-condition.ts'
import { fileForks } from './file-forks.ts'
import { fileOverdraw } from './file-overdraw.ts'
import { fileTwinsOfRevived } from './file-twins.ts'
import { addLink, chainOf, noteClock, passOverMove, pendingMove, settlePendingMove } from './ledger.ts'
import { applyCondition, followOn, moveBulk, moveByLedger, putThing, withStatusGroup } from './move-thing.ts'
import { behindAliases } from './same-thing.ts'

/** An entry is told by its id, which a device makes up once: two people's words under one would be the first one's alone. */
const TAKEN: Verdict = {
  code: 'invalid',
  message: 'The id of the transaction is that of somebody else’s.',
  issues: [{ field: 'id', code: 'not-a-choice' }],
}

/** A decision on the refused half of a move entered it by the thing alone, which tells less than the entry that comes after it. */
const ENTERED: Verdict = {
  code: 'invalid',
  message: 'A decision has entered this already, in other words.',
  issues: [{ field: 'id', code: 'not-a-choice' }],
}

/** A pushed transaction enters the ledger and moves its thing in the same commit. */
export function ledgerBehaviour(collections: CustodyCollections): Behaviour {
  const { equipment, transactions, reviews, holders } = collections
  const grown = new WeakMap<Unit, Map<string, Sender>>()

  function admit(unit: Unit, write: LiveWrite): { readonly sent: LiveWrite['sent'] } | Verdict {
    const { subject, deviceId } = write.sender
    const transaction = typed(transactions, write.sent)
    if (write.stored) {
      if (isTaken(write.stored, transaction, subject.userId)) return TAKEN
      return isDecidedOtherwise(write.stored, transaction) ? ENTERED : { sent: write.sent }
    }
    // Whoever knows of what the server will make an entry could lie in its place beforehand.
    if (isDigestUuid(transaction.id)) {
      const message = 'The server alone gives ids of this form.'
      return { code: 'invalid', message, issues: [{ field: 'id', code: 'malformed' }] }
    }
    const lent = refusedFor(unit, transaction)
    if (lent !== undefined) return { code: 'forbidden', message: lent }
    if (write.decided) {
      // A thing that the same decision made may have turned out to be one that is there.
      const survivor = thingOf(unit, transaction.equipmentId)
      return { sent: survivor ? { ...write.sent, equipmentId: survivor.document.id } : write.sent }
    }
    if (transaction.actorId !== subject.userId || transaction.deviceId !== deviceId) {
      return {
        code: 'forbidden',
        message: 'The transaction names another user or device than those that send it.',
      }
    }
    const stored = thingOf(unit, transaction.equipmentId)
    const awaited = stored && pendingMove(unit, stored.document.id, transaction.id)
    if (awaited && awaited.actorId !== subject.userId) return TAKEN
    const known = stored && beforeOwnMove(unit, stored, transaction)
    const seen = known && mayRead(equipment, subject, known.document) ? known : undefined
    // A device that may create things can have sent this before the thing itself: the entry waits in the ledger.
    if (!seen && !(mayCreate(equipment, subject.role) && !stored)) {
      return { code: 'not-found', message: 'The transaction names a thing that is not there.' }
    }
    const thing = seen && typed(equipment, seen.document)
    const after = custodyAfter(transaction)
    const denied = deniedTransaction(subject, transaction, after?.status, thing?.status)
    if (denied !== undefined) return { code: 'forbidden', message: denied }
    const issues = checkTransaction(transaction, thing?.kind)
    if (issues.length > 0) return { code: 'invalid', message: 'The transaction contradicts itself.', issues }
    if (unknownHolder(unit, write, transaction)) {
      return { code: 'not-found', message: 'The transaction names a holder that is not there.' }
    }
    if (thing && !seen?.deleted && !followsLawfully(transaction, thing, subject.role)) {
      const message = `A thing that is ${thing.status} takes no ${transaction.type}.`
      return { code: 'invalid', message, issues: [{ field: 'type', code: 'not-a-choice' }] }
    }
    return { sent: stored ? { ...write.sent, equipmentId: stored.document.id } : write.sent }
  }

  /** A thing that another school has moves by its loan alone, also by a decision. */
  function refusedFor(unit: Unit, { type, equipmentId }: Transaction): string | undefined {
    const stored = thingOf(unit, equipmentId)
    return stored && !stored.deleted ? refusedByLoan(type, typed(equipment, stored.document)) : undefined
  }

  /** What only comes again, whoever brings it, says nothing of its own. */
  function isTaken({ document }: Stored, { actorId }: Transaction, userId: string): boolean {
    return actorId === userId && typed(transactions, document).actorId !== userId
  }

  /** The named thing, or the one that it became part of [S5]. */
  function thingOf(unit: Unit, equipmentId: string): Stored | undefined {
    return behindAliases(unit, collections, unit.get(equipment, equipmentId))
  }

  /**
   * Where the move that this transaction stands for came first, the thing is judged as it was before: the outcome is the
   * same whichever of the two arrives first [S1].
   */
  function beforeOwnMove(unit: Unit, stored: Stored, { id, actorId }: Transaction): Stored {
    if (stored.document.custodyId !== id) return stored
    const move = pendingMove(unit, stored.document.id, id)
    if (move?.actorId !== actorId) return stored
    return { ...stored, document: withStatusGroup(stored.document, move.previous) }
  }

  function unknownHolder(unit: Unit, { sender }: LiveWrite, transaction: Transaction): boolean {
    if (holders.some((definition) => mayCreate(definition, sender.subject.role))) return false
    return holdersMadeBy(transaction).some((id) =>
      holders.every((definition) => unit.get(definition, id) === undefined),
    )
  }

  /** Whom a transaction gives a thing to, or leaves it with. */
  function holdersMadeBy(transaction: Transaction): readonly string[] {
    const { toHolderId } = transaction
    const holderId = custodyAfter(transaction)?.holderId
    return [...new Set([toHolderId, holderId])].filter((id) => id !== undefined)
  }

  function stored(unit: Unit, write: LiveWrite, before: unknown) {
    if (before !== undefined) return
    const transaction = typed(transactions, write.sent)
    const { equipmentId } = transaction
    addLink(unit, equipmentId, transaction)
    const off = clockOff(write.sender, unit.now)
    if (off !== undefined) noteClock(unit, transaction.id, off)
    const move = pendingMove(unit, equipmentId, transaction.id)
    settlePendingMove(unit, equipmentId, transaction.id)
    revive(unit, write, transaction)
    // A decision gives things to holders who are there.
    if (!write.decided)
      reviveHolders(
        unit,
        collections,
        { ...write, transactionId: transaction.id },
        holdersMadeBy(transaction),
      )
    const thing = unit.get(equipment, equipmentId)
    if (!thing) return
    keepDisplacedCondition(unit, collections, write, transaction)
    applyCondition(unit, collections, transaction)
    if (typed(equipment, thing.document).kind === 'bulk') {
      const overdrawn = moveBulk(unit, collections, transaction)
      // Who decides on the counts knows them: their own entry asks nobody.
      if (overdrawn && !write.decided) fileOverdraw(unit, collections, write, transaction)
      return
    }
    const after = custodyAfter(transaction)
    const now = unit.get(equipment, equipmentId)
    if (now && after) keepChangeOnTop(unit, collections, now, transaction, { move, before: after })
    moveByLedger(unit, collections, equipmentId, chainOf(unit, equipmentId), transaction)
    followOn(unit, collections, equipmentId, chainOf(unit, equipmentId))
    // Of many entries of one thing that come together the last shows what all of them come to.
    if (write.decided) fileForks(unit, collections, equipmentId, write.sender)
    else grownIn(unit).set(equipmentId, write.sender)
  }

  /** Things whose chains grew by this push, with who it is from. */
  function grownIn(unit: Unit): Map<string, Sender> {
    const known = grown.get(unit) ?? new Map<string, Sender>()
    grown.set(unit, known)
    return known
  }

  /** [S4] What happened to a deleted thing is kept, and the thing comes back until somebody decides. */
  function revive(unit: Unit, write: LiveWrite, transaction: Transaction) {
    const gone = unit.get(equipment, transaction.equipmentId)
    if (!gone?.deleted) return
    const thing = { ...typed(equipment, gone.document), pendingDeletion: true }
    putThing(unit, collections, { ...gone, deleted: false }, thing, [], transaction.stamp)
    unit.audit({
      actorId: write.sender.subject.userId,
      deviceId: write.sender.deviceId,
      action: 'restore',
      collection: equipment.name,
      documentId: transaction.equipmentId,
      detail: { transaction: transaction.id },
    })
    fileTwinsOfRevived(unit, collections, write, transaction.equipmentId)
    fileReview(unit, reviews, write.sender, {
      kind: 'deletion',
      state: 'open',
      collection: equipment.name,
      documentId: transaction.equipmentId,
      mark: write.stampAsSent,
      stamp: write.stampAsSent,
      device: write.sent,
      server: { ...gone.document, _deleted: true },
      transactionIds: [transaction.id],
      reason: { code: 'transaction-of-deleted' },
    })
  }

  return {
    definition: transactions,
    needs({ newDocumentState: sent }, needs) {
      const { equipmentId, type, fromHolderId, toHolderId } = sent
      if (!isUuid(equipmentId)) return
      needDocument(needs, equipment, equipmentId)
      needs.chains.add(equipmentId)
      for (const holder of [toHolderId, type === 'report_lost' ? fromHolderId : undefined])
        if (isUuid(holder)) for (const definition of holders) needDocument(needs, definition, holder)
    },
    admit,
    stored,
    decided(unit) {
      const things = grownIn(unit)
      for (const [equipmentId, sender] of things) fileForks(unit, collections, equipmentId, sender)
      things.clear()
    },
    /** [S1] A move whose transaction is refused is undone, also below one that was made on top of it. */
    refused(unit, { newDocumentState: sent }, { subject }) {
      const { id } = sent
      if (!isUuid(sent.equipmentId) || unit.get(transactions, id)) return
      const thing = thingOf(unit, sent.equipmentId)
      if (!thing) return
      const equipmentId = thing.document.id
      const move = pendingMove(unit, equipmentId, id)
      // Whoever names the move of somebody else undoes nothing.
      if (move?.actorId !== subject.userId) return
      settlePendingMove(unit, equipmentId, id)
      passOverMove(unit, move)
      const refused = { ...move, id, stamp: clamp(unit, sent.stamp) }
      if (keepChangeOnTop(unit, collections, thing, refused, { move, before: move.previous })) return
      if (thing.document.custodyId !== id) return
      const restored = withStatusGroup(typed(equipment, thing.document), move.previous)
      putThing(unit, collections, thing, restored, STATUS_FIELDS, move.previous.statusStamp ?? '')
      unit.audit({
        actorId: move.actorId,
        deviceId: move.deviceId,
        action: 'undo',
        collection: equipment.name,
        documentId: equipmentId,
        detail: { custodyId: id },
      })
      // What came meanwhile of where it is again did not move it then.
      followOn(unit, collections, equipmentId, chainOf(unit, equipmentId))
    },
  }
}

function isDecidedOtherwise({ document }: Stored, transaction: Transaction): boolean {
  const isDecided = parseStamp(document.stamp)?.deviceId === SERVER_DEVICE
  return isDecided && !tellSame(document, { ...transaction })
}
