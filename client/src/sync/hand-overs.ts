import { createSignal } from 'solid-js'
import type { KeptWork } from './kept-work.ts'

/** How the hand-over of one person's work goes. */
export interface HandOver {
  readonly work: KeptWork
  /**
   * `stopped`: it broke off, and what is left is kept; `left`: the server took all but what stays; `waits`: the account is in
   * use again, and its owner sends what is kept.
   */
  readonly state: 'running' | 'done' | 'stopped' | 'left' | 'waits'
  readonly sent: number
  readonly total: number
}

const [handOvers, setHandOvers] = createSignal<readonly HandOver[]>([])

/** What was handed over since the start of this page, or is being handed over. Reactive. */
export { handOvers }

/** How one goes on. */
export function showHandOver(handOver: HandOver) {
  setHandOvers((known) => [
    ...known.filter(({ work }) => work.databaseName !== handOver.work.databaseName),
    handOver,
  ])
}

/** Somebody has seen how it ended. */
export function dismissHandOver(databaseName: string): void {
  setHandOvers((known) => known.filter(({ work }) => work.databaseName !== databaseName))
}
