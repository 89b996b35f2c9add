import type { CollectionName } from '../../../shared/registry.ts'

/**
 * Something that somebody must look at. `rejected`: the server answered a row with a refusal and filed it as a review;
 * `refused`: the server could not take a row at all, which goes on being sent; `outbox`: work that was refused too often.
 */
export interface AttentionItem {
  readonly key: string
  readonly kind: 'rejected' | 'refused' | 'outbox'
  readonly collection?: CollectionName | undefined
  readonly documentId?: string | undefined
  readonly code: string
  readonly message: string
  readonly reviewId?: string | undefined
  /** What was written on this device: nobody's words are lost. */
  readonly payload: unknown
  /** Corrected time in ms. */
  readonly at: number
}

export function attentionKey(collection: CollectionName, id: string, stamp: string): string {
  return `${collection}/${id}/${stamp}`
}
