import type { AnyDocument, Definition } from '../../shared/collections/definition.ts'
import type { reviews } from '../../shared/collections/reviews.ts'
import type { users } from '../../shared/collections/users.ts'
import type { RejectionCode } from '../../shared/errors.ts'
import type { MergeOutcome, MergeTask } from '../../shared/merge-document/merge-task.ts'
import type { PushRow } from '../../shared/protocol.ts'
import type { Seeing } from '../../shared/seeing.ts'
import type { Issue } from '../../shared/validate.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import type { Needs } from './needs.ts'
import type { Participant } from './participant.ts'
import type { Sender } from './sender.ts'
import type { Stored, Unit } from './unit.ts'

/** One live write of a collection, judged and ready to be stored. */
export interface LiveWrite {
  readonly definition: Definition
  readonly sender: Sender
  /** Normalized, stamps clamped. */
  readonly base: AnyDocument | undefined
  readonly sent: AnyDocument
  /** As it was sent: the stamps by which reviews are found. */
  readonly asSent: AnyDocument
  /** The stamp as sent: what review ids and repeats go by [P9]. */
  readonly stampAsSent: string
  readonly stored: Stored | undefined
  /** A manager's decision leads to it: by what right, and whose act it was, the decision's plan has seen to. */
  readonly decided?: boolean
  /** What was sent is another record, which becomes part of the stored one [S5]. */
  readonly joins?: boolean
  /** It was sent for another record, which is part of the stored one. */
  readonly underAlias?: boolean
}

export type Verdict = {
  readonly code: RejectionCode
  readonly message: string
  readonly issues?: readonly Issue[]
  /** The review's own code, where it says more than what is answered. */
  readonly filedAs?: string
}

/**
 * What a collection adds to the general rules: the ledger moves things, a thing's status is judged by its transaction.
 * Found by the definition, set up in the composition root; the general code names no collection.
 */
export interface Behaviour {
  readonly definition: Definition
  needs(row: PushRow, needs: Needs, sender: Sender): void
  /** Whether all that a row of a document out of the sender's sight says is what another write of this sender did already. */
  done?(unit: Unit, row: PushRow, sender: Sender): boolean
  /**
   * Of a write of a document that is not there, where nobody makes one by writing it: why it is refused, if that is not for want of a
   * right.
   */
  absent?(write: LiveWrite): Verdict | undefined
  /** May refuse a write, or adjust what was sent before it is merged. */
  admit(unit: Unit, write: LiveWrite): { readonly sent: AnyDocument } | Verdict
  /** The stored document that a deleted one became part of [S5]. */
  standIn?(unit: Unit, gone: Stored): Stored | undefined
  /** The document, stored first, that one which is to be created is the same as: what was sent becomes part of it [S5]. */
  same?(unit: Unit, write: LiveWrite): Stored | undefined
  /** What of a row is kept in a review where it is refused; absent: all of it. */
  kept?(row: PushRow): PushRow
  /** After the document was created or changed in the unit. */
  stored(unit: Unit, write: LiveWrite, before: Stored | undefined, context: PushContext): void
  /** Whether others have something by this document that its deletion would take from them: it is asked for then. */
  inUse?(unit: Unit, id: string): boolean
  /** Why nobody deletes it here, whoever decides so; undefined: it may be asked for. */
  keeps?(stored: Stored): Verdict | undefined
  /** After the document became a tombstone. */
  removed?(unit: Unit, write: LiveWrite, before: Stored, context: PushContext): void
  /** After a tombstone was stored of a document that was not there. */
  deletedFirst?(unit: Unit, id: string, sender: Sender): void
  /** After a tombstone became a document again. */
  restored?(unit: Unit, write: LiveWrite): void
  /** After all of a push was decided, whatever it was about. */
  decided?(unit: Unit, context: PushContext): void
  /** After a write of this collection was refused. */
  refused(unit: Unit, row: PushRow, sender: Sender): void
}

/** What was found in the encoded documents that were looked into, by their text; undefined: it may be merged. */
export type DocumentVerdicts = ReadonlyMap<string, Issue | undefined>

/** What merges encoded documents [A1]. */
export interface Merging {
  /** Told where merges will be wanted soon. */
  warm(): void
  /**
   * Looks into documents that a sender of the school of this id brings. `school` and sender wait for themselves alone.
   * @throws EtraxError `too-large` where they cost too much together; 503 where it takes too long
   */
  check(
    school: string,
    sender: Sender,
    definition: Definition,
    documents: readonly string[],
  ): Promise<DocumentVerdicts>
  /** Does what decisions want, between their rounds. */
  readonly participant: Participant
  /** What a merge comes to. Where it was not done yet it is wanted, and something possible is answered meanwhile. */
  outcome(unit: Unit, definition: Definition, id: string, task: MergeTask): MergeOutcome
  close(): Promise<void>
}

export interface PushContext {
  readonly reviews: typeof reviews
  readonly users: typeof users
  readonly seeing: Seeing
  definition(name: string): Definition | undefined
  readonly merging: Pick<Merging, 'warm' | 'check' | 'outcome'>
  /** Of the documents that this push brings; absent where the server itself brings them. */
  readonly verdicts?: DocumentVerdicts
  /** What is stored of these ids, outside of any commit. */
  readStored(
    tenant: Tenant,
    definition: Definition,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, Stored>>
  readonly behaviours: readonly Behaviour[]
  behaviourOf(definition: Definition): Behaviour | undefined
}
