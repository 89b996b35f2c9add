import type { AppContext } from '../api/app-env.ts'
import type { Database } from '../db/database.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { clearStationCookie, readStationCookie } from './station-cookie.ts'
import { noteEmptied, stationBy } from './station-store.ts'

/** How a station that was taken back, or replaced by another browser, is known when it hands in what it holds. */
export function revokedStations(database: Database, tenants: TenantDirectory) {
  return {
    async revoked(
      context: AppContext,
    ): Promise<{ readonly tenant: Tenant; readonly userId: string; readonly emptied: boolean } | undefined> {
      const credential = readStationCookie(context)
      const tenant = credential && (await tenants.byId(credential.tenantId))
      const station = tenant && (await stationBy(database, tenant, credential))
      return tenant && station?.over ? { tenant, userId: station.id, emptied: station.emptied } : undefined
    },
    /** It is empty: its cookie says nothing any more, here and in whatever copy there is of it. */
    async end(context: AppContext, now: number): Promise<void> {
      const credential = readStationCookie(context)
      const tenant = credential && (await tenants.byId(credential.tenantId))
      if (tenant) await noteEmptied(database, tenant, credential, now)
      clearStationCookie(context)
    },
  }
}
