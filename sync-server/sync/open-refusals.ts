import type { Definition } from '../../shared/collections/definition.ts'
import { EtraxError } from '../../shared/errors.ts'
import type { Participant } from './participant.ts'
import type { Sender } from './sender.ts'
import type { Unit } from './unit.ts'

/** Of one author's refused writes no more than this wait for a manager: a season of honest mistakes is far below it. */
const MOST_OPEN = 10_000
/** Their bytes as they are stored. */
const MOST_BYTES = 64 * 1024 * 1024
/** Managers empty a queue in hours; a device that asks sooner costs little. */
const RETRY_AFTER_S = 600

interface Waiting {
  readonly count: number
  readonly bytes: number
}

const known = new WeakMap<Unit, Map<string, Waiting>>()

/** Reads how many refused writes of an author wait, and how large they are. */
export function openRefusalsParticipant(): Participant {
  return {
    async load(transaction, needs, unit) {
      if (needs.refusedOf.size === 0) return
      const rows = await transaction.unsafe<{ author_id: string; count: number; bytes: number }[]>(
        `select author_id, count(*)::int as count, coalesce(sum(pg_column_size(device)), 0)::float8 as bytes
         from reviews where author_id = any($1::text[]::uuid[]) and kind = 'rejected' and state = 'open'
         group by author_id`,
        [[...needs.refusedOf]],
        { prepare: true },
      )
      const waiting = known.get(unit) ?? new Map<string, Waiting>()
      known.set(unit, waiting)
      for (const { author_id, count, bytes } of rows) waiting.set(author_id, { count, bytes })
    },
    changed: () => false,
    write() {},
  }
}

/**
 * Refused writes are kept with all their words, so that whoever sends without an end would fill the school's database. Once
 * so much of theirs waits, a push that would add to it is not taken: its words stay on the device, which tries again, and
 * what is taken as it is goes on.
 * @throws EtraxError `too-many-requests`, for the whole push
 */
export function requireRoomForRefusals(unit: Unit, reviews: Definition, { subject }: Sender) {
  const { userId } = subject
  const filed = unit
    .changes()
    .filter(
      ({ definition, before, after }) =>
        definition === reviews &&
        before === undefined &&
        after.document.kind === 'rejected' &&
        after.document.authorId === userId,
    )
  if (filed.length === 0) return
  unit.require((needs) => needs.refusedOf.add(userId))
  const { count, bytes } = known.get(unit)?.get(userId) ?? { count: 0, bytes: 0 }
  if (count + filed.length <= MOST_OPEN && bytes <= MOST_BYTES) return
  throw new EtraxError(
    'too-many-requests',
    'So much that was refused waits for a manager that no more is taken. It is kept on this device.',
    { retryAfter: RETRY_AFTER_S },
  )
}
