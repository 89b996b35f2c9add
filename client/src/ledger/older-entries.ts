import { createEffect, createSignal, on } from 'solid-js'
import { typed } from '../../../shared/collections/definition.ts'
import { type Transaction, transactions } from '../../../shared/collections/transactions.ts'
import { isJsonObject } from '../../../shared/json.ts'
import { validateDocument } from '../../../shared/validate.ts'
import { api } from '../sync/api.ts'
import { ApiError } from '../sync/api-error.ts'
import { syncStatus } from '../sync/status.ts'

export type OlderState = 'loading' | 'all' | 'more' | 'offline' | 'failed'

interface Page {
  readonly entries: readonly Transaction[]
  readonly next: string | undefined
}

function isEntry(value: unknown): value is Transaction {
  return (
    isJsonObject(value) && typeof value.id === 'string' && validateDocument(transactions, value).length === 0
  )
}

/** The answer of the server, checked; entries that this client does not understand are left out. */
export function readHistoryPage(answer: unknown): Page {
  if (!isJsonObject(answer) || !Array.isArray(answer.documents))
    throw new ApiError('unexpected-answer', 'The history has no list of entries.')
  const next = answer.cursor
  return {
    entries: answer.documents.filter(isEntry).map((entry) => typed(transactions, entry)),
    next: typeof next === 'string' ? next : undefined,
  }
}

/**
 * The ledger of a thing beyond what the device keeps [D7], asked for when the thing is opened and there is a connection.
 * The device's own part is shown without it.
 */
export function createOlderEntries(equipmentId: () => string) {
  const [entries, setEntries] = createSignal<readonly Transaction[]>([])
  const [state, setState] = createSignal<OlderState>('loading')
  let next: string | undefined
  let asked = 0

  const ask = async () => {
    asked += 1
    const mine = asked
    setState('loading')
    try {
      const page = await api(`/equipment/${equipmentId()}/history`, readHistoryPage, {
        query: { cursor: next },
      })
      if (mine !== asked) return
      next = page.next
      setEntries((before) => [...before, ...page.entries])
      setState(next === undefined ? 'all' : 'more')
    } catch (error) {
      if (mine === asked)
        setState(error instanceof ApiError && error.code === 'offline' ? 'offline' : 'failed')
    }
  }

  createEffect(
    on(equipmentId, () => {
      next = undefined
      setEntries([])
      void ask()
    }),
  )
  // The connection is back: what could not be asked is asked now.
  createEffect(
    on(
      () => syncStatus().offline,
      (offline) => {
        if (!offline && state() === 'offline') void ask()
      },
      { defer: true },
    ),
  )

  return { entries, state, more: () => void ask() }
}
