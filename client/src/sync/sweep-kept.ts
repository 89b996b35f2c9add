import { databaseName } from '../db/local-database.ts'
import { keptWork, removeKeptWork } from './kept-work.ts'
import { keptSession } from './session-record.ts'
import { closedReceipt } from './unsent.ts'
import { visitHome } from './visit-home.ts'
import { whileNobodySyncs } from './while-nobody-syncs.ts'

/**
 * Deletes what was to go as a page ended: data of people who are not signed in here any more, with nothing unsent in it. Whoever
 * leaves is listed before their data goes.
 */
export async function sweepKept(): Promise<void> {
  for (const { databaseName: name } of await keptWork()) {
    const sweep = async () => {
      // Another tab may have signed them in, or have deleted it, while this one waited.
      const isLeft = (await keptWork()).some((work) => work.databaseName === name) && !(await isWanted(name))
      if (isLeft && (await closedReceipt(name)) === '') await removeKeptWork(name)
    }
    // One that cannot be opened holds back no other, and is tried again at the next start.
    await whileNobodySyncs(name, sweep).catch((error: unknown) =>
      console.warn('What somebody left could not be deleted yet.', error),
    )
  }
}

/** Whether it is that of whoever is signed in, or of a visitor who comes back to it. */
async function isWanted(name: string): Promise<boolean> {
  const records = [await keptSession(), await visitHome()]
  return records.some((record) => record && databaseName(record.tenant, record.userId) === name)
}
