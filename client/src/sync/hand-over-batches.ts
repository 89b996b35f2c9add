import { isJsonObject } from '../../../shared/json.ts'
import type { PushRow } from '../../../shared/protocol.ts'
import { pushedRow } from '../../../shared/pushed-row.ts'
import { type CollectionName, registry } from '../../../shared/registry.ts'
import type { KeptRow } from '../db/kept-rows.ts'
import { ApiError } from './api-error.ts'

const BATCH = 100

export interface Batch {
  readonly collection: CollectionName
  readonly rows: readonly PushRow[]
}

/** What goes before is in an earlier one: a batch holds one row of a document. */
export function batches(rows: readonly KeptRow[]): readonly Batch[] {
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

/** Resolves to the rows that the server could not take, by its answer or each by itself. @throws ApiError where it took nothing */
export async function sendBatch(
  batch: Batch,
  post: (batch: Batch) => Promise<unknown>,
): Promise<readonly PushRow[]> {
  const { collection, rows } = batch
  try {
    const answer = await post({ collection, rows: rows.map((row) => pushedRow(registry[collection], row)) })
    return rows.filter((_, number) => leftIn(answer).includes(number))
  } catch (error) {
    if (!(error instanceof ApiError) || !isOfTheRows(error)) throw error
    if (rows.length === 1) return rows
    const middle = Math.ceil(rows.length / 2)
    const first = await sendBatch({ collection, rows: rows.slice(0, middle) }, post)
    return [...first, ...(await sendBatch({ collection, rows: rows.slice(middle) }, post))]
  }
}

/** The numbers of the rows that an answer leaves here. */
function leftIn(answer: unknown): readonly unknown[] {
  return isJsonObject(answer) && Array.isArray(answer.left) ? answer.left : []
}

/** The server stumbles over what was sent; another half of it may be taken. */
function isOfTheRows({ code }: ApiError): boolean {
  return code === 'too-large' || code === 'malformed-request' || code === 'internal-error'
}
