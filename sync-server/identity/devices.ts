import type { Database } from '../db/database.ts'

/** Notes that somebody signed in on a device. */
export async function noteDevice(
  database: Database,
  device: { readonly tenantId: string; readonly userId: string; readonly deviceId: string },
): Promise<void> {
  await database`
    INSERT INTO etrax_system.devices (tenant_id, user_id, device_id)
    VALUES (${device.tenantId}, ${device.userId}, ${device.deviceId})
    ON CONFLICT (tenant_id, user_id, device_id) DO UPDATE SET last_seen_at = now()`
}

/** Whether that user has signed in on that device before. */
export async function isKnownDevice(
  database: Database,
  device: { readonly tenantId: string; readonly userId: string; readonly deviceId: string },
): Promise<boolean> {
  const rows = await database`
    SELECT 1 FROM etrax_system.devices
    WHERE tenant_id = ${device.tenantId} AND user_id = ${device.userId} AND device_id = ${device.deviceId}
      AND revoked_at IS NULL`
  return rows.length > 0
}
