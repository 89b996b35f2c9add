import { uuidv7 } from '../../../shared/ids.ts'
import { registry } from '../../../shared/registry.ts'
import type { Role } from '../../../shared/roles.ts'
import { createSchoolSync } from '../../../sync-server/create-school-sync.ts'
import type { Database } from '../../../sync-server/db/database.ts'
import { storeCredentials } from '../../../sync-server/identity/accounts.ts'
import { hashPassword } from '../../../sync-server/identity/passwords.ts'
import { writeAsServer } from '../../../sync-server/sync/server-write.ts'
import { provisionTenant } from '../../../sync-server/tenancy/provision.ts'
import { type Tenant, withTenant } from '../../../sync-server/tenancy/with-tenant.ts'
import type { Device } from '../load/wire.ts'

export interface School {
  readonly tenant: Tenant
  readonly managerId: string
  /** Signed in, each as a device of its own. */
  readonly devices: readonly Device[]
}

export interface SchoolMaker {
  readonly admin: Database
  readonly app: Database
  readonly appRole: string
  readonly organizationId: string
  readonly port: number
}

/** A new school with one manager, or somebody else, who is signed in on so many devices. */
export async function makeSchool(
  maker: SchoolMaker,
  slug: string,
  devices: number,
  role: Role = 'EQUIPMENT_MANAGER',
): Promise<School> {
  const { admin, app, appRole, organizationId } = maker
  const wanted = { slug, name: `Bench ${slug}`, organizationId, timeZone: 'America/Los_Angeles' }
  const tenant = await provisionTenant(admin, wanted, { appRole })
  const signIn = { tenant: slug, email: `manager@${slug}.example`, password: uuidv7() }
  const managerId = await makeManager(app, tenant, role, signIn)
  const signedIn: Device[] = []
  for (let index = 0; index < devices; index += 1) {
    signedIn.push(await signInDevice(maker.port, `${slug}-device${index}`, signIn))
  }
  return { tenant, managerId, devices: signedIn }
}

async function makeManager(
  app: Database,
  tenant: Tenant,
  role: Role,
  { email, password }: { email: string; password: string },
): Promise<string> {
  const sync = createSchoolSync({
    database: app,
    onError(error) {
      throw error
    },
  })
  const id = uuidv7()
  const manager = { id, stamp: '', name: 'Manager', role, active: true, teamIds: [] }
  await writeAsServer(sync.committer, tenant, undefined, [
    { definition: registry.users, id, change: () => manager },
  ])
  await sync.close()
  const passwordHash = await hashPassword(password)
  await withTenant(app, tenant, (transaction) =>
    storeCredentials(transaction, { userId: id, email, passwordHash }),
  )
  return id
}

async function signInDevice(port: number, deviceId: string, body: object): Promise<Device> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Device-Id': deviceId },
    body: JSON.stringify(body),
  })
  if (!response.ok)
    throw new Error(`Signing in was answered with ${response.status}: ${await response.text()}`)
  const { accessToken }: { accessToken: string } = await response.json()
  return { deviceId, token: accessToken }
}
