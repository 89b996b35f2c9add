import type { Subject } from '../../shared/access.ts'
import { laterStamp, parseStamp } from '../../shared/clock.ts'
import { type AnyDocument, typed } from '../../shared/collections/definition.ts'
import type { Equipment, EquipmentStatus } from '../../shared/collections/equipment.ts'
import type { Transaction } from '../../shared/collections/transactions.ts'
import { typesLeadingTo } from '../../shared/custody.ts'
import { heads } from '../../shared/custody-chain.ts'
import { deniedClaim } from '../../shared/custody-rights.ts'
import { isUuid } from '../../shared/ids.ts'
import { BORROWERS_FIELDS, loanOf } from '../../shared/loans.ts'
import { changedFields, fieldStamp } from '../../shared/merge.ts'
import type { Role } from '../../shared/roles.ts'
import { derivedId, reviewIdOf } from '../sync/file-review.ts'
import { needDocument } from '../sync/needs.ts'
import type { Behaviour, LiveWrite, Verdict } from '../sync/push-context.ts'
import type { Sender } from '../sync/sender.ts'
import type { Stored, Unit } from '../sync/unit.ts'
import type { CustodyCollections } from './collections.ts'
import { reviveHolders } from './deleted-holder.ts'
import { fileForks, settleForks } from './file-forks.ts'
import { fileEarlyOverdraw } from './file-overdraw.ts'
import { fileTwins, fileTwinsOfRevived, leaveTwins } from './file-twins.ts'
import { addPendingMove, chainOf } from './ledger.ts'
import {
  applyEarly,
  custodyOf,
  followOn,
  moveBulk,
  moveByLedger,
  putThing,
  withStatusGroup,
} from './move-thing.ts'
import { joinTwin, needTwins, survivorOf } from './same-thing.ts'
import { statusEntryId, writeStatusEntry } from './status-entry.ts'

