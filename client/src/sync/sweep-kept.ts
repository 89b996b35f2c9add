import { databaseName } from '../db/local-database.ts'
import { keptWork, removeKeptWork } from './kept-work.ts'
import { keptSession } from './session-record.ts'
import { closedReceipt } from './unsent.ts'
import { whileNobodySyncs } from './while-nobody-syncs.ts'

/**
 * Deletes what was to go as a page ended: data of people who are not signed in here any more, with nothing unsent in it. Whoever
 * leaves is listed before their data goes.
 */
export async function sweepKept(): Promise<void> {
  for (const { databaseName: name } of await keptWork()) {
    await whileNobodySyncs(name, async () => {
      // Another tab may have signed them in, or have deleted it, while this one waited.
      const isLeft = (await keptWork()).some((work) => work.databaseName === name) && !(await isHere(name))
      if (isLeft && (await closedReceipt(name)) === '') await removeKeptWork(name)
    })
  }
}

async function isHere(name: string): Promise<boolean> {
  const record = await keptSession()
  return record !== undefined && databaseName(record.tenant, record.userId) === name
}
