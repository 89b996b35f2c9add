import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'
import { failureText } from '../account/failure-text.ts'
import { syncStatus } from '../sync/status.ts'
import { type Loan, type LoansOf, readLoans } from './loan-data.ts'

export interface LoansReading {
  /** What was read last; stays while it is read again. */
  readonly loans: Accessor<readonly Loan[] | undefined>
  readonly failure: Accessor<string | undefined>
  read(): void
}

/** Where a loan stands is on the server alone: read when the page opens, when the network is back, and when asked for. */
export function createLoans(of: LoansOf): LoansReading {
  const [loans, setLoans] = createSignal<readonly Loan[]>()
  const [failure, setFailure] = createSignal<string>()
  const left = new AbortController()

  async function load() {
    try {
      setLoans(await readLoans(of, left.signal))
      setFailure(undefined)
    } catch (error) {
      if (!left.signal.aborted) setFailure(failureText(error))
    }
  }
  createEffect(
    on(
      () => syncStatus().offline,
      (offline) => {
        if (!offline) void load()
      },
    ),
  )
  onCleanup(() => left.abort())
  return { loans, failure, read: () => void load() }
}
