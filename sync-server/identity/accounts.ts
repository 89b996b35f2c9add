import { EtraxError } from '../../shared/errors.ts'
import type { Role } from '../../shared/roles.ts'
import type { Database } from '../db/database.ts'
import { type Tenant, type TenantTransaction, withTenant } from '../tenancy/with-tenant.ts'

/** Who can sign in, as the server reads it from the users of a school. */
export interface Account {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly personId: string | undefined
  readonly teamIds: readonly string[]
  readonly active: boolean
}

interface AccountRow {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly personId: string | null
  readonly teamIds: readonly string[] | null
  readonly active: boolean
}

const COLUMNS = `users.id, name, role, person_id AS "personId", team_ids AS "teamIds", active`

function accountFrom(row: AccountRow): Account {
  return { ...row, personId: row.personId ?? undefined, teamIds: row.teamIds ?? [] }
}

export function findAccount(
  database: Database,
  tenant: Tenant,
  userId: string,
): Promise<Account | undefined> {
  return withTenant(database, tenant, async (tx) => {
    const [row] = await tx.unsafe<AccountRow[]>(
      `SELECT ${COLUMNS} FROM users WHERE id = $1 AND NOT deleted`,
      [userId],
      { prepare: true },
    )
    return row && accountFrom(row)
  })
}

/** What an e-mail address has to look like: whether there is a mailbox shows a mail alone. */
export const EMAIL_PATTERN = '^[^@\\s]{1,64}@[^@\\s]{1,189}$'

/** E-mail addresses are compared without regard to case and outer spaces; nothing else of them is changed. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase()
}

export interface SignInAccount extends Account {
  readonly passwordHash: string | undefined
}

export function findAccountByEmail(
  database: Database,
  tenant: Tenant,
  email: string,
): Promise<SignInAccount | undefined> {
  return withTenant(database, tenant, async (tx) => {
    const [row] = await tx.unsafe<(AccountRow & { passwordHash: string | null })[]>(
      `SELECT ${COLUMNS}, password_hash AS "passwordHash"
       FROM credentials JOIN users ON users.id = user_id WHERE email = $1 AND NOT deleted`,
      [normalEmail(email)],
      { prepare: true },
    )
    return row && { ...accountFrom(row), passwordHash: row.passwordHash ?? undefined }
  })
}

export interface Credentials {
  readonly email: string
  readonly passwordHash: string | undefined
}

/** What a user signs in with; undefined where there is nothing yet. */
export function findCredentials(
  database: Database,
  tenant: Tenant,
  userId: string,
): Promise<Credentials | undefined> {
  return withTenant(database, tenant, async (tx) => {
    const [row] = await tx<{ email: string; passwordHash: string | null }[]>`
      SELECT email, password_hash AS "passwordHash" FROM credentials WHERE user_id = ${userId}`
    return row && { email: row.email, passwordHash: row.passwordHash ?? undefined }
  })
}

/** An invitation or a reset that is still open is void from then on. */
export async function replacePassword(
  database: Database,
  tenant: Tenant,
  userId: string,
  passwordHash: string,
): Promise<void> {
  await withTenant(database, tenant, async (tx) => {
    await tx`
      UPDATE credentials SET password_hash = ${passwordHash}, password_changed_at = now(), invitation_hash = NULL,
        invitation_expires_at = NULL, reset_hash = NULL, reset_expires_at = NULL
      WHERE user_id = ${userId}`
    await endChallengesOf(tx, [userId])
  })
}

/**
 * The address that an account has, where it may have another one instead; undefined where the user signs in with nothing. What is
 * left of a user that was never stored gives its address free.
 * @throws EtraxError `already-exists` where another user has the address
 */
