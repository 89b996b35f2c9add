import { type KeptWork, keepWork, removeKeptWork } from './kept-work.ts'
import { closedReceipt, holds } from './unsent.ts'
import { whileNobodySyncs } from './while-nobody-syncs.ts'

/**
 * Deletes a database that is closed here, or keeps it as that person's work where something in it is unsent that the receipt does
 * not name: it may have been written after somebody looked.
 */
export async function deleteOrKeep(work: KeptWork, receipt: string): Promise<void> {
  await whileNobodySyncs(work.databaseName, async () => {
    if (holds(receipt, await closedReceipt(work.databaseName))) await removeKeptWork(work.databaseName)
    else await keepWork(work)
  })
}
