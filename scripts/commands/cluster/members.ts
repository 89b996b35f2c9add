import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { READY } from '../../../sync-server/cluster-member.ts'

/** One server process. */
export interface Member {
  readonly pid: number
  /** Resolves when it says that it is ready, to false where it ends before. */
  readonly ready: Promise<boolean>
  /** Resolves when it is gone, to what ended it. */
  readonly gone: Promise<string>
  /** Ends it in order, and by force where that takes too long. */
  end(): Promise<void>
}

export type StartMember = (port: number) => Member

/** Migrations of many schools are part of a start. */
const READY_WITHIN_MS = 600_000
/** Above the limit that a server gives itself. */
const END_WITHIN_MS = 40_000

/**
 * Starts server processes that get their port from this one. Two of them may listen on one port: while one takes over from
 * another nobody who connects is refused, and what neither has accepted yet is left to the one that stays. A port whose last
 * process has died is closed, so that a balancer goes on to the next one.
 */
export function startMembers(): StartMember {
  // The processes accept for themselves: nothing passes through this one.
  cluster.schedulingPolicy = cluster.SCHED_NONE
  const exec = fileURLToPath(new URL('../../../sync-server/main.ts', import.meta.url))
  cluster.setupPrimary({ exec, args: [], execArgv: [] })
  return (port) => member(cluster.fork({ PORT: String(port) }))
}

function member(worker: Worker): Member {
  const gone = once(worker, 'exit').then(([code, signal]) => (signal ? `${signal}` : `exit code ${code}`))
  const said = new Promise<boolean>((resolve) => {
    worker.on('message', (message: unknown) => {
      if (message === READY) resolve(true)
    })
  })
  const ready = Promise.race([said, gone.then(() => false)])
  void within(READY_WITHIN_MS, ready, worker)
  let ending: Promise<void> | undefined
  return {
    pid: worker.process.pid ?? 0,
    ready,
    gone,
    end() {
      // A second signal would end it at once.
      if (!ending) worker.process.kill('SIGTERM')
      ending ??= within(END_WITHIN_MS, gone, worker)
      return ending
    },
  }
}

/** Waits for it, and kills the process where it takes too long. */
async function within(ms: number, awaited: Promise<unknown>, worker: Worker): Promise<void> {
  const late = setTimeout(() => worker.process.kill('SIGKILL'), ms)
  await awaited
  clearTimeout(late)
}
