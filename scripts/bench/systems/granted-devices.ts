import type { Role } from '../../../shared/roles.ts'
import { noteDevice } from '../../../sync-server/identity/devices.ts'
import { sessionEvents } from '../../../sync-server/identity/session-events.ts'
import { sessionStore } from '../../../sync-server/identity/sessions.ts'
import { type RenewingDevice, renew } from '../load/renew.ts'
import type { Device } from '../load/wire.ts'
import type { School, SchoolMaker } from './school.ts'

/**
 * Devices of a school's one account that have signed in already: thousands of passwords would take minutes to hash, and an
 * administrator's second factor a phone. What they have is what a sign-in leaves.
 */
export async function grantDevices(
  { app, port }: SchoolMaker,
  { tenant, managerId }: Pick<School, 'tenant' | 'managerId'>,
  count: number,
  role: Role = 'EQUIPMENT_MANAGER',
): Promise<readonly (Device & RenewingDevice)[]> {
  const sessions = sessionStore(app, sessionEvents())
  const deviceIds = Array.from({ length: count }, (_, index) => `${tenant.slug}-granted${index}`)
  return await Promise.all(
    deviceIds.map(async (deviceId) => {
      const who = { tenantId: tenant.id, userId: managerId, deviceId }
      await noteDevice(app, who)
      const session = { ...who, kind: 'account', userAgent: undefined, factor: true, role } as const
      const { refreshToken } = await sessions.begin(session)
      return await renew(port, { deviceId, refreshToken })
    }),
  )
}
