import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase } from './db/test-postgres.ts'
import { type Listening, listen } from './http-server.ts'
import { createLog } from './observability/log.ts'
import { type ServerParts, serverParts } from './server-parts.ts'
import { type TestSchools, testSchools } from './tenancy/test-schools.ts'

export interface ListeningServer {
  readonly parts: ServerParts
  readonly schools: TestSchools
  readonly listening: Listening
  /** Its data folder; the client's files are looked for in `client` below it. */
  readonly folder: string
  end(): Promise<void>
}

/** The server's whole request path on a port of its own, with its limits, over a real Postgres. */
export async function listeningServer(): Promise<ListeningServer> {
  const database = await createTestDatabase()
  const schools = await testSchools(database)
  const folder = await mkdtemp(join(tmpdir(), 'etrax-listening-'))
  const parts = serverParts({
    database: schools.app,
    dataDir: folder,
    log: createLog('silent'),
    publicUrl: undefined,
    behindProxy: false,
    strictTransport: false,
    rateLimits: true,
    clientFolder: join(folder, 'client'),
  })
  const listening = await listen(parts.app, { host: '127.0.0.1', port: 0, certificate: undefined })
  return {
    parts,
    schools,
    listening,
    folder,
    async end() {
      await parts.sync.close()
      await listening.closed()
      await schools.end()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
