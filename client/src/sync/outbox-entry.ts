import { isJsonObject, type Json } from '../../../shared/json.ts'

/** Work that is no document: an image upload, a voice command, a request for a report [D5]. */
export interface OutboxEntry {
  readonly key: string
  readonly kind: string
  /** Lower numbers go first; within a priority first in, first out. */
  readonly priority: number
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below /api/v1. */
  readonly path: string
  readonly body: Json | Blob
  /** Corrected time in ms. */
  readonly at: number
  /** How often the server refused it; being offline is no refusal. */
  readonly refusals: number
  /** Refused too often: it waits for somebody. */
  readonly parked: boolean
}

export function isOutboxEntry(value: unknown): value is OutboxEntry {
  return isJsonObject(value) && typeof value.key === 'string' && typeof value.path === 'string'
}

/** The order in which entries are sent. Keys are UUIDv7, which follow time. */
export function inOrder(entries: readonly OutboxEntry[]): readonly OutboxEntry[] {
  return [...entries].sort((a, b) => a.priority - b.priority || (a.key < b.key ? -1 : 1))
}
