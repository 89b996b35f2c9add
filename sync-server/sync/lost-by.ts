import { hiddenFields, mayRead } from '../../shared/access.ts'
import { parseStamp } from '../../shared/clock.ts'
import { type Definition, typed } from '../../shared/collections/definition.ts'
import type { users } from '../../shared/collections/users.ts'
import { fieldStamp } from '../../shared/merge.ts'
import { STAFF } from '../../shared/roles.ts'
import { writersOn } from './device-stamps.ts'
import type { Sender } from './sender.ts'
import type { Stored, Unit } from './unit.ts'

/**
 * Who wrote the stored values that a write of `sender` replaces: they are told of its review. Staff alone, and none from whom
 * anything is kept that the sender reads: the review holds the versions as the sender knows them [P6].
 */
export function lostBy(
  unit: Unit,
  accounts: typeof users,
  definition: Definition,
  { subject }: Sender,
  stored: Stored,
  fields: readonly string[],
): readonly string[] {
  const hidden = new Set(hiddenFields(definition, { role: subject.role }))
  const mayBeTold = (userId: string) => {
    const account = unit.get(accounts, userId)
    if (!account || account.deleted) return false
    const { role, personId, teamIds } = typed(accounts, account.document)
    return (
      STAFF.some((staff) => staff === role) &&
      hiddenFields(definition, { role }).every((field) => hidden.has(field)) &&
      mayRead(definition, { userId, role, personId, teamIds: teamIds ?? [] }, stored.document)
    )
  }
  const writers = new Set(fields.flatMap((field) => writersOf(stored, field)))
  return [...writers].filter((userId) => userId !== subject.userId && mayBeTold(userId)).sort()
}

/**
 * The user whose write on the device that the field's stamp names was the last one taken. Where several use that device, and each
 * wrote again since, it can be any who did.
 */
function writersOf({ fieldStamps, deviceStamps }: Stored, field: string): readonly string[] {
  const stamp = fieldStamp(fieldStamps, field)
  const taken = writersOn(deviceStamps, parseStamp(stamp)?.deviceId ?? '', stamp)
  const exact = taken.filter(({ last }) => last === stamp)
  return (exact.length > 0 ? exact : taken).map(({ userId }) => userId)
}
