import { STAFF } from '../../shared/roles.ts'
import type { Database } from '../db/database.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'

/** A station as managers see it. */
export interface ListedStation {
  readonly id: string
  readonly name: string
  readonly teamIds: readonly string[]
  readonly staffIds: readonly string[]
  readonly lockSeconds: number
  readonly enrolledAt?: string
  readonly lastSeenAt?: string
  readonly revokedAt?: string
  /** When the last of its browsers had handed in all that it held; not while one of them has not. */
  readonly handedInAt?: string
}

interface StationRow {
  readonly id: string
  readonly name: string
  readonly teamIds: readonly string[] | null
  readonly staffIds: readonly string[]
  readonly lockSeconds: number
  readonly enrolledAt: string | null
  readonly lastSeenAt: string | null
  readonly revokedAt: string | null
  readonly handedInAt: string | null
}

export async function readStations(database: Database, tenant: Tenant): Promise<readonly ListedStation[]> {
  const rows = await withTenant(
    database,
    tenant,
    (tx) => tx<StationRow[]>`
      SELECT stations.id, name, team_ids AS "teamIds", lock_seconds AS "lockSeconds", enrolled_at AS "enrolledAt",
        last_seen_at AS "lastSeenAt", revoked_at AS "revokedAt", CASE
          WHEN former_hashes <@ emptied_hashes AND (credential_hash IS NULL OR credential_hash = ANY(emptied_hashes))
          THEN handed_in_at END AS "handedInAt",
        ARRAY(SELECT user_id::text FROM station_staff WHERE station_id = stations.id) AS "staffIds"
      FROM stations JOIN users ON users.id = stations.id ORDER BY name, stations.id`,
    { mode: 'snapshot' },
  )
  return rows.map(({ enrolledAt, lastSeenAt, revokedAt, handedInAt, teamIds, ...row }) => ({
    ...row,
    teamIds: teamIds ?? [],
    ...timeOf('enrolledAt', enrolledAt),
    ...timeOf('lastSeenAt', lastSeenAt),
    ...timeOf('revokedAt', revokedAt),
    ...timeOf('handedInAt', handedInAt),
  }))
}

function timeOf(name: string, value: string | null): Record<string, string> {
  return value === null ? {} : { [name]: new Date(value).toISOString() }
}

/** Who can be staff of a station, and by what each identifies there. */
export interface StaffMarks {
  readonly userId: string
  readonly hasPin: boolean
  readonly hasBadge: boolean
}

export async function readStaffMarks(database: Database, tenant: Tenant): Promise<readonly StaffMarks[]> {
  return await withTenant(
    database,
    tenant,
    (tx) => tx<StaffMarks[]>`
      SELECT users.id AS "userId", pin_key IS NOT NULL AS "hasPin", badge_hash IS NOT NULL AS "hasBadge"
      FROM users LEFT JOIN staff_marks ON user_id = users.id
      WHERE active AND NOT deleted AND role = ANY(${[...STAFF]}::text[]) ORDER BY name`,
    { mode: 'snapshot' },
  )
}
