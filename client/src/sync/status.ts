import { type Accessor, createSignal } from 'solid-js'
import type { StatusBoard } from './status-board.ts'
import type { SyncStatus } from './sync-status.ts'

const NOBODY: SyncStatus = {
  state: 'saved',
  unsent: 0,
  attention: 0,
  offline: false,
  stalled: false,
  updateNeeded: false,
  collections: [],
}

const [status, setStatus] = createSignal<SyncStatus>(NOBODY)
let board: StatusBoard | undefined
let unsubscribe: (() => void) | undefined

/** The one state of the sync, the same in every tab [D3]. */
export const syncStatus: Accessor<SyncStatus> = status

export function statusBoard(): StatusBoard | undefined {
  return board
}

/** For the sign-in alone. */
export function showBoard(next: StatusBoard | undefined): void {
  unsubscribe?.()
  board = next
  if (next) unsubscribe = next.subscribe((value) => setStatus(() => value))
  else setStatus(() => NOBODY)
}

/** Somebody asked for a sync: ends every wait and tries at once. */
export function syncNow(): void {
  board?.wake()
}

export interface StorageStatus {
  /** Bytes. */
  readonly usage: number
  readonly quota: number
  /** Whether the browser promised to keep the data. */
  readonly persisted: boolean
}

export async function storageStatus(): Promise<StorageStatus> {
  const { usage = 0, quota = 0 } = await navigator.storage.estimate()
  return { usage, quota, persisted: await navigator.storage.persisted() }
}

/** Asks the browser never to evict the local database. */
export function askToPersist(): Promise<boolean> {
  return navigator.storage.persist()
}
