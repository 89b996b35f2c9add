import { DatabaseSync } from 'node:sqlite'
import { giveToOwnerOfFolder } from './embedded-folders.ts'

/** A held lock; `release` may be called more than once. */
export type HeldLock = { release(): void }

/**
 * Takes the lock at `path` without waiting, or answers undefined when any process holds it, this one included.
 *
 * The operating system lets the lock go when the process ends, also by kill -9, so that there is no stale
 * lock to judge by a process id. Node has no file locks of its own; SQLite's are real ones.
 */
export function takeLock(path: string): HeldLock | undefined {
  const database = new DatabaseSync(path)
  try {
    giveToOwnerOfFolder(path)
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (error instanceof Error && /locked/.test(error.message)) return undefined
    throw error
  }
  let held = true
  return {
    release() {
      if (held) database.close()
      held = false
    },
  }
}
