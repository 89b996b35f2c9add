import type { Database } from '../db/database.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'

/** A device of an account, as its owner or an admin sees it. */
export interface ListedDevice {
  readonly id: string
  readonly userId: string
  /** What the browser calls itself at sign-in. */
  readonly deviceId: string
  readonly name: string | undefined
  readonly userAgent: string | undefined
  readonly schemaVersion: number | undefined
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  readonly revokedAt: string | undefined
  readonly handedInAt: string | undefined
}

interface DeviceRow {
  readonly id: string
  readonly userId: string
  readonly deviceId: string
  readonly name: string | null
  readonly userAgent: string | null
  readonly schemaVersion: number | null
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  readonly revokedAt: string | null
  readonly handedInAt: string | null
}

/** The last seen first; of one user where one is named, of one id where that is. */
export async function readDevices(
  database: Database,
  tenant: Tenant,
  { userId, id }: { readonly userId?: string; readonly id?: string },
): Promise<readonly ListedDevice[]> {
  const rows = await database<DeviceRow[]>`
    SELECT id, user_id AS "userId", device_id AS "deviceId", name, user_agent AS "userAgent",
      schema_version AS "schemaVersion", first_seen_at AS "firstSeenAt", last_seen_at AS "lastSeenAt",
      revoked_at AS "revokedAt", handed_in_at AS "handedInAt"
    FROM etrax_system.devices
    WHERE tenant_id = ${tenant.id} AND (${userId ?? null}::uuid IS NULL OR user_id = ${userId ?? null}::uuid)
      AND (${id ?? null}::uuid IS NULL OR id = ${id ?? null}::uuid)
    ORDER BY last_seen_at DESC, id LIMIT 1000`
  return rows.map(listed)
}

function listed(row: DeviceRow): ListedDevice {
  return {
    ...row,
    name: row.name ?? undefined,
    userAgent: row.userAgent ?? undefined,
    schemaVersion: row.schemaVersion ?? undefined,
    firstSeenAt: time(row.firstSeenAt),
    lastSeenAt: time(row.lastSeenAt),
    revokedAt: row.revokedAt === null ? undefined : time(row.revokedAt),
    handedInAt: row.handedInAt === null ? undefined : time(row.handedInAt),
  }
}

function time(value: string): string {
  return new Date(value).toISOString()
}

export async function renameDevice(database: Database, id: string, name: string): Promise<void> {
  await database`UPDATE etrax_system.devices SET name = ${name} WHERE id = ${id}`
}

/** Revokes a device and ends its sessions in one step; resolves to the sessions that it ended. */
export async function revokeDevice(
  database: Database,
  tenant: Tenant,
  device: Pick<ListedDevice, 'id' | 'userId' | 'deviceId'>,
  by: { readonly userId: string; readonly at: Date },
): Promise<readonly string[]> {
  return await database.begin(async (tx) => {
    await tx`
      UPDATE etrax_system.devices SET revoked_at = ${by.at}, revoked_by = ${by.userId}
      WHERE id = ${device.id} AND revoked_at IS NULL`
    // Those that had run out or been ended as well: by the token of any of them the device is told, and hands in. One that was
    // signed out of left nothing there, and one that was ended for a stolen token is nobody's word.
    const ended = await tx<{ id: string }[]>`
      UPDATE etrax_system.sessions SET ended_at = coalesce(ended_at, ${by.at}), end_reason = 'device-revoked'
      WHERE tenant_id = ${tenant.id} AND user_id = ${device.userId} AND device_id = ${device.deviceId}
        AND (end_reason IS NULL OR end_reason NOT IN ('signed-out', 'reuse')) RETURNING id`
    return ended.map(({ id }) => id)
  })
}

/** The names of a school's users, also of those who are gone. */
export async function userNames(database: Database, tenant: Tenant): Promise<ReadonlyMap<string, string>> {
  const rows = await withTenant(
    database,
    tenant,
    (tx) => tx<{ id: string; name: string }[]>`SELECT id, name FROM users`,
    { mode: 'snapshot' },
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
