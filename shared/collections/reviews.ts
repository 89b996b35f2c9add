import { EVERYBODY } from '../roles.ts'
import { type DocumentOf, defineCollection } from './definition.ts'
import { choice, id, ids, integer, jsonValue, text, texts, time } from './field.ts'
import { readByManagers } from './shared-reading.ts'

export const REVIEW_KINDS = [
  'overwritten',
  'custody-fork',
  'overdraw',
  'duplicate-tag',
  'deletion',
  'rejected',
] as const
export const REVIEW_STATES = ['open', 'resolved', 'settled'] as const
export type ReviewKind = (typeof REVIEW_KINDS)[number]

const own = { group: 'finding', server: true } as const

/**
 * What the machine did not settle alone, or settled against someone's write. `base`, `device` and `server` are versions of
 * the document; `fields` are those that differ; `reason` says in codes why there is a review, `{ code, message, issues? }`.
 * All of it is the server's but `decisions`, to which whoever settles the review appends. Versions can have several MB, so
 * that a device sends none of them back.
 */
export const reviews = defineCollection({
  name: 'reviews',
  version: 1,
  fields: {
    kind: choice(REVIEW_KINDS, own).needed,
    collection: text({ ...own, maxLength: 50 }).needed,
    documentId: text(own).needed,
    state: choice(REVIEW_STATES, { ...own, indexed: true }).needed,
    base: jsonValue({ ...own, maxLength: 6_000_000 }),
    device: jsonValue({ ...own, maxLength: 6_000_000 }),
    server: jsonValue({ ...own, maxLength: 6_000_000 }),
    fields: texts({ ...own, maxItems: 200 }),
    reason: jsonValue({ ...own, maxLength: 100_000 }),
    authorId: id(own),
    deviceId: text({ ...own, maxLength: 64 }),
    occurredAt: time(own),
    receivedAt: time({ ...own, indexed: true }).needed,
    transactionIds: ids({ ...own, maxItems: 1_000 }),
    assigneeId: id(own),
    /** Who, beside the author, wrote a side of it: they are told how it ends. */
    concernedIds: ids({ ...own, since: 1 }),
    /** An open review that waits until then. */
    deferredUntil: time({ ...own, since: 1 }),
    /** Every decision in order, the overtaken ones too: a list of `Decision` (shared/reviews/decision.ts). */
    decisions: jsonValue({ group: 'decision', maxLength: 500_000, since: 1 }),
    /** What the applied ones changed: lists of `Effect` by a decision's id. They hold what not every reader may read [P6]. */
    effects: jsonValue({ ...own, maxLength: 6_000_000, since: 1 }),
    resolution: jsonValue({ ...own, maxLength: 100_000 }),
    resolvedBy: id(own),
    resolvedAt: time(own),
    /** Counts the decisions on this review, from 0; a resolution names the one that it saw. */
    version: integer(own).needed,
  },
  groups: { finding: { policy: 'server', receivedOnly: true }, decision: { policy: 'append-only' } },
  access: {
    read: {
      ...readByManagers,
      COACH: [{ fields: ['authorId', 'concernedIds'], subject: 'userId' }],
      USER: [{ fields: ['authorId', 'concernedIds'], subject: 'userId' }],
      STATION: [{ fields: ['authorId'], subject: 'userId' }],
    },
    hidden: { COACH: ['effects'], USER: ['effects'], STATION: ['effects'] },
    create: [],
    // What each role may decide is in shared/reviews/decision.ts.
    update: { decision: EVERYBODY },
    remove: [],
    askRemoval: [],
  },
  indexes: [['state', 'receivedAt']],
  holdsVersions: true,
})

export type Review = DocumentOf<typeof reviews>
