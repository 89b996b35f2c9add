import { formatStamp } from '../../shared/clock.ts'
import type { AnyDocument, Definition } from '../../shared/collections/definition.ts'
import type { Review, ReviewKind } from '../../shared/collections/reviews.ts'
import { uuidv7 } from '../../shared/ids.ts'
import type { PushAnswer, PushRow } from '../../shared/protocol.ts'
import type { Committer } from '../sync/committer.ts'
import { pushRows } from '../sync/push.ts'
import type { PushContext } from '../sync/push-context.ts'
import type { Sender } from '../sync/sender.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { digest } from './random.ts'
import type { SchoolPlan } from './school-plans.ts'
import type { SeasonTime } from './season-time.ts'

const ROWS = 500

/** A demo school while it is being made. */
export interface DemoSchool {
  readonly plan: SchoolPlan
  readonly tenant: Tenant
  readonly time: SeasonTime
  /** The id of what the demo calls `key`, the same at every run. `at`: ms since 1970 of its making. */
  id(kind: string, key: string, at?: number): string
  /** A device of somebody's, whose clock may run ahead by `skewMs`. */
  device(deviceId: string, subject: Sender['subject'], skewMs?: number): DemoDevice
  /** The document as a device would have it, with `_deleted` where it is deleted. */
  read(definition: Definition, id: string): Promise<AnyDocument>
  /** The first review of a kind about a document. */
  reviewOf(kind: ReviewKind, documentId: string): Promise<Review>
}

/** Something that happens at a moment of the season, ms since 1970. */
export interface Step {
  readonly at: number
  run(): Promise<unknown>
}

/** One of the devices that the season was recorded on: it stamps what it writes and pushes it later, like any other. */
export interface DemoDevice {
  readonly deviceId: string
  readonly userId: string
  /** A stamp of this device for a write at `at`, ms since 1970. */
  stamp(at: number): string
  /** What the device's clock shows at `at`; both ms since 1970. */
  clock(at: number): number
  /** Sends rows, received by the server at `receivedAt`, ms since 1970. */
  push(definition: Definition, rows: readonly PushRow[], receivedAt: number): Promise<readonly PushAnswer[]>
}

export interface DemoSchoolParts {
  readonly plan: SchoolPlan
  readonly tenant: Tenant
  readonly time: SeasonTime
  readonly context: PushContext
  /** Made with `serverClock`. */
  readonly committer: Committer
  /** What the committer takes for now; set before each push. */
  readonly serverClock: { now: number }
  readonly read: (definition: Definition, id: string) => Promise<AnyDocument>
  readonly reviewOf: (kind: ReviewKind, documentId: string) => Promise<Review>
}

export function demoSchool(parts: DemoSchoolParts): DemoSchool {
  const { plan, tenant, time, context, committer, serverClock, read, reviewOf } = parts

  function device(deviceId: string, subject: Sender['subject'], skewMs = 0): DemoDevice {
    const stamped = new Map<number, number>()
    return {
      deviceId,
      userId: subject.userId,
      clock: (at) => at + skewMs,
      stamp(at) {
        const counter = stamped.get(at) ?? 0
        stamped.set(at, counter + 1)
        return formatStamp({ ms: at + skewMs, counter, deviceId })
      },
      async push(definition, rows, receivedAt) {
        const answers: PushAnswer[] = []
        for (let from = 0; from < rows.length; from += ROWS) {
          serverClock.now = Math.max(serverClock.now, receivedAt)
          const batch = rows.slice(from, from + ROWS)
          answers.push(await pushRows(committer, context, tenant, definition, { subject, deviceId }, batch))
        }
        return answers
      },
    }
  }

  return {
    plan,
    tenant,
    time,
    read,
    reviewOf,
    device,
    id: (kind, key, at = time.at(300, 12)) =>
      uuidv7(at, digest(`${plan.slug} ${kind} ${key}`).subarray(0, 10)),
  }
}
