import { createHmac, hash, pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import type { Subject } from '../../shared/access.ts'
import type { Role } from '../../shared/roles.ts'
import { STAFF } from '../../shared/roles.ts'
import { PIN_ITERATIONS, type StationStaff } from '../../shared/station.ts'
import type { DataProtection } from '../data-protection/data-protection.ts'
import type { Database } from '../db/database.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { newCode, normalCode } from './station-store.ts'

interface StaffRow {
  readonly userId: string
  readonly name: string
  readonly role: Role
  readonly personId: string | null
  readonly teamIds: readonly string[] | null
  readonly pinSalt: string | null
  readonly pinKey: string | null
  readonly badgeHash: string | null
}

/** Who may act at a station now: its staff whose accounts are active and whose role issues gear. */
async function readRows(database: Database, tenant: Tenant, stationId: string): Promise<readonly StaffRow[]> {
  return await withTenant(
    database,
    tenant,
    (tx) => tx<StaffRow[]>`
      SELECT users.id AS "userId", name, role, person_id AS "personId", team_ids AS "teamIds",
        pin_salt AS "pinSalt", pin_key AS "pinKey", badge_hash AS "badgeHash"
      FROM station_staff JOIN users ON users.id = station_staff.user_id
        LEFT JOIN staff_marks ON staff_marks.user_id = users.id
      WHERE station_id = ${stationId} AND active AND NOT deleted AND role = ANY(${[...STAFF]}::text[]) ORDER BY name`,
  )
}

/** The staff as the server judges what they did at the station: by their own rights. */
export async function staffSubjects(
  database: Database,
  tenant: Tenant,
  stationId: string,
): Promise<ReadonlyMap<string, Subject>> {
  const rows = await readRows(database, tenant, stationId)
  return new Map(
    rows.map(({ userId, role, personId, teamIds }) => [
      userId,
      { userId, role, personId: personId ?? undefined, teamIds: teamIds ?? [] },
    ]),
  )
}

/** The staff as the station holds them: what their PINs and badges are checked by offline is keyed by the station's key. */
export async function staffFor(
  database: Database,
  protection: DataProtection,
  tenant: Tenant,
  stationId: string,
  key: Buffer,
): Promise<readonly StationStaff[]> {
  const rows = await readRows(database, tenant, stationId)
  return await Promise.all(
    rows.map(async ({ userId, name, role, teamIds, pinSalt, pinKey, badgeHash }) => {
      const pin =
        pinSalt !== null && pinKey !== null
          ? {
              salt: pinSalt,
              verifier: verifier(
                key,
                Buffer.from(await protection.open(tenant.id, purposeOfPin(userId), pinKey), 'base64url'),
              ),
            }
          : undefined
      const badge = badgeHash === null ? undefined : verifier(key, Buffer.from(badgeHash, 'hex'))
      return {
        userId,
        name,
        role: staffRole(role),
        teamIds: teamIds ?? [],
        ...(pin === undefined ? {} : { pin }),
        ...(badge === undefined ? {} : { badge }),
      }
    }),
  )
}

function staffRole(role: Role): StationStaff['role'] {
  const found = STAFF.find((one) => one === role)
  if (!found) throw new Error(`${role} acts at no station.`)
  return found
}

function verifier(key: Buffer, mark: Buffer): string {
  return createHmac('sha256', key).update(mark).digest('base64url')
}

const purposeOfPin = (userId: string) => `staff_marks.pin_key:${userId}` as const

/** Keeps what a PIN is checked by; the PIN itself is kept nowhere. */
export async function setPin(
  database: Database,
  protection: DataProtection,
  tenant: Tenant,
  userId: string,
  pin: string,
): Promise<void> {
  const salt = randomBytes(16)
  const made = await promisify(pbkdf2)(pin, salt, PIN_ITERATIONS, 32, 'sha256')
  const sealed = await protection.seal(tenant.id, purposeOfPin(userId), made.toString('base64url'))
  await withTenant(
    database,
    tenant,
    (tx) => tx`
      INSERT INTO staff_marks (user_id, pin_salt, pin_key, pin_set_at)
      VALUES (${userId}, ${salt.toString('base64url')}, ${sealed}, now())
      ON CONFLICT (user_id) DO UPDATE SET pin_salt = excluded.pin_salt, pin_key = excluded.pin_key, pin_set_at = now()`,
  )
}

export async function hasPin(database: Database, tenant: Tenant, userId: string): Promise<boolean> {
  const rows = await withTenant(
    database,
    tenant,
    (tx) => tx`SELECT 1 FROM staff_marks WHERE user_id = ${userId} AND pin_key IS NOT NULL`,
  )
  return rows.length > 0
}

/** Gives somebody a new badge; the one before opens nothing any more. Its code is shown this once. */
export async function replaceBadge(database: Database, tenant: Tenant, userId: string): Promise<string> {
  const code = `BADGE-${newCode(16)}`
  await withTenant(
    database,
    tenant,
    (tx) => tx`
      INSERT INTO staff_marks (user_id, badge_hash, badge_set_at)
      VALUES (${userId}, ${hash('sha256', normalCode(code))}, now())
      ON CONFLICT (user_id) DO UPDATE SET badge_hash = excluded.badge_hash, badge_set_at = now()`,
  )
  return code
}
