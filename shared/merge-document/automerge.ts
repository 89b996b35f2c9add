import type * as Automerge from '@automerge/automerge/slim'

/**
 * The library that merges documents, handed in by whoever loaded it: its WebAssembly costs nobody anything who merges
 * nothing. Of the library's two faces the lower one is used: it reads a document without making objects of all that it holds.
 */
export type AutomergeApi = Pick<typeof Automerge, 'init' | 'getBackend'>

/** A document in the library's memory; whoever opened it frees it. */
export type Handle = ReturnType<AutomergeApi['getBackend']>

export function newHandle(api: AutomergeApi, actor: string): Handle {
  return api.getBackend(api.init({ actor }))
}

/** @throws Error where the bytes are no document */
export function openHandle(api: AutomergeApi, bytes: Uint8Array, actor: string): Handle {
  const handle = newHandle(api, actor)
  try {
    handle.loadIncremental(bytes)
    return handle
  } catch (error) {
    handle.free()
    throw error
  }
}

/** Runs `work` with documents that are freed when it ends, however it ends. */
export function withHandles<Result>(work: (keep: <H extends Handle>(handle: H) => H) => Result): Result {
  const opened: Handle[] = []
  try {
    return work((handle) => {
      opened.push(handle)
      return handle
    })
  } finally {
    for (const handle of opened) handle.free()
  }
}

/** A change is made by the same bytes whoever makes it: it carries no time. */
export function commit(handle: Handle, message?: string): void {
  if (handle.pendingOps() > 0) handle.commit(message ?? null, 0)
}
