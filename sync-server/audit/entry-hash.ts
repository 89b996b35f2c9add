import { hash } from 'node:crypto'

/** What an audit entry's hash covers, as it is written and as it is read back. */
export interface HashedEntry {
  readonly n: number
  /** ISO 8601 with milliseconds, UTC. */
  readonly at: string
  readonly actorId: string | undefined
  readonly deviceId: string | undefined
  readonly action: string
  readonly collection: string
  readonly documentId: string
  readonly seq: number | undefined
  /** As {@link detailText} makes it. */
  readonly detail: string
}

/** SHA-256 over the previous hash and one JSON array: the entry, its detail last. */
export function entryHash(previous: Buffer, entry: HashedEntry): Buffer {
  const { n, at, actorId, deviceId, action, collection, documentId, seq, detail } = entry
  const fields = JSON.stringify([n, at, actorId, deviceId, action, collection, documentId, seq])
  return hash('sha256', Buffer.concat([previous, Buffer.from(`${fields.slice(0, -1)},${detail}]`)]), 'buffer')
}

/** JSON with the keys in one order: jsonb keeps none, and the hash must come out the same when the row is read back. */
export function detailText(detail: unknown): string {
  return JSON.stringify(sorted(detail))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  )
}
