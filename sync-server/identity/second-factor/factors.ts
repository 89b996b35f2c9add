import type { Purpose } from '../../data-protection/data-protection.ts'
import type { Database } from '../../db/database.ts'
import { type Tenant, type TenantTransaction, withTenant } from '../../tenancy/with-tenant.ts'
import { endChallengesOf } from '../accounts.ts'
import type { PasskeyCredential } from './passkeys.ts'

export const FACTOR_KINDS = ['totp', 'passkey', 'email', 'sms'] as const
export type FactorKind = (typeof FACTOR_KINDS)[number]

/** A factor as its owner sees it. */
export interface Factor {
  readonly id: string
  readonly kind: FactorKind
  readonly name: string
  readonly createdAt: string
  readonly usedAt: string | null
}

export interface SealedFactor {
  readonly id: string
  readonly sealed: string
}

export interface Passkey extends PasskeyCredential {
  readonly id: string
  readonly userId: string
}

/** The oldest first. */
export function listFactors(database: Database, tenant: Tenant, userId: string): Promise<readonly Factor[]> {
  return withTenant(
    database,
    tenant,
    (tx) => tx<Factor[]>`
      SELECT id, kind, name, created_at AS "createdAt", used_at AS "usedAt" FROM second_factors
      WHERE user_id = ${userId} ORDER BY created_at, id`,
  )
}

export function sealedFactors(
  database: Database,
  tenant: Tenant,
  userId: string,
  kind: 'totp' | 'sms',
): Promise<readonly SealedFactor[]> {
  return withTenant(
    database,
    tenant,
    (tx) => tx<SealedFactor[]>`
      SELECT id, sealed FROM second_factors WHERE user_id = ${userId} AND kind = ${kind} AND sealed IS NOT NULL`,
  )
}

interface PasskeyRow {
  readonly id: string
  readonly userId: string
  readonly credentialId: Buffer
  readonly publicKey: Buffer
  readonly counter: number
  readonly transports: readonly string[]
}

const PASSKEY = `id, user_id AS "userId", credential_id AS "credentialId", public_key AS "publicKey", counter, transports`

export function passkeysOf(database: Database, tenant: Tenant, userId: string): Promise<readonly Passkey[]> {
  return withTenant(
    database,
    tenant,
    (tx) => tx<PasskeyRow[]>`
      SELECT ${tx.unsafe(PASSKEY)} FROM second_factors WHERE user_id = ${userId} AND kind = 'passkey'`,
  )
}

/** @param credentialId as the browser names it, in base64url */
export function findPasskey(
  database: Database,
  tenant: Tenant,
  credentialId: string,
): Promise<Passkey | undefined> {
  return withTenant(database, tenant, async (tx) => {
    const [row] = await tx<PasskeyRow[]>`
      SELECT ${tx.unsafe(PASSKEY)} FROM second_factors
      WHERE credential_id = ${Buffer.from(credentialId, 'base64url')} AND kind = 'passkey'`
    return row
  })
}

/** Notes that a passkey was used. False where it was used meanwhile, or was removed: then its counter proves nothing. */
export async function takePasskeyCounter(
  database: Database,
  tenant: Tenant,
  passkey: Passkey,
  counter: number,
  at: Date,
): Promise<boolean> {
  const taken = await withTenant(
    database,
    tenant,
    (tx) => tx`
      UPDATE second_factors SET counter = ${counter}, used_at = ${at}
      WHERE id = ${passkey.id} AND counter = ${passkey.counter}`,
  )
  return taken.count === 1
}

/** Notes that the factor of a kind was used. False where the user has none. */
export async function useFactor(
  database: Database,
  tenant: Tenant,
  userId: string,
  kind: 'email' | 'sms',
  at: Date,
): Promise<boolean> {
  const used = await withTenant(
    database,
    tenant,
    (tx) => tx`UPDATE second_factors SET used_at = ${at} WHERE user_id = ${userId} AND kind = ${kind}`,
  )
  return used.count > 0
}

/** Whether the user has a factor of that kind. */
export async function hasFactor(tx: TenantTransaction, userId: string, kind: FactorKind): Promise<boolean> {
  const rows = await tx`SELECT 1 FROM second_factors WHERE user_id = ${userId} AND kind = ${kind} LIMIT 1`
  return rows.length > 0
}

/** What a factor's secret is sealed for: it opens for no other factor. */
export function factorPurpose(id: string): Purpose {
  return `second_factors.sealed:${id}`
}

export interface NewFactor {
  readonly id: string
  readonly userId: string
  readonly kind: FactorKind
  readonly name: string
  readonly sealed?: string
  /** The step by which a TOTP was confirmed: it does not sign in too. */
  readonly lastStep?: number
  readonly passkey?: PasskeyCredential
}

/** False where this passkey is known already. */
export async function addFactor(tx: TenantTransaction, factor: NewFactor, at: Date): Promise<boolean> {
  const { id, userId, kind, name, sealed, lastStep, passkey } = factor
  const stored = await tx`
    INSERT INTO second_factors
      (id, user_id, kind, name, sealed, last_step, credential_id, public_key, counter, transports, created_at)
    VALUES (${id}, ${userId}, ${kind}, ${name}, ${sealed ?? null}, ${lastStep ?? null}, ${passkey?.credentialId ?? null},
      ${passkey?.publicKey ?? null}, ${passkey?.counter ?? null},
      ${passkey ? JSON.stringify(passkey.transports) : null}::text::jsonb, ${at})
    ON CONFLICT (credential_id) DO NOTHING`
  return stored.count === 1
}

/** Resolves to what was removed; undefined where the user has no such factor. */
export async function removeFactor(
  tx: TenantTransaction,
  userId: string,
  id: string,
): Promise<Pick<Factor, 'kind' | 'name'> | undefined> {
  const [removed] = await tx<Pick<Factor, 'kind' | 'name'>[]>`
    DELETE FROM second_factors WHERE id = ${id} AND user_id = ${userId} RETURNING kind, name`
  if (removed) await forgetCodesOfNothing(tx, userId)
  return removed
}

/** The recovery codes stay: another factor is about to take its place. */
export async function removeKind(tx: TenantTransaction, userId: string, kind: FactorKind): Promise<void> {
  await tx`DELETE FROM second_factors WHERE user_id = ${userId} AND kind = ${kind}`
}

/** Resolves to how many there were. */
export async function removeAllFactors(tx: TenantTransaction, userId: string): Promise<number> {
  const removed = await tx`DELETE FROM second_factors WHERE user_id = ${userId}`
  await endChallengesOf(tx, [userId])
  await forgetCodesOfNothing(tx, userId)
  return removed.count
}

/** Recovery codes stand for a factor that was lost: without any factor they are nothing. */
async function forgetCodesOfNothing(tx: TenantTransaction, userId: string): Promise<void> {
  await tx`
    DELETE FROM recovery_codes WHERE user_id = ${userId}
      AND NOT EXISTS (SELECT 1 FROM second_factors WHERE user_id = ${userId})`
}
