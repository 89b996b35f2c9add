import { users } from '../../shared/collections/users.ts'
import type { Database } from '../db/database.ts'
import { storeCredentials } from '../identity/accounts.ts'
import { hashPassword } from '../identity/passwords.ts'
import { askNobody, decidesPolicy } from '../identity/second-factor/policy.ts'
import type { Committer } from '../sync/committer.ts'
import { writeAsServer } from '../sync/server-write.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import type { DemoSignIn } from './sign-ins.ts'
import type { DemoUser } from './staff.ts'

/** Makes the users in one commit; what is there already stays as it is. */
export async function makeUsers(
  committer: Committer,
  tenant: Tenant,
  wanted: readonly DemoUser[],
): Promise<void> {
  await writeAsServer(
    committer,
    tenant,
    undefined,
    wanted.map(({ id, name, role, personId, teamIds }) => ({
      definition: users,
      id,
      change: (stored) =>
        stored ?? {
          id,
          stamp: '',
          name,
          role,
          active: true,
          teamIds,
          ...(personId === undefined ? {} : { personId }),
        },
    })),
  )
}

/** Gives users the passwords that stand in the sign-ins, whatever they had before. */
export async function setPasswords(
  database: Database,
  tenant: Tenant,
  signIns: readonly DemoSignIn[],
  userIdOf: (email: string) => string | undefined,
): Promise<void> {
  const hashed = await Promise.all(
    signIns.map(async ({ email, password }) => ({ email, passwordHash: await hashPassword(password) })),
  )
  await withTenant(database, tenant, async (tx) => {
    for (const { email, passwordHash } of hashed) {
      const userId = userIdOf(email)
      if (userId === undefined) continue
      await tx`DELETE FROM credentials WHERE user_id = ${userId}`
      await storeCredentials(tx, { userId, email, passwordHash })
    }
  })
}

/** Users of the school by what they sign in with. */
export async function usersByEmail(database: Database, tenant: Tenant): Promise<ReadonlyMap<string, string>> {
  const rows = await withTenant(
    database,
    tenant,
    (tx) => tx<{ email: string; user_id: string }[]>`SELECT email, user_id FROM credentials`,
  )
  return new Map(rows.map(({ email, user_id }) => [email, user_id]))
}

/** The sign-ins of the demo are passwords in a file: no role needs a second factor, unless somebody decided so there. */
export async function relaxSecondFactor(database: Database, tenant: Tenant): Promise<void> {
  await withTenant(database, tenant, async (tx) => {
    if (!(await decidesPolicy(tx))) await askNobody(tx)
  })
}
