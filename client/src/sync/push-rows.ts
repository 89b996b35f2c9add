import type { WireDocument } from '../../../shared/collections/definition.ts'
import { HEADER, MAX_PUSH_BYTES, type PushAnswer, type PushRow } from '../../../shared/protocol.ts'
import { pushedRow } from '../../../shared/pushed-row.ts'
import { type CollectionName, registry } from '../../../shared/registry.ts'
import { ApiError } from './api-error.ts'
import { createPatience, syncRequest } from './attempt.ts'
import { noteAnswer, parkRow } from './push-answers.ts'
import type { PushGate } from './push-gate.ts'
import type { SyncContext } from './sync-context.ts'
import { toPushAnswer } from './wire.ts'

/** Answers that say nothing about the rows: the same rows are sent again. */
const passing: readonly string[] = [
  'offline',
  'unexpected-answer',
  'unauthenticated',
  'token-expired',
  'account-disabled',
  'session-ended',
  'invalid-credentials',
  'request-timeout',
  'schema-too-old',
  'server-outdated',
  'too-many-requests',
  'database-unavailable',
  'shutting-down',
  'resync-required',
]
/** Failures of the server itself after which a batch is taken apart to find the row that it stumbles over. */
const STUMBLES = 3

/** What becomes of an answer. */
export type NoteAnswer = typeof noteAnswer

export interface PushOptions {
  readonly gate?: PushGate | undefined
  /** Left out: the rows are settled and go into the log of what was sent. */
  readonly note?: NoteAnswer
  /** Whether the rows are for whatever history the server is in: what goes out first after a restore [L3]. */
  readonly anyHistory?: boolean
  /**
   * Where the school is in another history than the rows are for: resolves to whether they may go out again at once. Left out:
   * they wait until a pull was made there.
   */
  readonly follow?: (refusal: ApiError) => Promise<boolean>
}

/**
 * Sends rows until the server has answered each of them. Resolves to the stored documents of those that differ from what
 * was sent. A row that the server cannot take at all is parked, so that one bad row never holds back the others.
 */
export async function pushRows(
  context: SyncContext,
  collection: CollectionName,
  rows: readonly PushRow[],
  options: PushOptions = {},
): Promise<readonly WireDocument[]> {
  const patience = createPatience(context)
  let stumbles = 0
  for (;;) {
    context.signal.throwIfAborted()
    const body = pushBody(collection, rows)
    if (rows.length > 1 && body.length * 2 > MAX_PUSH_BYTES)
      return inHalves(context, collection, rows, options)
    try {
      const answer = await post(context, collection, body, options)
      await (options.note ?? noteAnswer)(context, collection, rows, answer)
      // An answer that could not be stored is no success: others would be woken to fail in the same way.
      patience.succeeded()
      const ids = new Set(rows.map((row) => row.newDocumentState.id))
      return answer.documents.filter((document) => ids.has(document.id))
    } catch (error) {
      context.signal.throwIfAborted()
      if (error instanceof ApiError && !passing.includes(error.code)) {
        stumbles += 1
        const certain = error.status < 500 || stumbles >= STUMBLES
        if (certain && rows.length > 1) return inHalves(context, collection, rows, options)
        const [row] = rows
        if (certain && row) {
          await parkRow(context, collection, row, error)
          return []
        }
      }
      if (!(await followed(error, options))) await patience.after(error)
    }
  }
}

async function followed(error: unknown, { follow }: PushOptions): Promise<boolean> {
  if (!follow || !(error instanceof ApiError) || error.code !== 'resync-required') return false
  // Where the server does not answer that either, all of it is tried again later.
  return follow(error).catch(() => false)
}

/** The rows as they go out. On the device they stay whole: a row that is parked is given to RxDB as what the server holds. */
export function pushBody(collection: CollectionName, rows: readonly PushRow[]): string {
  return JSON.stringify(rows.map((row) => pushedRow(registry[collection], row)))
}

async function post(
  context: SyncContext,
  collection: CollectionName,
  body: string,
  { gate, anyHistory }: PushOptions,
): Promise<PushAnswer> {
  const { epoch } = context.memory.of(collection)
  const ended = gate?.begin()
  try {
    const answer = toPushAnswer(
      await syncRequest(context, `/sync/v1/${collection}/push`, {
        method: 'POST',
        body,
        headers: {
          'Content-Type': 'application/json',
          ...(epoch === undefined || anyHistory ? {} : { [HEADER.epoch]: epoch }),
        },
      }),
    )
    ended?.('answered')
    return answer
  } catch (error) {
    // In another history the server takes nothing of a push.
    if (error instanceof ApiError && error.code === 'resync-required') ended?.('refused')
    throw error
  } finally {
    ended?.('unanswered')
  }
}

async function inHalves(
  context: SyncContext,
  collection: CollectionName,
  rows: readonly PushRow[],
  options: PushOptions,
): Promise<readonly WireDocument[]> {
  const middle = Math.ceil(rows.length / 2)
  const first = await pushRows(context, collection, rows.slice(0, middle), options)
  return [...first, ...(await pushRows(context, collection, rows.slice(middle), options))]
}
