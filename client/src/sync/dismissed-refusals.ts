import { isJsonObject } from '../../../shared/json.ts'
import { requested } from '../db/side-store.ts'
import type { AttentionItem } from './attention-item.ts'

const KEY = 'dismissed-refusals'

/** When a person dismissed a refusal, by its key; corrected time in ms. */
export type Dismissed = Readonly<Record<string, number>>

/**
 * Refusals that the person has not dismissed. The same write goes out again after a restore [D11] and is refused again: what
 * somebody has seen and put away is no news by that.
 */
export function notDismissed(
  items: readonly AttentionItem[],
  dismissed: Dismissed,
): readonly AttentionItem[] {
  return items.filter(({ key }) => !Object.hasOwn(dismissed, key))
}

export function dismissedAfter(dismissed: Dismissed, since: number): Dismissed {
  return Object.fromEntries(Object.entries(dismissed).filter(([, at]) => at > since))
}

/** Reads from the store `state`, inside of its transaction. */
export async function readDismissed(state: IDBObjectStore): Promise<Dismissed> {
  return dismissedIn(await requested<unknown>(state.get(KEY)))
}

export function writeDismissed(state: IDBObjectStore, dismissed: Dismissed): void {
  state.put(dismissed, KEY)
}

function dismissedIn(value: unknown): Dismissed {
  if (!isJsonObject(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  )
}
