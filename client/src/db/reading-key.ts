import type { CollectionName } from '../../../shared/registry.ts'

/** Where the side store keeps how far a schema version has read a collection. `mark`: of its documents. */
export function readingKey(mark: string, collection: CollectionName): string {
  return mark === '' ? `sync:${collection}` : `sync:${mark}:${collection}`
}
