import type { SentBatch } from './device-sync.ts'
import type { SavedWrite } from './saved-write.ts'

/** What somebody took along who signed out with unsent work [D6]. */
export interface SavedFile {
  readonly device: string
  readonly batches: readonly SentBatch[]
}

/** Whether a file holds what a write left: a row stands for all that its device wrote of the document since its base. */
export function isInFile(
  { device, collection, id, stamp }: SavedWrite,
  files: readonly SavedFile[],
): boolean {
  return files
    .filter((file) => file.device === device)
    .flatMap(({ batches }) => batches)
    .some(
      (batch) =>
        batch.collection === collection &&
        batch.rows.some(
          ({ newDocumentState: row, assumedMasterState: base }) =>
            row.id === id && stamp <= row.stamp && (base === undefined || stamp > base.stamp),
        ),
    )
}
