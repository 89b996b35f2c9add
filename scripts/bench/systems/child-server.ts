import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { processorMs } from './processor-time.ts'

export interface ChildServer {
  /** Resident memory in MB; undefined where the system does not tell. */
  memory(): number | undefined
  /** Milliseconds of processor time used so far; NaN where the system does not tell. */
  processorMs(): number
  stop(): Promise<void>
}

const END_WITH_PARENT = new URL('../../setup/end-with-parent.mjs', import.meta.url).href

/** Starts a server in a Node process of its own; it ends with this one. Resolves when it says so or when `ready` does. */
export async function startChildServer(
  script: string,
  args: readonly string[],
  options: { readonly env?: Record<string, string>; readonly ready?: () => Promise<void> } = {},
): Promise<ChildServer> {
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, script, ...args], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await Promise.race([options.ready ? options.ready() : once(child, 'message'), failed(child, script)])
  return {
    memory: () => residentMegabytes(child.pid),
    processorMs: () => processorMs(child.pid),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      const forced = setTimeout(() => child.kill('SIGKILL'), 15_000)
      await ended
      clearTimeout(forced)
    },
  }
}

async function failed(child: ChildProcess, script: string): Promise<never> {
  const [code] = await once(child, 'exit')
  throw new Error(`${script} ended with ${code} before it served.`)
}

function residentMegabytes(pid: number | undefined): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
  } catch {
    return undefined
  }
}
