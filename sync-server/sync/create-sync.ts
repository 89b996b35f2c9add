import type { Subject } from '../../shared/access.ts'
import type { Definition } from '../../shared/collections/definition.ts'
import type { reviews } from '../../shared/collections/reviews.ts'
import type { users } from '../../shared/collections/users.ts'
import type { PushAnswer, PushRow } from '../../shared/protocol.ts'
import { createSeeing } from '../../shared/seeing.ts'
import type { Database } from '../db/database.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { clampParticipant } from './clamps.ts'
import { type Committer, createCommitter } from './committer.ts'
import { type HandOverReason, handOver } from './hand-over.ts'
import { createHub, type Hub } from './hub.ts'
import { openRefusalsParticipant } from './open-refusals.ts'
import { openReviewsParticipant } from './open-reviews.ts'
import type { Participant } from './participant.ts'
import { type PullRequest, pullPage } from './pull.ts'
import { type PushCondition, pushRows } from './push.ts'
import type { Behaviour, Merging, PushContext } from './push-context.ts'
import { rejectionsParticipant } from './rejections.ts'
import type { Sender } from './sender.ts'
import { storedReader } from './stored-row.ts'

export interface SyncOptions {
  readonly database: Database
  readonly definitions: readonly Definition[]
  /** Where findings are filed. */
  readonly reviews: typeof reviews
  /** Who can sign in. */
  readonly users: typeof users
  readonly behaviours: readonly Behaviour[]
  readonly merging: Merging
  readonly participants: readonly Participant[]
  /** Tells other processes of a commit [T6]; each of them calls `hub.poke`. */
  readonly announce?: (tenantId: string) => void
  readonly onError: (error: unknown) => void
  /** The server's time of a commit; given by what tells a season that has passed. */
  readonly now?: () => Date
}

export interface Sync {
  readonly committer: Committer
  readonly hub: Hub
  readonly context: PushContext
  definition(name: string): Definition | undefined
  /** @throws EtraxError `resync-required`, `precondition-failed`: what it depends on is no longer so, and nothing is stored */
  push(
    tenant: Tenant,
    definition: Definition,
    sender: Sender,
    rows: readonly PushRow[],
    condition?: PushCondition,
  ): Promise<PushAnswer>
  /**
   * Files an author's kept writes as reviews [P7]; resolves to their ids.
   * @throws EtraxError `not-found` where the author is no user of this school, `author-active` where the account is not disabled
   */
  handOver(
    tenant: Tenant,
    definition: Definition,
    sender: Sender,
    authorId: string,
    rows: readonly PushRow[],
    why?: HandOverReason,
  ): Promise<readonly string[]>
  pull(tenant: Tenant, definition: Definition, subject: Subject, request: PullRequest): Promise<string>
  /** Ends the streams and resolves when all that was accepted is committed. */
  close(): Promise<void>
}

export function createSync(options: SyncOptions): Sync {
  const { database, definitions, reviews, behaviours, merging, announce, onError } = options
  const byName = new Map(definitions.map((definition) => [definition.name, definition]))
  const seeing = createSeeing(definitions)
  const hub = createHub(database, definitions, seeing, onError)
  const committer = createCommitter({
    database,
    participants: [
      clampParticipant,
      openReviewsParticipant(reviews),
      rejectionsParticipant(reviews),
      openRefusalsParticipant(),
      merging.participant,
      ...options.participants,
    ],
    onCommit(tenant) {
      hub.poke(tenant.id)
      announce?.(tenant.id)
    },
    ...(options.now ? { now: options.now } : {}),
  })
  const context: PushContext = {
    reviews,
    users: options.users,
    seeing,
    definition: (name) => byName.get(name),
    merging,
    readStored: storedReader(database),
    behaviours,
    behaviourOf: (definition) => behaviours.find((behaviour) => behaviour.definition === definition),
  }
  return {
    committer,
    hub,
    context,
    definition: (name) => byName.get(name),
    push: (tenant, definition, sender, rows, condition) =>
      pushRows(committer, context, tenant, definition, sender, rows, condition),
    handOver: (tenant, definition, sender, authorId, rows, why) =>
      handOver(committer, options, tenant, definition, sender, authorId, rows, why),
    pull: (tenant, definition, subject, request) =>
      pullPage(database, seeing, tenant, definition, subject, request),
    async close() {
      hub.close()
      await committer.idle()
      await merging.close()
    },
  }
}
