import type { User } from '../../../../shared/collections/users.ts'
import { sameJson } from '../../../../shared/json.ts'
import type { Role } from '../../../../shared/roles.ts'
import { locale } from '../../i18n/locale.ts'
import { api } from '../../sync/api.ts'

export interface UserDraft {
  readonly name: string
  readonly role: Role
  readonly personId: string | undefined
  readonly teamIds: readonly string[]
  readonly active: boolean
}

/** What PATCH /users/:id takes: only what is to change. */
export type UserChanges = {
  readonly name?: string
  readonly role?: Role
  readonly personId?: string | null
  readonly teamIds?: readonly string[]
  readonly disabled?: boolean
}

export function draftOf({ name, role, personId, teamIds, active }: User): UserDraft {
  return { name, role, personId, teamIds: teamIds ?? [], active }
}

/** The differences between a user and its draft; undefined where there are none. */
export function changesOf(user: User, draft: UserDraft): UserChanges | undefined {
  const sorted = (ids: readonly string[] | undefined) => [...(ids ?? [])].sort()
  const changes: UserChanges = {
    ...(draft.name.trim() === user.name ? {} : { name: draft.name.trim() }),
    ...(draft.role === user.role ? {} : { role: draft.role }),
    ...(draft.personId === user.personId ? {} : { personId: draft.personId ?? null }),
    ...(sameJson(sorted(draft.teamIds), sorted(user.teamIds)) ? {} : { teamIds: draft.teamIds }),
    ...(draft.active === user.active ? {} : { disabled: !draft.active }),
  }
  return Object.keys(changes).length === 0 ? undefined : changes
}

/** Through the server; the device sees the change when it comes back by the sync. @throws ApiError */
export async function saveUser(id: string, changes: UserChanges): Promise<void> {
  await api(`/users/${id}`, () => undefined, { method: 'PATCH', body: { ...changes } })
}

/**
 * The address that a user signs in with; their sessions end and the former one is told. `anew`: what somebody else chose to sign in by
 * goes too. @throws ApiError `already-exists`, `step-up-required`
 */
export async function saveEmail(id: string, email: string, anew: boolean): Promise<void> {
  const body = { email, language: locale(), ...(anew ? { anew } : {}) }
  await api(`/users/${id}/email`, () => undefined, { method: 'PUT', body })
}

/** Whether it looks like an address: the server has the last word. */
export function looksLikeEmail(text: string): boolean {
  return /^[^@\s]+@[^@\s]+$/.test(text)
}
