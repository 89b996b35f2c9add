import { connectDatabase, type Database } from '../db/database.ts'
import { migratePlatform } from '../db/migrate-platform.ts'
import type { TestDatabase } from '../db/test-postgres.ts'
import { createOrganization } from './organizations.ts'
import { provisionTenant } from './provision.ts'
import type { Tenant } from './with-tenant.ts'

export const APP_ROLE = 'etrax_app'

export interface TestSchools {
  readonly admin: Database
  readonly app: Database
  readonly organizationId: string
  /** Makes another school. */
  provision(slug: string): Promise<Tenant>
  end(): Promise<void>
}

/** A migrated platform with one organization, for tests; schools are made as asked. */
export async function testSchools(
  database: TestDatabase,
  options: { readonly max?: number } = {},
): Promise<TestSchools> {
  const admin = connectDatabase(database.adminUrl, { max: 2, name: 'etrax-test-admin' })
  const app = connectDatabase(database.appUrl, { max: options.max ?? 4, name: 'etrax-test-app' })
  await migratePlatform(admin, { appRole: APP_ROLE })
  const organization = await createOrganization(admin, { name: 'Cascade', kind: 'district' })
  return {
    admin,
    app,
    organizationId: organization.id,
    provision: (slug) =>
      provisionTenant(
        admin,
        { slug, name: slug, organizationId: organization.id, timeZone: 'America/Los_Angeles' },
        { appRole: APP_ROLE },
      ),
    async end() {
      await Promise.all([admin.end({ timeout: 1 }), app.end({ timeout: 1 })])
    },
  }
}
