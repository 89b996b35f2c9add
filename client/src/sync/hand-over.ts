import type { PushRow } from '../../../shared/protocol.ts'
import { pushedRow } from '../../../shared/pushed-row.ts'
import { type CollectionName, registry } from '../../../shared/registry.ts'
import { exclusively } from '../db/exclusively.ts'
import { type KeptRow, keptRows } from '../db/kept-rows.ts'
import type { LocalDatabase } from '../db/local-database.ts'
import { rawDocuments } from '../db/raw-documents.ts'
import { readSideStore, sideStoreName } from '../db/side-store.ts'
import { importsLeft } from '../import/imports-left.ts'
import type { Access } from './access.ts'
import { ApiError } from './api-error.ts'
import { authorized } from './authorized.ts'
import { type HandOver, showHandOver } from './hand-overs.ts'
import { type KeptWork, keepWork, keptWork, removeKeptWork } from './kept-work.ts'

const BATCH = 100

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
  const tell = (state: HandOver['state']) => showHandOver({ work, state, sent, total })
  tell('running')
  try {
    let refused = 0
    for (const batch of all) {
      refused += await send(access, deviceId, work.userId, batch)
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

interface Batch {
  readonly collection: CollectionName
  readonly rows: readonly PushRow[]
}

/** What goes before is in an earlier one: a batch holds one row of a document. */
function batches(rows: readonly KeptRow[]): readonly Batch[] {
  return [...new Set(rows.map(({ collection }) => collection))].flatMap((collection) => {
    const own = rows.filter((one) => one.collection === collection)
    const before = own.flatMap((one) => one.before ?? [])
    return [before, own.map(({ row }) => row)].flatMap((part) =>
      Array.from({ length: Math.ceil(part.length / BATCH) }, (_, index) => ({
        collection,
        rows: part.slice(index * BATCH, (index + 1) * BATCH),
      })),
    )
  })
}

/** Resolves to the number of rows that the server could not take, each by itself. @throws ApiError where it took nothing */
async function send(access: Access, deviceId: string, authorId: string, batch: Batch): Promise<number> {
  try {
    const rows = batch.rows.map((row) => pushedRow(registry[batch.collection], row))
    await authorized(access, deviceId, '/sync/v1/hand-over', {
      method: 'POST',
      body: JSON.stringify({ authorId, collection: batch.collection, rows }),
      headers: { 'Content-Type': 'application/json' },
    })
    return 0
  } catch (error) {
    if (!(error instanceof ApiError) || !isOfTheRows(error)) throw error
    const { collection, rows } = batch
    if (rows.length === 1) return 1
    const middle = Math.ceil(rows.length / 2)
    const first = await send(access, deviceId, authorId, { collection, rows: rows.slice(0, middle) })
    return first + (await send(access, deviceId, authorId, { collection, rows: rows.slice(middle) }))
  }
}

/** The server stumbles over what was sent; another half of it may be taken. */
function isOfTheRows({ code }: ApiError): boolean {
  return code === 'too-large' || code === 'malformed-request' || code === 'internal-error'
}
