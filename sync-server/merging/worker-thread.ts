import { Worker } from 'node:worker_threads'
import { EtraxError } from '../../shared/errors.ts'
import { REST, type Work, type WorkResult } from './work.ts'

const START_MS = 60_000

/** @throws EtraxError 503 where it does not start */
export async function startWorker(program: URL): Promise<Worker> {
  const worker = new Worker(program, {
    execArgv: [],
    // What a library says while it ends is no line of the server's log.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 4, stackSizeMb: 4 },
  })
  worker.stdout.resume()
  worker.stderr.resume()
  worker.unref()
  let cause: unknown
  // An error that nobody hears would end the process.
  worker.on('error', (error) => {
    cause = error
  })
  const ready = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), START_MS)
    const end = (result: boolean) => {
      clearTimeout(timer)
      resolve(result)
    }
    worker.once('message', () => end(true))
    worker.once('exit', () => end(false))
  })
  if (ready) return worker
  await worker.terminate()
  throw new EtraxError('database-unavailable', 'What merges documents did not start.', {
    cause,
    retryAfter: 10,
  })
}

/** How a worker left a list: all done, a part of it since its turn is over, or it is of no use any more. */
export type Left = 'done' | 'rest' | 'ended'

/**
 * Hands a list to a worker and tells each result as it comes. Where the worker ended, or took longer than it may over one
 * piece, it is ended.
 */
export async function handTo(
  worker: Worker,
  list: readonly Work[],
  deadlineMs: number,
  done: (result: WorkResult) => void,
): Promise<Left> {
  let left = list.length
  const how = await new Promise<Left>((resolve) => {
    const ended = () => end('ended')
    let timer = setTimeout(ended, deadlineMs)
    const heard = (result: WorkResult | typeof REST) => {
      if (result === REST) return end('rest')
      done(result)
      left -= 1
      clearTimeout(timer)
      if (left === 0) end('done')
      else timer = setTimeout(ended, deadlineMs)
    }
    function end(how: Left) {
      clearTimeout(timer)
      worker.off('message', heard)
      worker.off('exit', ended)
      resolve(how)
    }
    worker.on('message', heard)
    worker.on('exit', ended)
    worker.postMessage(list)
  })
  if (how === 'ended') await worker.terminate()
  return how
}
