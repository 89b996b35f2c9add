import type { UnderwayRow } from './underway-row.ts'

/**
 * Where `state` holds the last row that was taken over of a document from a former version. That version learns of no answer any
 * more and goes on naming the state before: its next row is made on top of this one.
 */
export function takenKey({ collection, id }: Pick<UnderwayRow, 'collection' | 'id'>): string {
  return `former/${collection}/${id}`
}

export function takenKeys(): IDBKeyRange {
  return IDBKeyRange.bound('former/', 'former0', false, true)
}
