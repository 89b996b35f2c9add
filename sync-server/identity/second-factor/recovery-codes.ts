import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import type { Database } from '../../db/database.ts'
import { type Tenant, type TenantTransaction, withTenant } from '../../tenancy/with-tenant.ts'

/** Letters that cannot be taken for one another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const HOW_MANY = 10
const LENGTH = 12
/** argon2id, 8 MiB, 3 passes: less than for a password that somebody thought of, since these are drawn by chance. */
const PARAMETERS = { memoryCost: 8 * 1024, timeCost: 3, parallelism: 1 } as const

export interface NewRecoveryCodes {
  /** To be shown once. */
  readonly codes: readonly string[]
  readonly hashed: readonly { readonly hint: string; readonly hash: string }[]
}

/**
 * Ten codes of three groups, each with another first letter, by which its hash is found: one guess costs one argon2id, also
 * here. The other eleven letters are 54 bits.
 */
export async function newRecoveryCodes(): Promise<NewRecoveryCodes> {
  const hints = new Set<string>()
  while (hints.size < HOW_MANY) hints.add(letter())
  const plain = [...hints].map((hint) => hint + Array.from({ length: LENGTH - 1 }, letter).join(''))
  return {
    codes: plain.map((code) => code.replace(/(.{4})(?=.)/g, '$1-')),
    hashed: await Promise.all(
      plain.map(async (code) => ({ hint: code.charAt(0), hash: await hash(code, PARAMETERS) })),
    ),
  }
}

/** Puts new codes in the place of all that the user had. */
export async function storeRecoveryCodes(
  tx: TenantTransaction,
  userId: string,
  { hashed }: NewRecoveryCodes,
  at: Date,
): Promise<void> {
  await tx`DELETE FROM recovery_codes WHERE user_id = ${userId}`
  for (const { hint, hash } of hashed)
    await tx`
      INSERT INTO recovery_codes (user_id, hint, code_hash, created_at) VALUES (${userId}, ${hint}, ${hash}, ${at})`
}

/** Whether this is one of the user's codes that was not used before; it is used then. Hyphens, spaces and capitals do not count. */
export async function useRecoveryCode(
  database: Database,
  tenant: Tenant,
  userId: string,
  typed: string,
  at: Date,
): Promise<boolean> {
  const code = typed.toLowerCase().replace(/[\s-]/g, '')
  const hint = code.charAt(0)
  const [row] = await withTenant(
    database,
    tenant,
    (tx) => tx<{ hash: string }[]>`
      SELECT code_hash AS hash FROM recovery_codes WHERE user_id = ${userId} AND hint = ${hint} AND used_at IS NULL`,
  )
  if (!row || !(await verify(row.hash, code))) return false
  const used = await withTenant(
    database,
    tenant,
    (tx) => tx`
      UPDATE recovery_codes SET used_at = ${at}
      WHERE user_id = ${userId} AND hint = ${hint} AND code_hash = ${row.hash} AND used_at IS NULL`,
  )
  return used.count === 1
}

/** How many codes are left. */
export function countRecoveryCodes(database: Database, tenant: Tenant, userId: string): Promise<number> {
  return withTenant(database, tenant, async (tx) => {
    const [row] = await tx<{ left: number }[]>`
      SELECT count(*)::int AS left FROM recovery_codes WHERE user_id = ${userId} AND used_at IS NULL`
    return row?.left ?? 0
  })
}

function letter(): string {
  return LETTERS[randomInt(LETTERS.length)] ?? ''
}
