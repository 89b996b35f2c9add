import { EtraxError } from '../../shared/errors.ts'
import type { Role } from '../../shared/roles.ts'
import type { Database } from '../db/database.ts'
import type { Committer } from '../sync/committer.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { EMAIL_PATTERN, findAccountByEmail } from './accounts.ts'
import { type Invitation, renewInvitation } from './invitations.ts'
import { makeUser } from './make-user.ts'
import { auditAccount } from './second-factor/audit-account.ts'

export interface WantedAccount {
  readonly email: string
  readonly name: string
  readonly role: Role
}

export interface InvitedAccount extends Invitation {
  readonly name: string
  /** What the account has, which an invitation changes nothing of. */
  readonly role: Role
  /** Whether there is a password already: then the invitation is to choose another. */
  readonly hadPassword: boolean
  readonly made: boolean
}

/**
 * Whoever runs the server gives somebody a way in: an account, or, where one has the address, another invitation for it. The
 * school's log has it without an actor.
 * @throws EtraxError `invalid-value` for what is no address or name, `account-disabled`
 */
export async function inviteFromOutside(
  { database, committer }: { readonly database: Database; readonly committer: Committer },
  tenant: Tenant,
  { email, name, role }: WantedAccount,
): Promise<InvitedAccount> {
  requireAddressable({ email, name })
  const account = await findAccountByEmail(database, tenant, email)
  if (!account) {
    const { invitation } = await makeUser({ database, committer }, tenant, undefined, { email, name, role })
    return { ...invitation, name, role, hadPassword: false, made: true }
  }
  if (!account.active)
    throw new EtraxError(
      'account-disabled',
      `${account.name} is disabled: no invitation works until an admin enables the account.`,
    )
  const about = { actorId: undefined, deviceId: undefined, userId: account.id }
  await auditAccount(committer, tenant, { ...about, action: 'invite', detail: { by: 'hand' } })
  const { token, expiresAt, hadPassword } = await renewInvitation(database, tenant, account.id)
  return { token, expiresAt, name: account.name, role: account.role, hadPassword, made: false }
}

/** Before anything is made for somebody. @throws EtraxError `invalid-value` */
export function requireAddressable({ email, name }: Pick<WantedAccount, 'email' | 'name'>): void {
  if (!new RegExp(EMAIL_PATTERN).test(email))
    throw new EtraxError('invalid-value', `${email} is no e-mail address.`)
  if (name.trim() === '' || name.length > 200)
    throw new EtraxError('invalid-value', 'A user needs a name of at most 200 characters.')
}