/** A pushed thing whose status group changed: judged by its transaction, and never without a ledger entry [S1]. */
export function thingBehaviour(collections: CustodyCollections): Behaviour {
  const { equipment, transactions, reviews } = collections

  function moved({ base, stored, sent }: LiveWrite): boolean {
    const known = knownTo(base, stored)
    if (!known)
      return sent.status !== 'available' || sent.custodyId !== undefined || sent.holderId !== undefined
    return changedFields(equipment, 'status', known, sent).length > 0
  }

  function admit(unit: Unit, write: LiveWrite): { readonly sent: AnyDocument } | Verdict {
    const { sent, base, stored, sender, stampAsSent } = write
    const owned = notTheirs(write)
    if (owned) return owned
    if (!moved(write)) return { sent }
    const known = knownTo(base, stored)
    const unmoved = withStatusGroup(sent, known ? custodyOf(typed(equipment, known)) : {})
    const thing = typed(equipment, sent)
    if (thing.kind === 'bulk' || (!base && isIdle(thing) && !goesOn(write))) return { sent: unmoved }
    const named = sent.custodyId !== known?.custodyId ? thing.custodyId : undefined
    const denied = deniedMove(sender.subject, thing, stored)
    if (named !== undefined) {
      const link = chainOf(unit, sent.id).find(({ id }) => id === named)
      const isOnTop = link !== undefined && laterStamp(statusStampOf(sent), link.stamp)
      // The transaction came first and has moved the thing, or was refused: the ledger has spoken.
      if (link && !isOnTop) return { sent: unmoved }
      if (unit.get(reviews, refusalOf(named, write.asSent, sender))) return { sent: unmoved }
      if (!isOnTop) return denied ?? { sent }
    }
    if (denied) return denied
    const entry = {
      custodyId: statusEntryId(sent.id, stampAsSent, sender.subject.userId),
      statusStamp: thing.statusStamp ?? sent.stamp,
    }
    return { sent: { ...sent, ...entry } }
  }

  /** How a thing is created: that is no move, also where the thing turns out to be there already [S1, S5]. */
  function isIdle({ status, custodyId, holderId }: Equipment): boolean {
    return status === 'available' && custodyId === undefined && holderId === undefined
  }

  /** A device whose creation was not answered yet has no base, and moved the thing on. */
  function goesOn({ stored, sent, sender, joins }: LiveWrite): boolean {
    if (!stored || joins || typeof sent.statusStamp !== 'string') return false
    const last = fieldStamp(stored.fieldStamps, 'statusStamp')
    return parseStamp(last)?.deviceId === sender.deviceId && laterStamp(sent.statusStamp, last)
  }

  /** Of a borrowed thing a school says where it is kept and whose team has it; what it is says its owner. */
  function notTheirs({ base, stored, sent }: LiveWrite): Verdict | undefined {
    const loan = stored && loanOf(typed(equipment, stored.document))
    if (!stored || loan?.side !== 'borrowed') return undefined
    const changed = changedFields(equipment, 'catalogue', base ?? stored.document, sent).filter(
      (field) => !BORROWERS_FIELDS.includes(field) && field !== 'id' && field !== 'stamp',
    )
    if (changed.length === 0) return undefined
    return {
      code: 'forbidden',
      message: `The thing belongs to ${loan.school}, who alone changes ${changed.join(', ')}.`,
    }
  }

  /** Why a sender may not bring a thing to where it says it is; undefined: it may. */
  function deniedMove(subject: Subject, thing: Equipment, stored: Stored | undefined): Verdict | undefined {
    const { status, holderId } = thing
    const loan = stored && loanOf(typed(equipment, stored.document))
    if (loan?.side === 'lent')
      return { code: 'forbidden', message: `The thing is on loan to ${loan.school}.` }
    if (loan?.side === 'borrowed' && status === 'retired')
      return { code: 'forbidden', message: `The thing belongs to ${loan.school}.` }
    if (!mayBring(subject.role, status))
      return { code: 'forbidden', message: `This role may not set ${status}.` }
    const before = stored && typed(equipment, stored.document).status
    const message = deniedClaim(subject, { holders: [holderId], status }, before)
    return message === undefined ? undefined : { code: 'forbidden', message }
  }

  function mayBring(role: Role, status: EquipmentStatus): boolean {
    const allowed = transactions.access.createOnly?.values[role] ?? []
    return typesLeadingTo(status).some((type) => allowed.includes(type))
  }

  function stored(unit: Unit, write: LiveWrite, before: Stored | undefined) {
    const { sent } = write
    const after = unit.get(equipment, sent.id)
    if (!after) return
    if (!before) openingBalance(unit, write, after)
    fileTwins(unit, collections, write, before)
    const { custodyId } = typed(equipment, sent)
    if (custodyId !== undefined) followMove(unit, write, custodyId, before)
    if (before && after.document.custodyId !== before.document.custodyId)
      followOn(unit, collections, sent.id, chainOf(unit, sent.id))
    if (!before) {
      applyWaiting(unit, sent.id, write.sender)
      if (typed(equipment, sent).kind !== 'bulk') fileForks(unit, collections, sent.id, write.sender)
    }
  }

  /** The move that a pushed thing names gets its ledger entry here, or is noted as one whose transaction is to come. */
  function followMove(unit: Unit, write: LiveWrite, custodyId: string, before: Stored | undefined) {
    const { sent, sender, stampAsSent } = write
    const entryId = statusEntryId(sent.id, stampAsSent, sender.subject.userId)
    if (custodyId === entryId) {
      writeStatusEntry(unit, collections, {
        equipmentId: sent.id,
        entryId,
        before: custodyOf(before && typed(equipment, before.document)),
        after: { ...custodyOf(typed(equipment, sent)), status: typed(equipment, sent).status },
        stamp: typed(equipment, sent).statusStamp ?? sent.stamp,
        actorId: sender.subject.userId,
        deviceId: sender.deviceId,
      })
      reviveHolder(unit, write, entryId)
    } else if (awaited(unit, write, custodyId, before)) {
      addPendingMove(unit, {
        equipmentId: sent.id,
        custodyId,
        statusStamp: typed(equipment, sent).statusStamp ?? sent.stamp,
        previous: custodyOf(before && typed(equipment, before.document)),
        after: custodyOf(typed(equipment, sent)),
        actorId: sender.subject.userId,
        deviceId: sender.deviceId,
      })
    }
  }

  /** Of a move whose transaction is to come that one sees to it; a decision gives things to holders who are there. */
  function reviveHolder(
    unit: Unit,
    { sent, sender, stampAsSent, decided }: LiveWrite,
    transactionId: string,
  ) {
    const entry = unit.get(transactions, transactionId)
    if (!entry || decided) return
    const giving = { sender, stampAsSent, sent: entry.document, transactionId }
    reviveHolders(unit, collections, giving, [typed(equipment, sent).holderId])
  }

  /** Also of a move that a later one beat: the ledger holds both. */
  function awaited(
    unit: Unit,
    { base, sent }: LiveWrite,
    custodyId: string,
    before: Stored | undefined,
  ): boolean {
    if (knownTo(base, before)?.custodyId === custodyId || before?.document.custodyId === custodyId)
      return false
    return !chainOf(unit, sent.id).some((link) => link.id === custodyId)
  }

  /** What the sender counted when it made a bulk thing enters the ledger as its first entry. */
  function openingBalance(unit: Unit, { sent, sender, stampAsSent }: LiveWrite, after: Stored) {
    const thing = typed(equipment, after.document)
    if (thing.kind !== 'bulk') return
    const counted = sent.quantity
    const quantity =
      typeof counted === 'number' && Number.isSafeInteger(counted) && counted > 0
        ? Math.min(counted, 1_000_000)
        : 0
    putThing(unit, collections, after, { ...thing, quantity: 0, quantityOut: 0 }, [], sent.stamp)
    if (quantity === 0) return
    const now = unit.now.toISOString()
    const entry: Transaction = {
      id: derivedId('opening', sent.id, stampAsSent),
      equipmentId: sent.id,
      type: 'adjust',
      quantity,
      occurredAt: now,
      stamp: sent.stamp,
      actorId: sender.subject.userId,
      deviceId: sender.deviceId,
      receivedAt: now,
      createdAt: now,
      updatedAt: now,
    }
    const document = { ...entry }
    unit.put(transactions, {
      document,
      deleted: false,
      seq: 0,
      fieldStamps: { '': sent.stamp },
      deviceStamps: {},
    })
    moveBulk(unit, collections, entry)
  }

  /** Transactions that came before the thing itself, or its tombstone: it may come back. */
  function applyWaiting(unit: Unit, id: string, sender: Sender) {
    const chain = chainOf(unit, id)
    if (chain.length === 0) return
    for (const entry of applyEarly(unit, collections, chain))
      fileEarlyOverdraw(unit, collections, entry, sender)
    for (const head of heads(chain).toSorted((a, b) => (a.stamp < b.stamp ? -1 : 1)))
      moveByLedger(unit, collections, id, chain, head)
  }

  return {
    definition: equipment,
    needs({ newDocumentState: sent, assumedMasterState: base }, needs, sender) {
      if (!isUuid(sent.id)) return
      needTwins(needs, sent, base)
      const changes = changedFields(equipment, 'status', base, sent).length > 0
      if (base && !changes) return
      needs.chains.add(sent.id)
      if (base || sent.status !== 'available')
        needDocument(needs, transactions, statusEntryId(sent.id, textOf(sent.stamp), sender.subject.userId))
      if (isUuid(sent.custodyId)) needDocument(needs, reviews, refusalOf(sent.custodyId, sent, sender))
    },
    /**
     * [S1] The transaction came first and has moved the thing away from who sends both, as what is found leaves a member. What
     * the row says beyond that, be it that the thing goes, was not done, and is not lost without a review [P4].
     */
    done(unit, { newDocumentState: sent, assumedMasterState: base }, { subject }) {
      const { id, custodyId, _deleted: deleted } = sent
      if (deleted === true) return false
      const entry = isUuid(custodyId) ? unit.get(transactions, custodyId)?.document : undefined
      if (entry?.equipmentId !== id || entry?.actorId !== subject.userId) return false
      const stated = sent.condition === entry.condition && sent.conditionStamp === statusStampOf(sent)
      return Object.keys(equipment.groups)
        .filter((group) => group !== 'status' && !(group === 'condition' && stated))
        .flatMap((group) => changedFields(equipment, group, base, sent))
        .every((field) => field === 'id' || field === 'stamp')
    },
    admit,
    keeps({ document }) {
      const loan = loanOf(typed(equipment, document))
      if (!loan) return undefined
      const message =
        loan.side === 'lent' ? `It is on loan to ${loan.school}.` : `It belongs to ${loan.school}.`
      return { code: 'forbidden', message }
    },
    standIn: (unit, gone) => survivorOf(unit, collections, gone),
    same: (unit, write) => joinTwin(unit, collections, write),
    stored,
    deletedFirst: applyWaiting,
    restored(unit, write) {
      fileTwinsOfRevived(unit, collections, write, write.sent.id)
      fileForks(unit, collections, write.sent.id, write.sender)
    },
    removed(unit, write, before) {
      leaveTwins(unit, collections, write, before.document)
      settleForks(unit, collections, write.sent.id)
    },
    refused() {},
  }
}

/** The state from which a change of status is judged; a base that names no status is none. */
function knownTo(base: AnyDocument | undefined, stored: Stored | undefined): AnyDocument | undefined {
  return typeof base?.status === 'string' ? base : stored?.document
}

/** The review that holds a refused transaction: a move is of the same author and carries the same stamp. */
function refusalOf(transactionId: string, move: AnyDocument, { subject }: Sender): string {
  const finding = { kind: 'rejected', documentId: transactionId, mark: statusStampOf(move) } as const
  return reviewIdOf(finding, subject.userId)
}

function statusStampOf(sent: AnyDocument): string {
  return typeof sent.statusStamp === 'string' ? sent.statusStamp : textOf(sent.stamp)
}

/** What is read before anything of a row was validated. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
