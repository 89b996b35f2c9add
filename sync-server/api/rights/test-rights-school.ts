import { createClock } from '../../../shared/clock.ts'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { uuidv7 } from '../../../shared/ids.ts'
import { HEADER, type PullAnswer, type PushAnswer, type PushRow } from '../../../shared/protocol.ts'
import type { CollectionName } from '../../../shared/registry.ts'
import { PEOPLE_ROLES, type Role } from '../../../shared/roles.ts'
import { type TestServer, type TestUser, testServer } from '../../identity/test-server.ts'
import { type Tenant, withTenant } from '../../tenancy/with-tenant.ts'

/** Somebody of a role with a device, who asks the server by its routes alone. */
export interface Caller {
  readonly role: Role
  readonly user: TestUser
  readonly token: string
  readonly deviceId: string
  stamp(): string
  push(collection: CollectionName, rows: readonly PushRow[]): Promise<PushAnswer>
  pull(collection: CollectionName): Promise<readonly (AnyDocument & { readonly _deleted: boolean })[]>
  rest(method: string, path: string, body?: unknown): Promise<{ status: number; text: string }>
}

export interface RightsSchool {
  readonly server: TestServer
  readonly tenant: Tenant
  /** A person who is the USER's own and on the COACH's team, and one who is neither. */
  readonly ownPerson: string
  readonly otherPerson: string
  readonly ownTeam: string
  readonly otherTeam: string
  as(role: Role): Caller
  /** Makes a document as a school's admin does by the API; its id. */
  make(collection: CollectionName, fields: Readonly<Record<string, unknown>>): Promise<string>
  /** The document as it is stored, whoever asks; undefined where there is none. */
  stored(collection: CollectionName, id: string): Promise<AnyDocument | undefined>
  /** Has a thing handed out to a person by the ledger; the entry's id. */
  handOut(equipmentId: string, personId: string, note?: string): Promise<string>
  end(): Promise<void>
}

/** A school with one user of each role, over the whole request path and a real Postgres. */
export async function rightsSchool(): Promise<RightsSchool> {
  const server = await testServer()
  const tenant = await server.schools.provision('northridge')
  const ownPerson = uuidv7()
  const ownTeam = uuidv7()
  const callers = new Map<Role, Caller>()
  for (const role of PEOPLE_ROLES) {
    const extra = {
      ...(role === 'USER' ? { personId: ownPerson } : {}),
      ...(role === 'COACH' ? { teamIds: [ownTeam] } : {}),
    }
    callers.set(role, await callerOf(server, await server.addUser(tenant, role, extra)))
  }

  const as = (role: Role): Caller => {
    const caller = callers.get(role)
    if (!caller) throw new Error(`There is no ${role}.`)
    return caller
  }

  async function make(collection: CollectionName, fields: Readonly<Record<string, unknown>>) {
    const answer = await as('SCHOOL_ADMIN').rest('POST', `/${collection}`, fields)
    if (answer.status !== 201) throw new Error(`${collection}: ${answer.text}`)
    return String(JSON.parse(answer.text).id)
  }

  const otherTeam = await make('teams', { name: 'Other team', active: true })
  await make('teams', { id: ownTeam, name: 'Own team', active: true })
  const person = { kind: 'athlete', active: true }
  await make('people', { ...person, id: ownPerson, name: 'Own person', teamIds: [ownTeam] })
  const otherPerson = await make('people', { ...person, name: 'Other person', teamIds: [otherTeam] })

  return {
    server,
    tenant,
    ownPerson,
    otherPerson,
    ownTeam,
    otherTeam,
    as,
    make,
    async stored(collection, id) {
      const { status, text } = await as('SUPER_ADMIN').rest('GET', `/${collection}/${id}`)
      if (status === 404) return undefined
      const answer = JSON.parse(text)
      return collection === 'users' ? answer.user : answer
    },
    async handOut(equipmentId, personId, note) {
      const body = { type: 'check_out', toHolderId: personId, ...(note === undefined ? {} : { note }) }
      const answer = await as('EQUIPMENT_MANAGER').rest(
        'POST',
        `/equipment/${equipmentId}/transactions`,
        body,
      )
      if (answer.status !== 201) throw new Error(answer.text)
      return String(JSON.parse(answer.text).transaction.id)
    },
    end: () => server.end(),
  }
}

async function callerOf(server: TestServer, user: TestUser): Promise<Caller> {
  const deviceId = `device-of-${user.role.toLowerCase()}`
  const token = await server.tokenOf(user)
  const clock = createClock(deviceId, Date.now)
  return {
    role: user.role,
    user,
    token,
    deviceId,
    stamp: () => clock.next(),
    async push(collection, rows) {
      const answer = await server.request(`/sync/v1/${collection}/push`, {
        method: 'POST',
        token,
        headers: { [HEADER.device]: deviceId },
        body: JSON.stringify(rows),
      })
      if (answer.status !== 200) throw new Error(`push of ${collection}: ${await answer.text()}`)
      return await answer.json()
    },
    async pull(collection) {
      const answer = await server.request(`/sync/v1/${collection}/pull`, { token })
      if (answer.status !== 200) throw new Error(`pull of ${collection}: ${await answer.text()}`)
      const page: PullAnswer = await answer.json()
      return page.documents
    },
    async rest(method, path, body) {
      const answer = await server.request(`/api/v1${path}`, {
        method,
        token,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: answer.status, text: await answer.text() }
    },
  }
}

/** Counts rows of a school's table as its owner sees them. */
export function countOf({ server, tenant }: RightsSchool, table: CollectionName): Promise<number> {
  return withTenant(server.schools.app, tenant, async (tx) => {
    const [row] = await tx<{ count: number }[]>`SELECT count(*)::int AS count FROM ${tx(table)}`
    return row?.count ?? 0
  })
}
