import type { AppContext } from '../api/app-env.ts'
import type { Database } from '../db/database.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { clearStationCookie, readStationCookie } from './station-cookie.ts'
import { stationBy } from './station-store.ts'

/** How a station that was taken back, or replaced by another browser, is known when it hands in what it holds. */
export function revokedStations(database: Database, tenants: TenantDirectory) {
  return {
    async revoked(
      context: AppContext,
    ): Promise<{ readonly tenant: Tenant; readonly userId: string } | undefined> {
      const credential = readStationCookie(context)
      const tenant = credential && (await tenants.byId(credential.tenantId))
      const station = tenant && (await stationBy(database, tenant, credential))
      return tenant && station?.over ? { tenant, userId: station.id } : undefined
    },
    forget: clearStationCookie,
  }
}
