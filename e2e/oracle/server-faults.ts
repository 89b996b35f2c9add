import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { recordedPid } from '../../sync-server/db/embedded-postmaster.ts'
import type { TestServer } from '../support/server.ts'

const TENANT_COMMAND = fileURLToPath(new URL('../../scripts/commands/tenant.ts', import.meta.url))
const CLUSTER = join('postgres', 'data')

/** Ends Postgres as `pg_ctl stop -m immediate` does; the server starts it again. Returns its process id. */
export function endPostgresAtOnce(server: TestServer): number {
  const pid = recordedPid(join(server.data, CLUSTER))
  if (pid === undefined) throw new Error(`There is no Postgres in ${server.data}.`)
  process.kill(pid, 'SIGQUIT')
  return pid
}

/** A copy of the whole data folder, taken while the server stood still. */
export interface Backup {
  /** Puts the data back behind whatever happened since, as the handbook's restore does. */
  restore(slug: string): Promise<void>
  remove(): Promise<void>
}

export async function takeBackup(server: TestServer): Promise<Backup> {
  const folder = await mkdtemp(join(tmpdir(), 'etrax-oracle-backup-'))
  const copy = join(folder, 'data')
  await server.stop()
  await run('cp', ['-Rp', server.data, copy])
  await server.start()
  return {
    async restore(slug) {
      await server.stop()
      await rm(join(server.data, CLUSTER), { recursive: true, force: true })
      await run('cp', ['-Rp', join(copy, CLUSTER), join(server.data, CLUSTER)])
      await run(process.execPath, [TENANT_COMMAND, 'restored', slug], { ETRAX_DATA: server.data })
      await server.start()
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

async function run(program: string, args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(program, args, {
    env: { ...process.env, NODE_ENV: 'test', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (part: Buffer) => {
    said += part.toString()
  })
  const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject))
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${said}`)
}
