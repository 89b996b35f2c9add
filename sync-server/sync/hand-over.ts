import { asSeenBy, type Subject } from '../../shared/access.ts'
import { type Definition, typed, type WireDocument } from '../../shared/collections/definition.ts'
import type { users } from '../../shared/collections/users.ts'
import { EtraxError } from '../../shared/errors.ts'
import { isUuid } from '../../shared/ids.ts'
import type { PushRow } from '../../shared/protocol.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import type { Committer } from './committer.ts'
import { isErased } from './erased.ts'
import { fileReview, storedForReview } from './file-review.ts'
import { needDocument } from './needs.ts'
import type { Behaviour } from './push-context.ts'
import { markOf, reviewedId } from './refused-before.ts'
import { standingOfRow } from './row-standing.ts'
import type { Sender } from './sender.ts'
import type { Stored, Unit } from './unit.ts'

export interface HandOverCollections {
  /** Where the writes are filed. */
  readonly reviews: Definition
  readonly users: typeof users
  readonly behaviours: readonly Behaviour[]
}

/**
 * Why an author does not send it: the account is disabled; the device that holds it was revoked and hands it in by itself; it was
 * done at a station where its author may not act.
 */
export type HandOverReason = 'account-disabled' | 'device-revoked' | 'not-at-station'

const REASONS = {
  'account-disabled': { code: 'handed-over', message: 'The author’s account was disabled.' },
  'device-revoked': { code: 'handed-in', message: 'The device was revoked before it had sent this.' },
  'not-at-station': { code: 'not-at-station', message: 'The author may not act at this station.' },
} as const satisfies Record<HandOverReason, { code: string; message: string }>

/**
 * What a disabled account's device kept, handed over by a manager who signed in on it [P7], or what a revoked device hands in:
 * nothing of it is applied, each write becomes a review under its author's name. What had been stored before makes none. Returns the reviews' ids.
 * @throws EtraxError `not-found` where the author is no user of this school, `author-active` where the author can send it
 */
export function handOver(
  committer: Committer,
  { reviews, users, behaviours }: HandOverCollections,
  tenant: Tenant,
  definition: Definition,
  sender: Sender,
  authorId: string,
  rows: readonly PushRow[],
  why: HandOverReason = 'account-disabled',
): Promise<readonly string[]> {
  const behaviour = behaviours.find((one) => one.definition === definition)
  const documentIdOf = ({ newDocumentState: { id } }: PushRow) => reviewedId(typeof id === 'string' ? id : '')
  return committer.run(tenant, {
    size: Math.max(1, rows.length),
    needs(needs) {
      needDocument(needs, users, authorId)
      for (const row of rows) {
        const { id } = row.newDocumentState
        if (isUuid(id)) needDocument(needs, definition, id)
      }
    },
    decide(unit) {
      const author: Sender = { ...sender, subject: authorOf(unit, users, authorId, why) }
      // A revoked device hands in its author's words and nobody stands between.
      const filer = why === 'device-revoked' ? author : sender
      return rows.flatMap((row) => {
        const { newDocumentState: sent } = row
        const stored = isUuid(sent.id) ? unit.get(definition, sent.id) : undefined
        if (stored && isErased(definition, stored)) return []
        if (standingOfRow(definition, row, stored, author) === 'none') return []
        const kept = behaviour?.kept?.(row) ?? row
        return fileReview(unit, reviews, author, {
          kind: 'rejected',
          state: 'open',
          collection: definition.name,
          documentId: documentIdOf(row),
          mark: markOf(sent),
          stamp: typeof sent.stamp === 'string' ? sent.stamp : '',
          base: kept.assumedMasterState,
          device: kept.newDocumentState,
          filedBy: filer,
          server: behaviour?.kept ? undefined : storedForBoth(definition, author, filer, stored),
          reason: { ...REASONS[why], by: sender.subject.userId },
        })
      })
    },
  })
}

function authorOf(unit: Unit, definition: typeof users, userId: string, why: HandOverReason): Subject {
  const stored = unit.get(definition, userId)
  if (!stored || stored.deleted) throw new EtraxError('not-found', 'The author is no user of this school.')
  const { role, personId, teamIds, active } = typed(definition, stored.document)
  // Nobody else's word stands for somebody who speaks for themselves.
  if (active && why === 'account-disabled')
    throw new EtraxError('author-active', 'The author’s account is active: its owner sends this.')
  return { userId, role, personId, teamIds: teamIds ?? [] }
}

/** The stored version, cut to what the author may read, who reads the review too, and to what who hands over may [P6]. */
function storedForBoth(
  definition: Definition,
  author: Sender,
  sender: Sender,
  stored: Stored | undefined,
): WireDocument | undefined {
  if (!stored || !storedForReview(definition, sender, stored)) return undefined
  const seen = storedForReview(definition, author, stored)
  return seen && asSeenBy(definition, { role: sender.subject.role }, seen)
}
