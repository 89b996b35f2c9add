import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'
import { ApiError } from '../../sync/api-error.ts'
import { syncStatus } from '../../sync/status.ts'
import { type AuditEntry, type AuditSearch, findEntries } from './audit-log.ts'

export interface AuditReading {
  readonly entries: Accessor<readonly AuditEntry[] | undefined>
  readonly busy: Accessor<boolean>
  /** Why the last page did not come. */
  readonly failure: Accessor<ApiError | undefined>
  readonly more: Accessor<boolean>
  /** Reads the next page, or the one that failed once more. */
  next(): void
}

/** The pages of the log that match, read one after the other as they are asked for; begun anew with each other search. */
export function createAuditLog(search: Accessor<AuditSearch>): AuditReading {
  const [entries, setEntries] = createSignal<readonly AuditEntry[]>()
  const [before, setBefore] = createSignal<number>()
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<ApiError>()
  let reading = new AbortController()

  async function read(from: number | undefined) {
    const { signal } = reading
    setBusy(true)
    setFailure(undefined)
    try {
      const page = await findEntries(search(), from, signal)
      setEntries((read = []) => (from === undefined ? page.entries : [...read, ...page.entries]))
      setBefore(page.before)
    } catch (error) {
      if (signal.aborted) return
      setFailure(error instanceof ApiError ? error : new ApiError('unexpected-answer', String(error)))
    }
    setBusy(false)
  }

  function begin() {
    reading.abort()
    reading = new AbortController()
    setBefore(undefined)
    void read(undefined)
  }

  createEffect(on(search, begin))
  createEffect(
    on(
      () => syncStatus().offline,
      (offline) => offline || failure() === undefined || next(),
      { defer: true },
    ),
  )
  onCleanup(() => reading.abort())

  function next() {
    if (!busy()) void read(before())
  }
  return { entries, busy, failure, more: () => before() !== undefined, next }
}
