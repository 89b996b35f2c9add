import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { buildJson } from '../limits/build-json.ts'
import { commits } from '../limits/commits.ts'
import { copyRows } from '../limits/copy-rows.ts'
import { pushInProcess } from '../limits/push-in-process.ts'
import { endDay, openDay, runPeak } from './day/day-load.ts'
import { pullLoad } from './pull-load.ts'
import { fill, pushLoad } from './push-load.ts'
import { closeStreams, commitToStreams, openStreams } from './stream-load.ts'

const tasks = {
  fill,
  pushLoad,
  pullLoad,
  openStreams,
  commitToStreams,
  closeStreams,
  openDay,
  runPeak,
  endDay,
  commits,
  copyRows,
  buildJson,
  pushInProcess,
}

type Tasks = typeof tasks
type Name = keyof Tasks
type Options<N extends Name> = Parameters<Tasks[N]>[0]
type Result<N extends Name> = Awaited<ReturnType<Tasks[N]>>

/** A process of its own that makes the load, so that making it takes nothing from what is measured but its share of the cores. */
export interface Generator {
  run<N extends Name>(name: N, options: Options<N>): Promise<Result<N>>
  stop(): void
}

type Reply = { readonly result: unknown } | { readonly error: string }

export function startGenerator(): Generator {
  const child = fork(fileURLToPath(new URL('generator.ts', import.meta.url)))
  return {
    run: (name, options) =>
      new Promise((resolve, reject) => {
        const ended = () => reject(new Error('The load generator ended.'))
        child.once('exit', ended)
        child.once('message', (reply: Reply) => {
          child.off('exit', ended)
          if ('error' in reply) reject(new Error(reply.error))
          // Both ends are this file: what a task resolved to is what comes here.
          else resolve(reply.result as Result<typeof name>)
        })
        child.send({ name, options })
      }),
    stop: () => child.kill(),
  }
}

/** The other end of {@link startGenerator}. */
export function answerTasks(): void {
  process.once('disconnect', () => process.exit(0))
  process.on('message', <N extends Name>({ name, options }: { name: N; options: Options<N> }) => {
    const task: (options: Options<N>) => Promise<unknown> = tasks[name] as never
    task(options).then(
      (result) => process.send?.({ result }),
      (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
    )
  })
}
