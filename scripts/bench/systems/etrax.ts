import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { connectDatabase, type Database } from '../../../sync-server/db/database.ts'
import { startEmbeddedPostgres } from '../../../sync-server/db/embedded-postgres.ts'
import { createOrganization } from '../../../sync-server/tenancy/organizations.ts'
import type { Target } from '../load/wire.ts'
import { startChildServer } from './child-server.ts'
import { parentOf, processorMs } from './processor-time.ts'
import { makeSchool, type School, type SchoolMaker } from './school.ts'

/** The whole server in a process of its own, over an embedded Postgres with fsync on. */
export interface Etrax {
  readonly adminUrl: string
  readonly appUrl: string
  readonly maker: SchoolMaker
  /** `PostgreSQL 18.4` */
  readonly postgres: string
  /** A school of its own for each line, so that none starts with another's tables. */
  addSchool(devices: number): Promise<{ school: School; target: Target }>
  /** What autovacuum does by itself some time after a school was filled. */
  settle(school: School): Promise<void>
  memory(): number | undefined
  /** Megabytes after a full collection; only of a server that was started to tell it. */
  heap(): Promise<number>
  /** Of the server and its Postgres together. */
  processorMs(): number
  stop(): Promise<void>
}

const MAIN = fileURLToPath(new URL('../../../sync-server/main.ts', import.meta.url))

export async function startEtrax(port: number, { tellsHeap = false } = {}): Promise<Etrax> {
  const dataDir = await mkdtemp(join(tmpdir(), 'etrax-bench-'))
  // Root's Postgres runs as another user, who must get in.
  await chmod(dataDir, 0o755)
  const cluster = await startEmbeddedPostgres({ dataDir, log: () => {} })
  const admin = connectDatabase(cluster.adminUrl, { max: 1, name: 'bench-admin' })
  const app = connectDatabase(cluster.appUrl, { max: 2, name: 'bench-app' })
  const close = async () => {
    await Promise.all([admin.end({ timeout: 1 }), app.end({ timeout: 1 })])
    await cluster.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await writeAhead(cluster.superuserUrl)
    const env = {
      PORT: String(port),
      DATABASE_URL: cluster.appUrl,
      DATABASE_ADMIN_URL: cluster.adminUrl,
      ETRAX_DATA: dataDir,
      ETRAX_DEMO: '0',
      ETRAX_RATE_LIMITS: '0',
      LOG_LEVEL: 'error',
    }
    const server = await startChildServer(MAIN, [], { env, ready: () => answers(port), tellsHeap })
    const organization = await createOrganization(admin, { name: 'Bench', kind: 'district' })
    const maker: SchoolMaker = { admin, app, appRole: 'etrax_app', organizationId: organization.id, port }
    const postmaster = await postmasterOf(admin)
    let schools = 0
    return {
      adminUrl: cluster.adminUrl,
      appUrl: cluster.appUrl,
      maker,
      postgres: await versionOf(admin),
      async addSchool(devices) {
        schools += 1
        const school = await makeSchool(maker, `bench${schools}`, devices)
        return { school, target: { wire: 'etrax', port, devices: school.devices } }
      },
      async settle({ tenant }) {
        await admin.unsafe(`vacuum analyze ${tenant.schema}.equipment`)
      },
      memory: () => server.memory(),
      heap: () => server.heap(),
      processorMs: () => server.processorMs() + processorMs(postmaster),
      async stop() {
        await server.stop()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * A server that has run for a while reuses its files of the write-ahead log; on a new one every 16 MB would wait for a new
 * file to be made.
 */
async function writeAhead(superuserUrl: string): Promise<void> {
  const sql = connectDatabase(superuserUrl, { max: 1, name: 'bench' })
  await sql.unsafe(
    `select pg_logical_emit_message(false, 'bench', repeat('x', 1000000)) from generate_series(1, 250)`,
  )
  await sql.unsafe('checkpoint')
  await sql.end()
}

async function answers(port: number): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined)
    if (answer?.ok) return
    await delay(100)
  }
}

async function postmasterOf(admin: Database): Promise<number | undefined> {
  const [row] = await admin<{ pid: number }[]>`select pg_backend_pid() as pid`
  return row && parentOf(row.pid)
}

async function versionOf(admin: Database): Promise<string> {
  const [row] = await admin<{ version: string }[]>`select split_part(version(), ' on ', 1) as version`
  return row?.version ?? ''
}
