import { derivedId } from '../sync/file-review.ts'
import { serverStamp } from '../sync/server-stamp.ts'
import type { Unit } from '../sync/unit.ts'
import type { LoanCollections } from './lender-effects.ts'

/**
 * The user that stands for another school here, for what is done by its word: nobody of this school did it, and nobody of the other
 * is told to this one. Named after the school, and with nothing to sign in by. Made where it is not there, or not so any more.
 */
export function schoolAsUser(
  unit: Unit,
  { users }: LoanCollections,
  { id: schoolId, name }: { readonly id: string; readonly name: string },
): string {
  const id = derivedId('school-as-user', schoolId)
  const stored = unit.get(users, id)
  if (stored && !stored.deleted && stored.document.name === name && stored.document.active === false)
    return id
  const stamp = serverStamp(unit.now)
  const now = unit.now.toISOString()
  const createdAt = stored?.document.createdAt ?? now
  unit.put(users, {
    document: { id, stamp, name, role: 'USER', active: false, teamIds: [], createdAt, updatedAt: now },
    deleted: false,
    seq: stored?.seq ?? 0,
    fieldStamps: { '': stamp },
    deviceStamps: stored?.deviceStamps ?? {},
  })
  unit.audit({
    actorId: undefined,
    deviceId: undefined,
    action: stored ? 'update' : 'create',
    collection: users.name,
    documentId: id,
    detail: { school: schoolId },
  })
  return id
}
