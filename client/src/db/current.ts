import { createSignal } from 'solid-js'
import type { LocalDatabase } from './local-database.ts'

const [localDatabase, setLocalDatabase] = createSignal<LocalDatabase>()

/** The database of whoever is signed in; undefined while it opens or when nobody is. Reactive. */
/** For the sign-in alone. */
export { localDatabase, setLocalDatabase }

const waiting = new Set<(database: LocalDatabase) => void>()

export function announceDatabase(database: LocalDatabase | undefined): void {
  setLocalDatabase(() => database)
  if (!database) return
  for (const resolve of waiting) resolve(database)
  waiting.clear()
}

/** The open database; waits while it opens at start. */
export function openedDatabase(): Promise<LocalDatabase> {
  const database = localDatabase()
  if (database) return Promise.resolve(database)
  return new Promise((resolve) => waiting.add(resolve))
}
