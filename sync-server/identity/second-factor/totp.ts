import { Secret, TOTP } from 'otpauth'
import type { Database } from '../../db/database.ts'
import { type Tenant, withTenant } from '../../tenancy/with-tenant.ts'

const PERIOD_S = 30
/** Steps before and after the present one that are accepted too: clocks of phones, and the time to type. */
const WINDOW = 1
export const TOTP_CODE = /^\d{6}$/

/** 160 bits in base32, as authenticator apps read it. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** What the QR code of a set-up holds. */
export function totpAddress(secret: string, school: string, email: string): string {
  return totp(secret, `ETrax ${school}`, email).toString()
}

/** The time step that a code belongs to, by the server's clock; undefined where it is of none that counts now. */
export function totpStep(secret: string, code: string, now: number): number | undefined {
  if (!TOTP_CODE.test(code)) return undefined
  const delta = totp(secret).validate({ token: code, timestamp: now, window: WINDOW })
  return delta === null ? undefined : Math.floor(now / 1000 / PERIOD_S) + delta
}

/** Uses a time step up. False where it, or a later one, was used before: a code that was looked at is worth nothing. */
export async function takeTotpStep(
  database: Database,
  tenant: Tenant,
  factor: { readonly id: string; readonly userId: string; readonly step: number; readonly at: Date },
): Promise<boolean> {
  const { id, userId, step, at } = factor
  const taken = await withTenant(
    database,
    tenant,
    (tx) => tx`
      UPDATE second_factors SET last_step = ${step}, used_at = ${at}
      WHERE id = ${id} AND user_id = ${userId} AND (last_step IS NULL OR last_step < ${step})`,
  )
  return taken.count === 1
}

function totp(secret: string, issuer = 'ETrax', label = '') {
  return new TOTP({
    issuer,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_S,
    secret: Secret.fromBase32(secret),
  })
}
