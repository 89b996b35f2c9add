import { randomInt } from 'node:crypto'
import { stationDeviceId } from '../../shared/station.ts'
import type { Database } from '../db/database.ts'
import { hashSecret, newSecret } from '../identity/refresh-tokens.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'

const CODE_MS = 15 * 60_000
/** No letter that is taken for a digit: the code is read from one screen and typed on another. */
const LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'

/** `count` letters by chance, each of thirty. */
export function newCode(count: number): string {
  return Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('')
}

/** A code as it was typed: case, spaces and dashes do not count. */
export function normalCode(code: string): string {
  return code.toUpperCase().replaceAll(/[\s-]/g, '')
}

/** A code that makes one browser this station, once, within a quarter of an hour. */
export async function newEnrolCode(database: Database, tenant: Tenant, stationId: string, now: number) {
  const code = newCode(10)
  const expiresAt = new Date(now + CODE_MS)
  await withTenant(
    database,
    tenant,
    (tx) => tx`UPDATE stations SET code_hash = ${hashSecret(code)}, code_expires_at = ${expiresAt}
      WHERE id = ${stationId} AND revoked_at IS NULL`,
  )
  return { code: `${code.slice(0, 5)}-${code.slice(5)}`, expiresAt: expiresAt.toISOString() }
}

export interface Enrolled {
  readonly stationId: string
  readonly deviceId: string
  /** Of the cookie; shown this once. */
  readonly secret: string
}

/** Makes a browser the station that a code names; the one before is it no more. Undefined where the code is not good. */
export function enrol(
  database: Database,
  tenant: Tenant,
  code: string,
  at: number,
  seal: (stationId: string) => Promise<string>,
): Promise<Enrolled | undefined> {
  return withTenant(database, tenant, async (tx) => {
    const [found] = await tx<{ id: string; enrolment: number }[]>`
      UPDATE stations SET code_hash = NULL, enrolment = enrolment + 1
      WHERE code_hash = ${hashSecret(normalCode(code))} AND code_expires_at > ${new Date(at)} AND revoked_at IS NULL
      RETURNING id, enrolment`
    if (!found) return undefined
    const secret = newSecret()
    const key = await seal(found.id)
    await tx`
      UPDATE stations SET credential_hash = ${hashSecret(secret)}, key = ${key}, enrolled_at = ${new Date(at)},
        former_hashes = CASE WHEN credential_hash IS NULL THEN former_hashes ELSE former_hashes || credential_hash END
      WHERE id = ${found.id}`
    return { stationId: found.id, deviceId: stationDeviceId(found.id, found.enrolment), secret }
  })
}

export interface KnownStation {
  readonly id: string
  readonly deviceId: string
  readonly lockSeconds: number
  /** Sealed. */
  readonly key: string
  /** It was taken back, or another browser is this station now. */
  readonly over: boolean
  /** Its browser has handed in all that it held. */
  readonly emptied: boolean
}

/** The station that a credential proves; undefined: none. */
export function stationBy(
  database: Database,
  tenant: Tenant,
  { stationId, secret }: { readonly stationId: string; readonly secret: string },
): Promise<KnownStation | undefined> {
  const hash = hashSecret(secret)
  return withTenant(database, tenant, async (tx) => {
    const [row] = await tx<
      { id: string; enrolment: number; lockSeconds: number; key: string; over: boolean; emptied: boolean }[]
    >`
      SELECT id, enrolment, lock_seconds AS "lockSeconds", key,
        (revoked_at IS NOT NULL OR credential_hash IS DISTINCT FROM ${hash}) AS over, ${hash} = ANY(emptied_hashes) AS emptied
      FROM stations
      WHERE id = ${stationId} AND (credential_hash = ${hash} OR ${hash} = ANY(former_hashes))`
    return row && { ...row, deviceId: stationDeviceId(row.id, row.enrolment) }
  })
}

/** Notes that the browser of a credential is empty: no more is taken of it. */
export async function noteEmptied(
  database: Database,
  tenant: Tenant,
  { stationId, secret }: { readonly stationId: string; readonly secret: string },
  now: number,
): Promise<void> {
  const hash = hashSecret(secret)
  await withTenant(
    database,
    tenant,
    (tx) => tx`
      UPDATE stations SET handed_in_at = ${new Date(now)}, emptied_hashes = emptied_hashes || ${hash}
      WHERE id = ${stationId} AND NOT ${hash} = ANY(emptied_hashes)`,
  )
}
