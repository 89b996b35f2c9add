import type { AnyDocument } from '../../shared/collections/definition.ts'
import { users } from '../../shared/collections/users.ts'
import { uuidv7 } from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import type { Database } from '../db/database.ts'
import type { Committer } from '../sync/committer.ts'
import { writeAsServer } from '../sync/server-write.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { type Invitation, inviteUser } from './invitations.ts'

export interface WantedUser {
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly personId?: string | undefined
  readonly teamIds?: readonly string[] | undefined
}

export interface MadeUser {
  readonly id: string
  readonly user: AnyDocument | undefined
  readonly invitation: Invitation
}

/**
 * A user of a school with an invitation to choose a password by. `actorId` is who asked for it, undefined for whoever runs the
 * server; whether they may is theirs to have been asked before.
 * @throws EtraxError `already-exists` where another user has the address
 */
export async function makeUser(
  { database, committer }: { readonly database: Database; readonly committer: Committer },
  tenant: Tenant,
  actorId: string | undefined,
  { name, email, role, personId, teamIds = [] }: WantedUser,
): Promise<MadeUser> {
  const id = uuidv7()
  const invitation = await inviteUser(database, tenant, { userId: id, email })
  const document = { id, stamp: '', name, role, active: true, teamIds: [...teamIds] }
  const [user] = await writeAsServer(committer, tenant, actorId, [
    {
      definition: users,
      id,
      change: () => ({ ...document, ...(personId === undefined ? {} : { personId }) }),
    },
  ])
  return { id, user, invitation }
}
