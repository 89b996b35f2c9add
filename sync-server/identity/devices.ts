import type { Database } from '../db/database.ts'
import { deviceRevoked } from './device-revoked.ts'
import type { SessionRow } from './sessions.ts'

export interface DeviceKey {
  readonly tenantId: string
  readonly userId: string
  readonly deviceId: string
}

/**
 * Notes that somebody signs in on a device.
 * @throws EtraxError `device-revoked`: it has to hand in what it holds and forget the rest first
 */
export async function noteDevice(database: Database, device: DeviceKey): Promise<void> {
  const rows = await database`
    INSERT INTO etrax_system.devices AS known (tenant_id, user_id, device_id)
    VALUES (${device.tenantId}, ${device.userId}, ${device.deviceId})
    ON CONFLICT (tenant_id, user_id, device_id) DO UPDATE SET last_seen_at = now() WHERE known.revoked_at IS NULL
    RETURNING 1`
  if (rows.length === 0) throw deviceRevoked(device.userId)
}

/** @throws EtraxError `device-revoked`, as {@link noteDevice} does; notes nothing */
export async function requireNotRevoked(database: Database, device: DeviceKey): Promise<void> {
  const rows = await database`
    SELECT 1 FROM etrax_system.devices
    WHERE tenant_id = ${device.tenantId} AND user_id = ${device.userId} AND device_id = ${device.deviceId}
      AND revoked_at IS NOT NULL`
  if (rows.length > 0) throw deviceRevoked(device.userId)
}

/** Whether that user has signed in on that device before. */
export async function isKnownDevice(database: Database, device: DeviceKey): Promise<boolean> {
  const rows = await database`
    SELECT 1 FROM etrax_system.devices
    WHERE tenant_id = ${device.tenantId} AND user_id = ${device.userId} AND device_id = ${device.deviceId}
      AND revoked_at IS NULL`
  return rows.length > 0
}

/** Notes that a session's device was here, by which browser and with which version of the app; what is unknown stays as it was. */
export async function seenDevice(
  database: Database,
  session: SessionRow,
  { userAgent, schema }: { readonly userAgent: string | undefined; readonly schema: string | undefined },
): Promise<void> {
  if (session.deviceId === null) return
  const version = schema !== undefined && /^[0-9]{1,6}$/.test(schema) ? Number(schema) : null
  await database`
    UPDATE etrax_system.devices SET last_seen_at = now(),
      user_agent = coalesce(${userAgent?.slice(0, 300) ?? null}, user_agent),
      schema_version = coalesce(${version}::integer, schema_version)
    WHERE tenant_id = ${session.tenantId} AND user_id = ${session.userId} AND device_id = ${session.deviceId}`
}
