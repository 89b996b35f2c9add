import type { Database } from '../../db/database.ts'
import type { Tenant } from '../../tenancy/with-tenant.ts'
import type { RequestOrigin } from '../begin-session.ts'
import { isKnownDevice } from '../devices.ts'
import type { CodeAttempt } from './code-limits.ts'

/** How what is done between the steps of a sign-in is counted. */
export async function codeAttempt(
  database: Database,
  { tenant, userId }: { readonly tenant: Tenant; readonly userId: string },
  { address, deviceId }: RequestOrigin,
): Promise<CodeAttempt> {
  const device = deviceId === undefined ? undefined : { tenantId: tenant.id, userId, deviceId }
  const isKnown = device !== undefined && (await isKnownDevice(database, device))
  return { userId, address, knownDevice: isKnown ? device.deviceId : undefined }
}
