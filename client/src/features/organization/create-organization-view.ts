import { type Accessor, createEffect, createSignal, on, onCleanup, onMount } from 'solid-js'
import { ApiError } from '../../sync/api-error.ts'
import { syncStatus } from '../../sync/status.ts'
import { type OrganizationView, readOrganization } from './organization-data.ts'

export interface OrganizationReading {
  /** What was read last; stays while it is read again. */
  readonly view: Accessor<OrganizationView | undefined>
  readonly busy: Accessor<boolean>
  readonly failure: Accessor<ApiError | undefined>
  read(): void
}

/** Other schools' figures are on the server alone: read when the page opens, when asked for, and when the network is back. */
export function createOrganizationView(): OrganizationReading {
  const [view, setView] = createSignal<OrganizationView>()
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<ApiError>()
  const left = new AbortController()

  async function load() {
    setBusy(true)
    setFailure(undefined)
    try {
      setView(await readOrganization(left.signal))
    } catch (error) {
      if (left.signal.aborted) return
      setFailure(error instanceof ApiError ? error : new ApiError('unexpected-answer', String(error)))
    }
    setBusy(false)
  }
  const read = () => {
    if (!busy()) void load()
  }

  onMount(read)
  createEffect(
    on(
      () => syncStatus().offline,
      (offline) => offline || failure() === undefined || read(),
      { defer: true },
    ),
  )
  onCleanup(() => left.abort())
  return { view, busy, failure, read }
}
