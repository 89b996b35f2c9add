import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { program } from './embedded-binaries.ts'
import { EmbeddedPostgresError } from './embedded-error.ts'
import type { Home } from './embedded-home.ts'
import { run } from './embedded-run.ts'

/** The process id in the cluster's postmaster.pid, whether or not that process lives. */
export function recordedPid(data: string): number | undefined {
  try {
    const first = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n', 1)[0] ?? ''
    return /^\d+$/.test(first) ? Number(first) : undefined
  } catch {
    return undefined
  }
}

/** Whether the process lives, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The living postmaster of this cluster. A recorded id that another program has by now is not one. */
export function livingPostmaster(home: Home): number | undefined {
  const pid = recordedPid(home.data)
  return pid !== undefined && isAlive(pid) && worksOn(pid, home) ? pid : undefined
}

/** Ends the cluster's postmaster, be it of this process or left by one that was killed. */
export async function stopPostmaster(home: Home): Promise<void> {
  for (const mode of ['fast', 'immediate']) {
    if (!livingPostmaster(home)) return
    await run(
      program(home.binaries, 'pg_ctl'),
      ['stop', '-w', '-t', '30', '-m', mode, '-D', home.data],
      home.user,
    )
  }
  if (livingPostmaster(home)) {
    throw new EmbeddedPostgresError('stop-failed', `The Postgres in ${home.data} does not stop.`)
  }
}

/**
 * Removes a postmaster.pid whose process id belongs to another program by now, as after a restart of the machine.
 * Postgres would refuse to start; it judges any other stale file itself, and more carefully.
 */
export async function removeMisleadingPid(home: Home): Promise<void> {
  const pid = recordedPid(home.data)
  if (pid === undefined || !isAlive(pid) || worksOn(pid, home)) return
  // What a killed postmaster started still holds its shared memory for a moment.
  for (let waited = 0; waited < 50 && processesIn(home.data).length > 0; waited++) await delay(100)
  if (processesIn(home.data).length === 0) await rm(join(home.data, 'postmaster.pid'), { force: true })
}

function worksOn(pid: number, home: Home): boolean {
  if (process.platform === 'linux') return isPostgresIn(String(pid), home.data)
  try {
    execFileSync(program(home.binaries, 'pg_ctl'), ['status', '-D', home.data], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Ids of the processes that work on a cluster, the postmaster among them. Linux alone can tell; elsewhere none. */
export function processesIn(data: string): readonly number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && isPostgresIn(entry, data))
    .map(Number)
}

function isPostgresIn(pid: string, data: string): boolean {
  try {
    // An update of the packages under a running server leaves " (deleted)" behind the name.
    const name = basename(readlinkSync(`/proc/${pid}/exe`)).replace(' (deleted)', '')
    return name === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data)
  } catch {
    return false
  }
}
