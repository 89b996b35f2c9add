import { exclusively } from '../db/exclusively.ts'
import { keptRows } from '../db/kept-rows.ts'
import type { LocalDatabase } from '../db/local-database.ts'
import { rawDocuments } from '../db/raw-documents.ts'
import { readSideStore, sideStoreName } from '../db/side-store.ts'
import { importsLeft } from '../import/imports-left.ts'
import type { Access } from './access.ts'
import { ApiError } from './api-error.ts'
import { authorized } from './authorized.ts'
import { type Batch, batches, sendBatch } from './hand-over-batches.ts'
import { type HandOver, showHandOver } from './hand-overs.ts'
import { type KeptWork, keepWork, keptWork, removeKeptWork } from './kept-work.ts'

/**
 * Hands the work of disabled accounts of this school over to its managers: the server files it as reviews under the
 * author's name [P7]. It goes from this device only when the server has answered all of it; a row that comes twice makes one
 * review, so that what broke off begins anew.
 */
export async function handOverKeptWork(access: Access, database: LocalDatabase): Promise<void> {
  await exclusively('etrax-hand-over', async () => {
    for (const work of await keptWork()) {
      if (work.tenant !== access.tenant || !(await isDisabled(work, database))) continue
      try {
        await handOver(access, database.deviceId, work)
      } catch (error) {
        // Another author's work is another matter: one that the server does not know holds back nobody.
        console.warn('Kept work could not be handed over and is tried again at the next start.', error)
      }
    }
  })
}

/**
 * Does so whenever an account is disabled: whose is comes with the users' documents, maybe long after the sign-in of who hands
 * over [P7]. What cannot be handed over now stays. Returns what ends it.
 */
export function handOverAsDisabled(access: Access, database: LocalDatabase): () => void {
  const subscription = database.collections.users
    .find({ selector: { active: false } })
    .$.subscribe(() => void handOverWhatCan(access, database))
  return () => subscription.unsubscribe()
}

/** Resolves in any case. */
export async function handOverWhatCan(access: Access, database: LocalDatabase): Promise<void> {
  await handOverKeptWork(access, database).catch((error: unknown) =>
    console.warn('Kept work is looked after at the next start.', error),
  )
}

/** Also where the account was disabled after its owner had left this device. */
async function isDisabled(work: KeptWork, { collections }: LocalDatabase): Promise<boolean> {
  if (work.disabled) return true
  const author = (await rawDocuments(collections.users, [work.userId])).get(work.userId)
  return author !== undefined && !author._deleted && author.active === false
}

async function handOver(access: Access, deviceId: string, work: KeptWork): Promise<void> {
  const rows = await keptRows(work.databaseName)
  const requests = await readSideStore(sideStoreName(work.databaseName), 'outbox')
  const { unfinished } = await importsLeft(work.databaseName)
  const others = requests.length + unfinished.length
  if (rows.length + others === 0) return removeKeptWork(work.databaseName)
  let sent = 0
  const all = batches(rows)
  const total = all.reduce((sum, batch) => sum + batch.rows.length, 0)
  const post = ({ collection, rows }: Batch) =>
    authorized(access, deviceId, '/sync/v1/hand-over', {
      method: 'POST',
      body: JSON.stringify({ authorId: work.userId, collection, rows }),
      headers: { 'Content-Type': 'application/json' },
    })
  const tell = (state: HandOver['state']) => showHandOver({ work, state, sent, total })
  tell('running')
  try {
    let refused = 0
    for (const batch of all) {
      refused += (await sendBatch(batch, post)).length
      sent += batch.rows.length
      tell('running')
    }
    sent -= refused
    if (refused + others > 0) tell('left')
    else {
      await removeKeptWork(work.databaseName)
      tell('done')
    }
  } catch (error) {
    if (error instanceof ApiError && error.code === 'author-active') {
      await keepWork({ ...work, disabled: false })
      return tell('waits')
    }
    tell('stopped')
    throw error
  }
}
