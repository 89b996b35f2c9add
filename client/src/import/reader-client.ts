import { StorageError } from '../db/storage-error.ts'
import { FileRefusedError } from './file-kind.ts'
import type { Answer, Failure, Question, QuestionName, Questions } from './worker-messages.ts'

/** The worker that reads one file, as the page talks to it. */
export interface ReaderClient {
  /** @throws FileRefusedError, StorageError, or Error where the worker failed */
  ask<Name extends QuestionName>(name: Name, ask: Questions[Name]['ask']): Promise<Questions[Name]['answer']>
  /** Ends the worker; open questions are never answered. */
  close(): void
}

export function startReader(): ReaderClient {
  const worker = new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' })
  const open = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>()
  let asked = 0

  worker.addEventListener('message', (event: MessageEvent<Answer>) => {
    const { number, answer, failure } = event.data
    const waiting = open.get(number)
    open.delete(number)
    if (failure) waiting?.reject(errorOf(failure))
    else waiting?.resolve(answer as never)
  })
  worker.addEventListener('error', (event) => {
    for (const waiting of open.values())
      waiting.reject(new Error(event.message || 'The reader could not start.'))
    open.clear()
  })

  return {
    ask(name, ask) {
      asked += 1
      const number = asked
      return new Promise((resolve, reject) => {
        open.set(number, { resolve, reject })
        worker.postMessage({ number, name, ask } as Question)
      })
    },
    close() {
      worker.terminate()
      open.clear()
    },
  }
}

function errorOf(failure: Failure): Error {
  if (failure.kind === 'file') return new FileRefusedError(failure.problem)
  if (failure.kind === 'storage')
    return new StorageError(failure.code === 'quota' ? 'quota' : 'failed', 'The import could not be stored.')
  return new Error(failure.message)
}
