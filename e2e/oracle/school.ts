import { users } from '../../shared/collections/users.ts'
import { uuidv7 } from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import { createSchoolSync } from '../../sync-server/create-school-sync.ts'
import { connectDatabase, type Database } from '../../sync-server/db/database.ts'
import { clusterUrls } from '../../sync-server/db/embedded-roles.ts'
import { readState } from '../../sync-server/db/embedded-state.ts'
import { storeCredentials } from '../../sync-server/identity/accounts.ts'
import { hashPassword } from '../../sync-server/identity/passwords.ts'
import { askNobody } from '../../sync-server/identity/second-factor/policy.ts'
import type { Sync } from '../../sync-server/sync/create-sync.ts'
import { writeAsServer } from '../../sync-server/sync/server-write.ts'
import { createOrganization, listOrganizations } from '../../sync-server/tenancy/organizations.ts'
import { provisionTenant } from '../../sync-server/tenancy/provision.ts'
import { type Tenant, withTenant } from '../../sync-server/tenancy/with-tenant.ts'
import type { TestServer } from '../support/server.ts'
import type { Random } from './random.ts'
import type { Account } from './transport.ts'

const PASSWORD = 'a quiet equipment room'
const APP_ROLE = 'etrax_app'
let passwordHash: Promise<string> | undefined

/** Who works in the oracle's school. */
export interface Member {
  readonly account: Account
  readonly role: Role
}

export interface OracleSchool {
  readonly tenant: Tenant
  /** A school administrator, who changes accounts and has no device. */
  readonly admin: Member
  /** One account for each device. */
  readonly members: readonly Member[]
  /** One account for each browser. */
  readonly browserMembers: readonly Member[]
  /** The person whom the member with the role USER is. */
  readonly ownPersonId: string
  readonly teamIds: readonly string[]
}

const DEVICES: readonly { readonly role: Role; readonly teams: readonly number[] }[] = [
  { role: 'EQUIPMENT_MANAGER', teams: [] },
  { role: 'EQUIPMENT_MANAGER', teams: [] },
  { role: 'COACH', teams: [0] },
  { role: 'COACH', teams: [0, 1] },
  { role: 'COACH', teams: [1] },
  { role: 'USER', teams: [] },
]

/** Who works in browsers; where there are more, it begins anew. */
const BROWSERS: typeof DEVICES = [
  { role: 'EQUIPMENT_MANAGER', teams: [] },
  { role: 'COACH', teams: [0] },
  { role: 'EQUIPMENT_MANAGER', teams: [] },
  { role: 'COACH', teams: [0, 1] },
]

/** Logins of the server's own Postgres, for what is no request. */
export async function withDatabases<T>(
  server: TestServer,
  work: (databases: { readonly admin: Database; readonly app: Database }) => Promise<T>,
): Promise<T> {
  const { port, passwords } = readState(server.data)
  if (port === undefined) throw new Error('The embedded Postgres has no port.')
  const urls = clusterUrls(port, passwords)
  const admin = connectDatabase(urls.adminUrl, { max: 1, name: 'oracle-admin' })
  const app = connectDatabase(urls.appUrl, { max: 4, name: 'oracle-app' })
  try {
    return await work({ admin, app })
  } finally {
    await Promise.all([admin.end({ timeout: 5 }), app.end({ timeout: 5 })])
  }
}

/** A second process's part of the school, for what the server does by itself or at a later time. */
export async function withSync<T>(app: Database, work: (sync: Sync) => Promise<T>): Promise<T> {
  const errors: unknown[] = []
  const sync = createSchoolSync({ database: app, onError: (error) => errors.push(error) })
  const result = await work(sync).finally(() => sync.close())
  if (errors.length > 0) throw new AggregateError(errors, 'sync reported errors')
  return result
}

/** Makes a school with its accounts and nothing else. */
export function makeSchool(
  server: TestServer,
  { slug, random, browsers }: { readonly slug: string; readonly random: Random; readonly browsers: number },
): Promise<OracleSchool> {
  const newId = () => uuidv7(Date.now(), random.bytes(10))
  const teamIds = [newId(), newId()]
  const ownPersonId = newId()

  return withDatabases(server, async ({ admin, app }) => {
    passwordHash ??= hashPassword(PASSWORD)
    const hash = await passwordHash
    const [organization = await createOrganization(admin, { name: 'Oracle', kind: 'district' })] =
      await listOrganizations(admin)
    const wanted = { slug, name: slug, organizationId: organization.id, timeZone: 'America/Chicago' }
    const tenant = await provisionTenant(admin, wanted, { appRole: APP_ROLE })
    await withTenant(app, tenant, askNobody)

    return withSync(app, async (sync) => {
      async function add(role: Role, teams: readonly number[], at: number): Promise<Member> {
        const userId = newId()
        const email = `m${at}@${slug}.example`
        await withTenant(app, tenant, (tx) => storeCredentials(tx, { userId, email, passwordHash: hash }))
        const user = {
          id: userId,
          stamp: '',
          name: `${role} ${at}`,
          role,
          active: true,
          teamIds: teams.flatMap((index) => teamIds[index] ?? []),
          ...(role === 'USER' ? { personId: ownPersonId } : {}),
        }
        await writeAsServer(sync.committer, tenant, undefined, [
          { definition: users, id: userId, change: () => user },
        ])
        return { role, account: { tenant: slug, email, password: PASSWORD, userId } }
      }
      const all: Member[] = []
      for (const { role, teams } of [...DEVICES, ...repeated(BROWSERS, browsers)])
        all.push(await add(role, teams, all.length + 1))
      return {
        tenant,
        admin: await add('SCHOOL_ADMIN', [], 0),
        members: all.slice(0, DEVICES.length),
        browserMembers: all.slice(DEVICES.length),
        ownPersonId,
        teamIds,
      }
    })
  })
}

function repeated<T>(list: readonly T[], count: number): readonly T[] {
  return Array.from({ length: Math.ceil(count / list.length) }, () => list)
    .flat()
    .slice(0, count)
}
