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

const own = { group: 'finding' } as const

/**
 * What the machine did not settle alone, or settled against someone's write. `base`, `device` and `server` are versions of
 * the document; `fields` are those that differ; `reason` says in codes why there is a review, `{ code, message, issues? }`.
 */
export const reviews = defineCollection({
  name: 'reviews',
  version: 0,
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
    resolution: jsonValue({ ...own, maxLength: 100_000 }),
    resolvedBy: id(own),
    resolvedAt: time(own),
    /** Counts the decisions on this review, from 0; a resolution names the one that it saw. */
    version: integer(own).needed,
  },
  groups: { finding: { policy: 'server' } },
  access: {
    read: {
      ...readByManagers,
      COACH: [{ fields: ['authorId'], subject: 'userId' }],
      USER: [{ fields: ['authorId'], subject: 'userId' }],
    },
    create: [],
    update: {},
    remove: [],
    askRemoval: [],
  },
  indexes: [['state', 'receivedAt']],
})

export type Review = DocumentOf<typeof reviews>
