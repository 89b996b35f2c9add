import { presentDocuments } from '../db/document-databases.ts'
import { documentsLockName } from '../db/document-lock.ts'
import { endFormerSchemas, takeOver } from '../db/former-schema.ts'
import type { SyncContext } from './sync-context.ts'
import { syncLockName } from './sync-names.ts'

/** A tab whose lead was taken asks for it again a moment later: one look that finds none says nothing. */
const LOOKS = 3

/**
 * Takes over what tabs of former versions go on storing, and ends with them: when none of them is open any more, their
 * documents leave this device. Never two turns at a time.
 */
export function createFormerTabs(context: SyncContext, sendParked: () => Promise<void>): () => Promise<void> {
  const { database, report } = context
  let turn: Promise<void> | undefined
  let looks = 0

  async function look() {
    const taken = await takeOver(database)
    if (taken > 0) sendTaken()
    looks = (await isFormerTabOpen(database.name)) ? 0 : looks + 1
    if (looks === LOOKS && (await endFormerSchemas(database)) > 0) sendTaken()
  }

  function sendTaken() {
    report.changed()
    // What fails stays set aside, and is sent again.
    sendParked().catch(() => undefined)
  }

  return () => {
    turn ??= look().finally(() => {
      turn = undefined
    })
    return turn
  }
}

/** Whether somebody leads, or waits to, who has not opened the documents of this version. */
async function isFormerTabOpen(databaseName: string): Promise<boolean> {
  if (!('locks' in navigator)) return false
  const { held = [], pending = [] } = await navigator.locks.query()
  const lockName = documentsLockName((await presentDocuments(databaseName)).name)
  const present = new Set(held.filter(({ name }) => name === lockName).map(({ clientId }) => clientId))
  return [...held, ...pending].some(
    ({ name, clientId }) => name === syncLockName(databaseName) && !present.has(clientId),
  )
}
