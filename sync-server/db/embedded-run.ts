import { spawn } from 'node:child_process'
import type { OsUser } from './embedded-os-user.ts'

/** What a finished program left: its exit code (null after a signal) and the end of what it printed. */
export type Finished = { code: number | null; output: string }

const OUTPUT_LIMIT = 8_000

/**
 * Runs a program to its end as `user`.
 *
 * It gets a process group of its own: Ctrl-C reaches every process of the terminal's group, and Postgres must
 * outlive the server's own draining. It gets none of the server's environment, which holds secrets.
 */
export function run(file: string, args: readonly string[], user: OsUser): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: process.platform === 'win32' ? undefined : '/',
      detached: process.platform !== 'win32',
      env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(user && { uid: user.uid, gid: user.gid }),
    })
    let output = ''
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-OUTPUT_LIMIT)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output: output.trim() }))
  })
}
