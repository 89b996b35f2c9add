import type { Database } from '../db/database.ts'
import { createOrganization, listOrganizations } from '../tenancy/organizations.ts'
import { provisionTenant } from '../tenancy/provision.ts'
import { findTenant } from '../tenancy/tenants.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { ORGANIZATION, type SchoolPlan, TIME_ZONE } from './school-plans.ts'

export interface DemoTenant {
  readonly tenant: Tenant
  /** When it was first seeded, ms since 1970: what every moment of its season is counted from. */
  readonly anchor: number
  readonly seeded: boolean
}

interface DemoMark {
  readonly anchor: number
  readonly seeded: boolean
}

export interface DemoDatabases {
  /** The owner's login. */
  readonly admin: Database
  /** The application's login. */
  readonly database: Database
  readonly appRole: string
}

/**
 * The tenant of a demo school, made where it is missing. Undefined where a school of that name is there that is no demo:
 * nothing is ever written into it.
 */
export async function demoTenant(
  { admin, database, appRole }: DemoDatabases,
  { slug, name }: SchoolPlan,
  now: number,
): Promise<DemoTenant | undefined> {
  const organizationId = await demoOrganization(admin)
  const tenant =
    (await findTenant(database, { slug })) ??
    (await provisionTenant(admin, { slug, name, organizationId, timeZone: TIME_ZONE }, { appRole }))
  const mark = await readMark(database, tenant)
  if (mark) return { tenant, ...mark }
  // Ended between the two: a school of ours in which nothing was ever written.
  const untouched = tenant.organizationId === organizationId && (await isUntouched(database, tenant))
  if (!untouched) return undefined
  await writeMark(admin, tenant, { anchor: now, seeded: false })
  return { tenant, anchor: now, seeded: false }
}

export async function markSeeded(admin: Database, { tenant, anchor }: DemoTenant): Promise<void> {
  await writeMark(admin, tenant, { anchor, seeded: true })
}

async function demoOrganization(admin: Database): Promise<string> {
  const known = (await listOrganizations(admin)).find(({ name }) => name === ORGANIZATION.name)
  return (known ?? (await createOrganization(admin, ORGANIZATION))).id
}

async function readMark(database: Database, tenant: Tenant): Promise<DemoMark | undefined> {
  const [row] = await database<{ anchor: string | null; seeded: string | null }[]>`
    SELECT settings #>> '{demo,anchor}' AS anchor, settings #>> '{demo,seeded}' AS seeded
    FROM etrax_system.tenants WHERE id = ${tenant.id}`
  return row?.anchor ? { anchor: Number(row.anchor), seeded: row.seeded === 'true' } : undefined
}

async function writeMark(admin: Database, tenant: Tenant, mark: DemoMark): Promise<void> {
  const settings = JSON.stringify({ demo: mark })
  await admin`
    UPDATE etrax_system.tenants SET settings = settings || ${settings}::text::jsonb WHERE id = ${tenant.id}`
}

function isUntouched(database: Database, tenant: Tenant): Promise<boolean> {
  return withTenant(database, tenant, async (tx) => {
    const [state] = await tx<{ seq: number }[]>`SELECT seq FROM sync_state`
    return state?.seq === 0
  })
}
