import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { processorMs } from './processor-time.ts'

export interface ChildServer {
  /** Resident memory in MB; undefined where the system does not tell. */
  memory(): number | undefined
  /** Milliseconds of processor time used so far; NaN where the system does not tell. */
  processorMs(): number
  /** Megabytes of heap that are left after everything that can go has gone. Only where the server was started to tell it. */
  heap(): Promise<number>
  stop(): Promise<void>
}

const END_WITH_PARENT = new URL('../../setup/end-with-parent.mjs', import.meta.url).href
const TELL_HEAP = new URL('tell-heap.mjs', import.meta.url).href

/** Starts a server in a Node process of its own; it ends with this one. Resolves when it says so or when `ready` does. */
export async function startChildServer(
  script: string,
  args: readonly string[],
  options: {
    readonly env?: Record<string, string>
    readonly ready?: () => Promise<void>
    readonly tellsHeap?: boolean
  } = {},
): Promise<ChildServer> {
  const preloaded = [END_WITH_PARENT, ...(options.tellsHeap ? [TELL_HEAP] : [])]
  const flags = preloaded.flatMap((module) => ['--import', module])
  const child = spawn(process.execPath, [...flags, script, ...args], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await Promise.race([options.ready ? options.ready() : once(child, 'message'), failed(child, script)])
  return {
    memory: () => residentMegabytes(child.pid),
    processorMs: () => processorMs(child.pid),
    async heap() {
      const told = once(child, 'message')
      child.send('heap')
      const [answer]: unknown[] = await Promise.race([told, failed(child, script)])
      if (typeof answer !== 'number') throw new Error('The server does not tell its heap.')
      return answer
    },
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
  throw new Error(`${script} ended with ${code}.`)
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
