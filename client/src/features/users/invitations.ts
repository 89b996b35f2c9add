import { isJsonObject } from '../../../../shared/json.ts'
import type { Role } from '../../../../shared/roles.ts'
import { invitationLink } from '../../account/invitation.ts'
import { api } from '../../sync/api.ts'
import { ApiError } from '../../sync/api-error.ts'

export interface NewUser {
  readonly name: string
  readonly email: string
  readonly role: Role
}

/** Makes a user; resolves to the link by which they choose a password, which is shown this once. @throws ApiError */
export function inviteUser(school: string, user: NewUser): Promise<string> {
  return api('/users', (answer) => linkIn(answer, school), { method: 'POST', body: { ...user } })
}

/** Another link for a user who is there. @throws ApiError */
export function inviteAgain(school: string, userId: string): Promise<string> {
  return api(`/users/${userId}/invitation`, (answer) => linkIn(answer, school), { method: 'POST' })
}

function linkIn(answer: unknown, school: string): string {
  const invitation = isJsonObject(answer) && isJsonObject(answer.invitation) ? answer.invitation : {}
  if (typeof invitation.token !== 'string')
    throw new ApiError('unexpected-answer', 'The answer holds no invitation.')
  return invitationLink(window.location.origin, { school, invitation: invitation.token })
}
