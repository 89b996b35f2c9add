import { EtraxError } from '../../shared/errors.ts'
import type { Database } from '../db/database.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { emailTaken, endChallengesOf, normalEmail } from './accounts.ts'
import { hashSecret, newSecret } from './refresh-tokens.ts'

export const INVITATION_LIFE_MS = 7 * 24 * 60 * 60 * 1000
export const RESET_LIFE_MS = 30 * 60 * 1000

export interface Invitation {
  /** Shown once; only its hash is kept. */
  readonly token: string
  readonly expiresAt: string
}

/**
 * Gives a new user an e-mail address and an invitation to choose a password by. What is left of a user that was never stored
 * gives its address free.
 * @throws EtraxError `already-exists` where another user has the address
 */
export async function inviteUser(
  database: Database,
  tenant: Tenant,
  { userId, email }: { readonly userId: string; readonly email: string },
): Promise<Invitation> {
  const token = newSecret()
  const expiresAt = new Date(Date.now() + INVITATION_LIFE_MS)
  await withTenant(database, tenant, async (tx) => {
    const stored = await tx`
      INSERT INTO credentials (user_id, email, invitation_hash, invitation_expires_at)
      VALUES (${userId}, ${normalEmail(email)}, ${hashSecret(token)}, ${expiresAt})
      ON CONFLICT (email) DO UPDATE SET user_id = excluded.user_id, password_hash = NULL,
        invitation_hash = excluded.invitation_hash, invitation_expires_at = excluded.invitation_expires_at
      WHERE NOT EXISTS (SELECT 1 FROM users WHERE users.id = credentials.user_id)`
    if (stored.count === 0) throw emailTaken()
  })
  return { token, expiresAt: expiresAt.toISOString() }
}

/** An invitation of a user who is there, and whom it goes to. */
export interface RenewedInvitation extends Invitation {
  readonly email: string
  /** Whether there is a password already: then the invitation is to choose another. */
  readonly hadPassword: boolean
}

/**
 * A new invitation for a user who is there, also one who has a password: it works on until the invitation is used.
 * @throws EtraxError `not-found` where the user signs in with nothing
 */
export async function renewInvitation(
  database: Database,
  tenant: Tenant,
  userId: string,
): Promise<RenewedInvitation> {
  const token = newSecret()
  const expiresAt = new Date(Date.now() + INVITATION_LIFE_MS)
  const [stored] = await withTenant(
    database,
    tenant,
    (tx) => tx<{ email: string; hadPassword: boolean }[]>`
      UPDATE credentials SET invitation_hash = ${hashSecret(token)}, invitation_expires_at = ${expiresAt}
      WHERE user_id = ${userId} RETURNING email, password_hash IS NOT NULL AS "hadPassword"`,
  )
  if (!stored) throw new EtraxError('not-found', 'This user has no e-mail address to sign in with.')
  return { token, expiresAt: expiresAt.toISOString(), ...stored }
}

/**
 * A link for whoever has forgotten the password; the one before it is void, an invitation is not. It is worth nothing where the account
 * has got another address meanwhile.
 */
export async function issueReset(
  database: Database,
  tenant: Tenant,
  { id: userId, email }: { readonly id: string; readonly email: string },
): Promise<string> {
  const token = newSecret()
  const expiresAt = new Date(Date.now() + RESET_LIFE_MS)
  await withTenant(
    database,
    tenant,
    (tx) => tx`
      UPDATE credentials SET reset_hash = ${hashSecret(token)}, reset_expires_at = ${expiresAt} 
      WHERE user_id = ${userId} AND email = ${normalEmail(email)}`,
  )
  return token
}

/** Who may choose a password by a link. */
export interface Invited {
  readonly userId: string
  readonly email: string
  readonly name: string
  readonly hadPassword: boolean
}

/** The user whom an invitation or a reset is for; undefined where it was used, has expired, or never was. */
export function findInvited(database: Database, tenant: Tenant, token: string): Promise<Invited | undefined> {
  return withTenant(database, tenant, async (tx) => {
    const hash = hashSecret(token)
    const [row] = await tx<Invited[]>`
      SELECT user_id AS "userId", email, name, password_hash IS NOT NULL AS "hadPassword"
      FROM credentials JOIN users ON users.id = user_id
      WHERE ((invitation_hash = ${hash} AND invitation_expires_at > now())
        OR (reset_hash = ${hash} AND reset_expires_at > now())) AND active AND NOT deleted`
    return row
  })
}

/** Uses an invitation or a reset up; whatever else was open for that user is void. False where somebody was faster. */
export function acceptInvitation(
  database: Database,
  tenant: Tenant,
  token: string,
  passwordHash: string,
): Promise<boolean> {
  return withTenant(database, tenant, async (tx) => {
    const hash = hashSecret(token)
    const used = await tx<{ userId: string }[]>`
      UPDATE credentials SET password_hash = ${passwordHash}, password_changed_at = now(), invitation_hash = NULL,
        invitation_expires_at = NULL, reset_hash = NULL, reset_expires_at = NULL
      WHERE (invitation_hash = ${hash} AND invitation_expires_at > now())
        OR (reset_hash = ${hash} AND reset_expires_at > now())
      RETURNING user_id AS "userId"`
    await endChallengesOf(
      tx,
      used.map(({ userId }) => userId),
    )
    return used.length === 1
  })
}
