import type { Database } from '../db/database.ts'
import type { Tenant } from './with-tenant.ts'

const COLUMNS = `id, slug, name, organization_id AS "organizationId", schema_name AS "schema", role_name AS "role",
  time_zone AS "timeZone"`

export async function listTenants(database: Database): Promise<readonly Tenant[]> {
  return await database.unsafe<Tenant[]>(`SELECT ${COLUMNS} FROM etrax_system.tenants ORDER BY slug`)
}

export async function findTenant(
  database: Database,
  key: { readonly id: string } | { readonly slug: string },
): Promise<Tenant | undefined> {
  const [column, value] = 'id' in key ? ['id', key.id] : ['slug', key.slug]
  const [tenant] = await database.unsafe<Tenant[]>(
    `SELECT ${COLUMNS} FROM etrax_system.tenants WHERE ${column} = $1`,
    [value],
    { prepare: true },
  )
  return tenant
}

/** The schools by id and by slug, each asked of Postgres once in a while. */
export interface TenantDirectory {
  byId(id: string): Promise<Tenant | undefined>
  bySlug(slug: string): Promise<Tenant | undefined>
}

const KEPT_MS = 30_000
const MOST_KEPT = 10_000

export function tenantDirectory(database: Database, now: () => number = Date.now): TenantDirectory {
  const kept = new Map<string, { tenant: Tenant; until: number }>()

  async function find(key: { id: string } | { slug: string }): Promise<Tenant | undefined> {
    const name = 'id' in key ? `id ${key.id}` : `slug ${key.slug}`
    const entry = kept.get(name)
    if (entry && entry.until > now()) return entry.tenant
    const tenant = await findTenant(database, key)
    // What does not exist is not remembered: a new school is there at once, and guesses take no memory.
    if (tenant) {
      if (kept.size >= MOST_KEPT) kept.clear()
      kept.set(name, { tenant, until: now() + KEPT_MS })
    } else kept.delete(name)
    return tenant
  }

  return { byId: (id) => find({ id }), bySlug: (slug) => find({ slug }) }
}
