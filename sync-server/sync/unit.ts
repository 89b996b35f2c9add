import type { AnyDocument, Definition } from '../../shared/collections/definition.ts'
import type { FieldStamps } from '../../shared/merge.ts'
import type { Problem } from '../../shared/reviews/planned.ts'
import type { DeviceStamps } from './device-stamps.ts'
import { covers, createNeeds, type Needs, needDocument } from './needs.ts'

export interface Stored {
  readonly document: AnyDocument
  readonly deleted: boolean
  /** 0 for what this unit makes. */
  readonly seq: number
  readonly fieldStamps: FieldStamps
  readonly deviceStamps: DeviceStamps
}

/** What happens to the ways somebody signs in by; the entry is about the user. */
export type AccountAction =
  | 'factor-add'
  | 'factor-remove'
  | 'factor-refused'
  | 'factor-policy'
  | 'recovery-codes-made'
  | 'recovery-code-used'
  | 'sessions-end'
  | 'invite'
  | 'pin-set'
  | 'token-reused'
  | 'password-change'
  | 'invitation-accept'
  | 'email-change'

export interface AuditEntry {
  readonly actorId: string | undefined
  readonly deviceId: string | undefined
  readonly action:
    | 'create'
    | 'update'
    | 'delete'
    | 'restore'
    | 'review'
    | 'decide'
    | 'undo'
    | 'merge'
    | 'erase'
    | 'export'
    | 'revoke'
    | 'shorten'
    | AccountAction
  readonly collection: string
  readonly documentId: string
  readonly detail: Readonly<Record<string, unknown>>
}

export interface Change {
  readonly definition: Definition
  readonly before: Stored | undefined
  readonly after: Stored
  /** False where only the device stamps are noted: no new seq. */
  readonly visible: boolean
}

/**
 * What one commit reads and writes, in memory: rows are decided against it one after the other, and what they leave is
 * written at once. `now` is the server's time of the commit, one for all of it.
 */
export interface Unit {
  readonly now: Date
  /** What is stored or decided by now. Asking for what was not read makes the commit read it and decide again. */
  get(definition: Definition, id: string): Stored | undefined
  /** Takes in what is stored; for those that read before the decisions. */
  load(definition: Definition, stored: Stored): void
  /** Replaces a document; it gets a new seq. */
  put(definition: Definition, stored: Stored): void
  /** Notes that a device's write was taken where nothing of the document changed. */
  note(definition: Definition, stored: Stored): void
  audit(entry: AuditEntry): void
  changes(): readonly Change[]
  /** Asks for what was not read: the commit reads it and decides again. */
  want(add: (needs: Needs) => void): void
  /** The same for what is wanted only where it was not read yet. */
  require(add: (needs: Needs) => void): void
  /**
   * A decision, by its id, of which a part was made already and the rest can't be: the commit decides all again without it.
   * Where something was not read yet that says nothing, and it is found again.
   */
  giveUp(decisionId: string, why: Problem): void
  /** Why a decision was given up; undefined: it was not. */
  givenUp(decisionId: string): Problem | undefined
  /** Adds what was asked for and had not been read to `needs`; false where there was none. */
  addUnread(needs: Needs): boolean
  audits(): readonly AuditEntry[]
}

export function createUnit(now: Date, needs: Needs): Unit {
  const current = new Map<string, Stored>()
  const changed = new Map<string, { definition: Definition; before: Stored | undefined; visible: boolean }>()
  const audits: AuditEntry[] = []
  const wanted: ((needs: Needs) => void)[] = []
  const impossible = new Map<string, Problem>()
  const key = (definition: Definition, id: string) => `${definition.name} ${id}`

  function change(definition: Definition, stored: Stored, visible: boolean) {
    const at = key(definition, stored.document.id)
    const earlier = changed.get(at)
    changed.set(at, {
      definition,
      before: earlier ? earlier.before : current.get(at),
      visible: visible || (earlier?.visible ?? false),
    })
    current.set(at, stored)
  }

  return {
    now,
    load: (definition, stored) => current.set(key(definition, stored.document.id), stored),
    get(definition, id) {
      const found = current.get(key(definition, id))
      if (!found && !needs.documents.get(definition)?.has(id))
        wanted.push((more) => needDocument(more, definition, id))
      return found
    },
    put: (definition, stored) => change(definition, stored, true),
    note: (definition, stored) => change(definition, stored, false),
    audit: (entry) => audits.push(entry),
    changes: () =>
      [...changed].flatMap(([at, entry]) => {
        const after = current.get(at)
        return after ? [{ ...entry, after }] : []
      }),
    audits: () => audits,
    want: (add) => void wanted.push(add),
    require(add) {
      const asked = createNeeds()
      add(asked)
      if (!covers(needs, asked)) wanted.push(add)
    },
    giveUp(decisionId, why) {
      if (wanted.length === 0) impossible.set(decisionId, why)
    },
    givenUp: (decisionId) => needs.givenUp.get(decisionId),
    addUnread(more) {
      for (const add of wanted) add(more)
      for (const [decisionId, why] of impossible) more.givenUp.set(decisionId, why)
      return wanted.length > 0 || impossible.size > 0
    },
  }
}
