import type { Transaction } from '../../../shared/collections/transactions.ts'

/** The entries of both lists, each once, the latest first by their stamps: the order that all devices agree on [C2]. */
export function latestFirst(
  local: readonly Transaction[],
  older: readonly Transaction[],
): readonly Transaction[] {
  const byId = new Map(older.map((entry) => [entry.id, entry]))
  for (const entry of local) byId.set(entry.id, entry)
  return [...byId.values()].sort((a, b) => (a.stamp < b.stamp ? 1 : a.stamp > b.stamp ? -1 : 0))
}

/** An entry that reached the server later than this after it happened was made without a connection. */
const APART_MS = 90_000

/** When the server had it, where that tells something the device's time does not. ISO 8601. */
export function receivedLater(entry: Pick<Transaction, 'occurredAt' | 'receivedAt'>): string | undefined {
  if (entry.receivedAt === undefined) return undefined
  const apart = Math.abs(Date.parse(entry.receivedAt) - Date.parse(entry.occurredAt))
  return apart > APART_MS ? entry.receivedAt : undefined
}
