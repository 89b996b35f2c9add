import { createSchoolSync } from '../../../sync-server/create-school-sync.ts'
import { connectDatabase, type Database } from '../../../sync-server/db/database.ts'
import type { Committer } from '../../../sync-server/sync/committer.ts'

/** Does in schools what a server does there, under the application's login: written in their order and audited. */
export async function withSchoolSync<T>(
  appUrl: string,
  work: (parts: { readonly database: Database; readonly committer: Committer }) => Promise<T>,
): Promise<T> {
  const database = connectDatabase(appUrl, { max: 2, name: 'etrax-command' })
  const failures: unknown[] = []
  const sync = createSchoolSync({ database, onError: (error) => failures.push(error) })
  try {
    const done = await work({ database, committer: sync.committer })
    if (failures.length > 0) throw failures[0]
    return done
  } finally {
    await sync.close()
    await database.end({ timeout: 5 })
  }
}
