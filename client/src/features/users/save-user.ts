import type { User } from '../../../../shared/collections/users.ts'
import { sameJson } from '../../../../shared/json.ts'
import type { Role } from '../../../../shared/roles.ts'
import { api } from '../../sync/api.ts'

export interface UserDraft {
  readonly role: Role
  readonly teamIds: readonly string[]
  readonly active: boolean
}

/** What PATCH /users/:id takes: only what is to change. */
export type UserChanges = {
  readonly role?: Role
  readonly teamIds?: readonly string[]
  readonly disabled?: boolean
}

/** The differences between a user and its draft; undefined where there are none. */
export function changesOf(user: User, draft: UserDraft): UserChanges | undefined {
  const sorted = (ids: readonly string[] | undefined) => [...(ids ?? [])].sort()
  const changes: UserChanges = {
    ...(draft.role === user.role ? {} : { role: draft.role }),
    ...(sameJson(sorted(draft.teamIds), sorted(user.teamIds)) ? {} : { teamIds: draft.teamIds }),
    ...(draft.active === user.active ? {} : { disabled: !draft.active }),
  }
  return Object.keys(changes).length === 0 ? undefined : changes
}

/** Through the server; the device sees the change when it comes back by the sync. @throws ApiError */
export async function saveUser(id: string, changes: UserChanges): Promise<void> {
  await api(`/users/${id}`, () => undefined, { method: 'PATCH', body: { ...changes } })
}
