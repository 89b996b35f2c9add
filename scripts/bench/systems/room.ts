import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildHarness } from '../../../e2e/support/build-harness.ts'
import { fillSchool, PIECES } from '../../../e2e/support/large-school.ts'
import { startProxy } from '../../../e2e/support/proxy.ts'
import { emptyData, freePort, startServerIn, type TestServer } from '../../../e2e/support/server-process.ts'

const DIST = fileURLToPath(new URL('../../../client/dist/index.html', import.meta.url))

/** A server of its own with a school of 12,000 things, and the client without its screens beside the whole one. */
export interface Room {
  readonly server: TestServer
  /** Where the client without its screens is. */
  readonly bareUrl: string
  stop(): Promise<void>
}

/** @throws Error where the client is not built */
export async function startRoom(): Promise<Room> {
  if (!existsSync(DIST)) throw new Error('The client is not built yet: npm test -- build')
  const folder = await mkdtemp(join(tmpdir(), 'etrax-bench-bare-'))
  const [server] = await Promise.all([startSchoolOf(PIECES), buildHarness(folder)])
  const proxy = await startProxy({ folder, target: () => server.url(), port: await freePort() })
  return {
    server,
    bareUrl: proxy.url,
    async stop() {
      await proxy.close()
      await server.remove()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A server with a demo school of so many things. */
export async function startSchoolOf(pieces: number): Promise<TestServer> {
  const server = await startServerIn(await emptyData())
  await fillSchool(server, pieces)
  return server
}
