import { invitationLink } from '../../../../shared/invitation-link.ts'
import { isJsonObject } from '../../../../shared/json.ts'
import type { Role } from '../../../../shared/roles.ts'
import { locale } from '../../i18n/locale.ts'
import { api } from '../../sync/api.ts'
import { ApiError } from '../../sync/api-error.ts'

export interface NewUser {
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly personId?: string
}

/** How an invitation gets there: by a mail of the server, or by a link that is shown this once. */
export type Sent = { readonly mailed: true } | { readonly mailed: false; readonly link: string }

/** Makes a user who is to choose a password. @throws ApiError */
export function inviteUser(school: string, user: NewUser): Promise<Sent> {
  return api('/users', (answer) => sentIn(answer, school), {
    method: 'POST',
    body: { ...user, language: locale() },
  })
}

/** Another invitation for a user who is there; `hand`: as a link, also where there is mail. @throws ApiError */
export function inviteAgain(school: string, userId: string, by: 'mail' | 'hand'): Promise<Sent> {
  return api(`/users/${userId}/invitation`, (answer) => sentIn(answer, school), {
    method: 'POST',
    query: { by, language: locale() },
  })
}

function sentIn(answer: unknown, school: string): Sent {
  if (isJsonObject(answer) && answer.mailed === true) return { mailed: true }
  const invitation = isJsonObject(answer) && isJsonObject(answer.invitation) ? answer.invitation : {}
  if (typeof invitation.token !== 'string')
    throw new ApiError('unexpected-answer', 'The answer holds no invitation.')
  return {
    mailed: false,
    link: invitationLink(window.location.origin, { school, invitation: invitation.token }),
  }
}
