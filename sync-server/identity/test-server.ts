import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { users } from '../../shared/collections/users.ts'
import { uuidv7 } from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import { createTestDatabase, type TestDatabase } from '../db/test-postgres.ts'
import { createLog } from '../observability/log.ts'
import { type ServerParts, type ServerPartsOptions, serverParts } from '../server-parts.ts'
import { writeAsServer } from '../sync/server-write.ts'
import { type TestSchools, testSchools } from '../tenancy/test-schools.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { storeCredentials } from './accounts.ts'
import { hashPassword } from './passwords.ts'

export const PASSWORD = 'a quiet field house'

export interface TestUser {
  readonly id: string
  readonly email: string
  readonly role: Role
  readonly tenant: Tenant
}

export interface TestServer extends ServerParts {
  readonly database: TestDatabase
  readonly schools: TestSchools
  /** Moves the server's clock; milliseconds. */
  advance(ms: number): void
  /** The server's time. */
  now(): number
  addUser(tenant: Tenant, role: Role, extra?: { personId?: string; teamIds?: string[] }): Promise<TestUser>
  /** An access token; a new session each time. */
  tokenOf(user: TestUser): Promise<string>
  request(path: string, init?: TestRequest): Promise<Response>
  /** Another process on the same database. */
  another(options?: TestServerOptions): TestProcess
  end(): Promise<void>
}

export type TestServerOptions = Partial<Omit<ServerPartsOptions, 'database' | 'dataDir' | 'now'>>
export type TestRequest = RequestInit & { token?: string; address?: string }

export interface TestProcess extends ServerParts {
  request(path: string, init?: TestRequest): Promise<Response>
}

/** The server's whole request path over a real Postgres, without a port. */
export async function testServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = await createTestDatabase()
  const schools = await testSchools(database)
  const dataDir = await mkdtemp(join(tmpdir(), 'etrax-test-server-'))
  let ahead = 0
  const process = (chosen: TestServerOptions): TestProcess => {
    const parts = serverParts({
      database: schools.app,
      dataDir,
      log: createLog('silent'),
      publicUrl: undefined,
      behindProxy: false,
      strictTransport: false,
      rateLimits: false,
      clientFolder: dataDir,
      now: () => Date.now() + ahead,
      ...chosen,
    })
    return { ...parts, request: requests(parts) }
  }
  const parts = process(options)
  const others: TestProcess[] = []
  const passwordHash = await hashPassword(PASSWORD)

  return {
    ...parts,
    database,
    schools,
    advance(ms) {
      ahead += ms
    },
    now: () => Date.now() + ahead,
    async addUser(tenant, role, extra = {}) {
      const id = uuidv7()
      const email = `${role.toLowerCase().replaceAll('_', '-')}-${id.slice(-6)}@${tenant.slug}.example`
      await withTenant(schools.app, tenant, (tx) => storeCredentials(tx, { userId: id, email, passwordHash }))
      const user = {
        id,
        stamp: '',
        name: `${role} of ${tenant.slug}`,
        role,
        active: true,
        teamIds: [],
        ...extra,
      }
      await writeAsServer(parts.sync.committer, tenant, undefined, [
        { definition: users, id, change: () => user },
      ])
      return { id, email, role, tenant }
    },
    async tokenOf(user) {
      const { session } = await parts.identity.sessions.begin({
        kind: 'account',
        tenantId: user.tenant.id,
        userId: user.id,
        deviceId: undefined,
        userAgent: undefined,
      })
      return await parts.identity.tokens.sign({
        tenantId: user.tenant.id,
        userId: user.id,
        sessionId: session.id,
      })
    },
    another(chosen = {}) {
      const made = process({ ...options, ...chosen })
      others.push(made)
      return made
    },
    async end() {
      for (const one of [...others, parts]) {
        one.leave()
        await one.sync.close()
      }
      await schools.end()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function requests({ app }: ServerParts): TestProcess['request'] {
  return async (path, { token, address = '192.0.2.1', ...init } = {}) => {
    const headers = new Headers(init.headers)
    if (token !== undefined) headers.set('Authorization', `Bearer ${token}`)
    if (typeof init.body === 'string' && !headers.has('Content-Type'))
      headers.set('Content-Type', 'application/json')
    const incoming = { headers: Object.fromEntries(headers), socket: { remoteAddress: address } }
    return await app.request(path, { ...init, headers }, { incoming })
  }
}