export async function replaceableEmail(
  database: Database,
  tenant: Tenant,
  userId: string,
  email: string,
): Promise<string | undefined> {
  const wanted = normalEmail(email)
  return await withTenant(database, tenant, async (tx) => {
    await tx`
      DELETE FROM credentials WHERE email = ${wanted} AND user_id <> ${userId}
        AND NOT EXISTS (SELECT 1 FROM users WHERE users.id = credentials.user_id)`
    const rows = await tx<{ userId: string; email: string }[]>`
      SELECT user_id AS "userId", email FROM credentials WHERE user_id = ${userId} OR email = ${wanted}`
    if (rows.some((row) => row.userId !== userId)) throw emailTaken()
    return rows[0]?.email
  })
}

/**
 * Gives an account another address. Links and codes that went to the one before open nothing any more: it may have been somebody
 * else's all along. A factor that is a code by e-mail goes along and is proved by the first code that is typed. `anew`: somebody else
 * had the account, and what they chose to sign in by goes as well.
 * @throws EtraxError `already-exists` where another user has got the address
 */
export async function replaceEmail(
  database: Database,
  tenant: Tenant,
  userId: string,
  { email, anew }: { readonly email: string; readonly anew: boolean },
): Promise<void> {
  try {
    await withTenant(database, tenant, async (tx) => {
      await tx`
        UPDATE credentials SET email = ${normalEmail(email)}, invitation_hash = NULL, invitation_expires_at = NULL,
          reset_hash = NULL, reset_expires_at = NULL
        WHERE user_id = ${userId}`
      await tx`UPDATE second_factors SET used_at = NULL WHERE user_id = ${userId} AND kind = 'email'`
      await endChallengesOf(tx, [userId])
      if (anew) await forgetWaysIn(tx, userId)
    })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) throw emailTaken()
    throw error
  }
}

/** What somebody chose to prove who they are by, at stations too. A badge is the school's and stays. */
async function forgetWaysIn(tx: TenantTransaction, userId: string): Promise<void> {
  await tx`UPDATE credentials SET password_hash = NULL, password_changed_at = NULL WHERE user_id = ${userId}`
  await tx`DELETE FROM second_factors WHERE user_id = ${userId}`
  await tx`DELETE FROM recovery_codes WHERE user_id = ${userId}`
  await tx`UPDATE staff_marks SET pin_salt = NULL, pin_key = NULL, pin_set_at = NULL WHERE user_id = ${userId}`
}

const UNIQUE_VIOLATION = '23505'

export function emailTaken(): EtraxError {
  return new EtraxError('already-exists', 'Another user signs in with this e-mail address.', {
    details: { errors: [{ field: 'email', code: 'taken' }] },
  })
}

/**
 * What a password opened is closed with it: whoever knew the one from before goes on with no second step, and sets up no factor.
 */
export async function endChallengesOf(tx: TenantTransaction, userIds: readonly string[]): Promise<void> {
  await tx`
    UPDATE challenges SET ended_at = now() WHERE user_id = ANY(${[...userIds]}::text[]::uuid[]) AND ended_at IS NULL`
}

/** Puts a hash in the place of another one of the same password; nothing where the password was changed meanwhile. */
export async function replaceHash(
  database: Database,
  tenant: Tenant,
  { userId, from, to }: { readonly userId: string; readonly from: string; readonly to: string },
): Promise<void> {
  await withTenant(
    database,
    tenant,
    (tx) =>
      tx`UPDATE credentials SET password_hash = ${to} WHERE user_id = ${userId} AND password_hash = ${from}`,
  )
}

/** Gives a user what it signs in with; a password's hash, or nothing yet. */
export async function storeCredentials(
  tx: TenantTransaction,
  { userId, email, passwordHash }: { userId: string; email: string; passwordHash: string | undefined },
): Promise<void> {
  await tx`
    INSERT INTO credentials (user_id, email, password_hash, password_changed_at)
    VALUES (${userId}, ${normalEmail(email)}, ${passwordHash ?? null},
      ${passwordHash === undefined ? null : new Date()})`
}
