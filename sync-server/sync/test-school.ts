import type { Subject } from '../../shared/access.ts'
import { createClock } from '../../shared/clock.ts'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { uuidv7 } from '../../shared/ids.ts'
import type { PullAnswer, PushAnswer, PushRow } from '../../shared/protocol.ts'
import { type CollectionName, registry } from '../../shared/registry.ts'
import type { Role } from '../../shared/roles.ts'
import { createSchoolSync } from '../create-school-sync.ts'
import { connectDatabase, type Database } from '../db/database.ts'
import { createTestDatabase, type TestDatabase } from '../db/test-postgres.ts'
import { testSchools } from '../tenancy/test-schools.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import type { Sync } from './create-sync.ts'
import type { Sender } from './sender.ts'
import { writeAsServer } from './server-write.ts'

/** A school with a real Postgres of its own, for tests. */
export interface TestSchool {
  readonly database: TestDatabase
  readonly pool: Database
  readonly tenant: Tenant
  readonly other: Tenant
  readonly sync: Sync
  /** Another server process on the same database. */
  secondProcess(): Sync
  device(role: Role, options?: { personId?: string; teamIds?: readonly string[] }): Promise<TestDevice>
  /** Disables an account, or lets it in again. */
  setActive(device: TestDevice, active: boolean): Promise<void>
  rows(table: string): Promise<readonly Record<string, unknown>[]>
  counter(): Promise<number>
  close(): Promise<void>
}

/** A device with one signed-in user, that speaks the contract and nothing else. */
export interface TestDevice {
  readonly sender: Sender
  readonly subject: Subject
  readonly deviceId: string
  stamp(): string
  push(name: CollectionName, rows: readonly PushRow[], sync?: Sync): Promise<PushAnswer>
  /** Pushes one new or changed document; the base is given where there is one. */
  write(
    name: CollectionName,
    document: AnyDocument & { _deleted?: boolean },
    base?: AnyDocument,
  ): Promise<PushAnswer>
  pull(
    name: CollectionName,
    from?: { seq: number; epoch?: string; access?: string; floor?: number },
    limit?: number,
  ): Promise<PullAnswer>
  all(name: CollectionName): Promise<readonly (AnyDocument & { _deleted: boolean })[]>
}

export async function createTestSchool(poolSize = 4): Promise<TestSchool> {
  const database = await createTestDatabase()
  const schools = await testSchools(database)
  const tenant = await schools.provision('northridge')
  const other = await schools.provision('lakeview')
  const pool = connectDatabase(database.appUrl, { max: poolSize, name: 'test' })
  const errors: unknown[] = []
  const start = () => createSchoolSync({ database: pool, onError: (error) => errors.push(error) })
  const sync = start()
  let devices = 0

  async function device(
    role: Role,
    options: { personId?: string; teamIds?: readonly string[] } = {},
  ): Promise<TestDevice> {
    devices += 1
    const deviceId = `device${devices}`
    const userId = uuidv7()
    const subject: Subject = { userId, role, personId: options.personId, teamIds: options.teamIds ?? [] }
    await writeAsServer(sync.committer, tenant, undefined, [
      {
        definition: registry.users,
        id: userId,
        change: () => ({
          id: userId,
          stamp: '',
          name: `${role} ${devices}`,
          role,
          active: true,
          teamIds: subject.teamIds,
        }),
      },
    ])
    const clock = createClock(deviceId, Date.now)
    const sender: Sender = { subject, deviceId }
    const made: TestDevice = {
      sender,
      subject,
      deviceId,
      stamp: () => clock.next(),
      push: (name, rows, through = sync) => through.push(tenant, registry[name], sender, rows),
      write: (name, document, base) =>
        made.push(name, [{ newDocumentState: document, ...(base ? { assumedMasterState: base } : {}) }]),
      async pull(name, from, limit = 500) {
        return JSON.parse(await sync.pull(tenant, registry[name], subject, { ...from, limit }))
      },
      async all(name) {
        const found = new Map<string, AnyDocument & { _deleted: boolean }>()
        let from: PullAnswer['checkpoint'] | undefined
        for (;;) {
          const page: PullAnswer = await made.pull(name, from)
          for (const document of page.documents) found.set(document.id, document)
          from = page.checkpoint
          if (page.documents.length === 0) return [...found.values()]
        }
      },
    }
    return made
  }

  return {
    database,
    pool,
    tenant,
    other,
    sync,
    secondProcess: start,
    device,
    async setActive({ subject: { userId } }, active) {
      await writeAsServer(sync.committer, tenant, undefined, [
        {
          definition: registry.users,
          id: userId,
          change: (user) => user && { ...user, active },
        },
      ])
    },
    rows: (table) => withTenant(pool, tenant, async (tx) => [...(await tx`select * from ${tx(table)}`)]),
    counter: () =>
      withTenant(pool, tenant, async (tx) => {
        const [state] = await tx<{ seq: number }[]>`select seq from sync_state`
        return state?.seq ?? 0
      }),
    async close() {
      await sync.close()
      await pool.end()
      await schools.end()
      await database.drop()
      if (errors.length > 0) throw new AggregateError(errors, 'sync reported errors')
    },
  }
}

/** A helmet as a manager enters it. */
export function helmet(stamp: string, fields: Record<string, unknown> = {}): AnyDocument {
  return { id: uuidv7(), stamp, kind: 'serialized', name: 'Helmet', status: 'available', ...fields }
}

/** A ledger entry of this device's user. */
export function entry(
  device: TestDevice,
  type: string,
  equipmentId: string,
  fields: Record<string, unknown> = {},
): AnyDocument {
  return {
    id: uuidv7(),
    stamp: device.stamp(),
    equipmentId,
    type,
    occurredAt: new Date().toISOString(),
    actorId: device.subject.userId,
    deviceId: device.deviceId,
    ...fields,
  }
}

/** A review that waits for a manager, of no document that is there. */
export function openReview(id: string): AnyDocument {
  return {
    id,
    stamp: '',
    kind: 'rejected',
    collection: 'equipment',
    documentId: uuidv7(),
    state: 'open',
    receivedAt: new Date().toISOString(),
    version: 0,
  }
}
