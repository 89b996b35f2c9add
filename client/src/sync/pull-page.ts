import { maxStamp } from '../../../shared/clock.ts'
import type { Definition, WireDocument } from '../../../shared/collections/definition.ts'
import type { Checkpoint, PullAnswer } from '../../../shared/protocol.ts'
import type { CollectionName } from '../../../shared/registry.ts'
import { syncRequest } from './attempt.ts'
import type { SyncContext } from './sync-context.ts'
import { toPullAnswer } from './wire.ts'

export interface PulledPage {
  readonly documents: readonly WireDocument[]
  readonly checkpoint: Checkpoint
  /** Whether the server has nothing after this page. */
  readonly end: boolean
}

/** One page as a server gives it: up to `limit` documents after a checkpoint; from the beginning without one. */
export type AskPage = (checkpoint: Checkpoint | undefined, limit: number) => Promise<PullAnswer>

/**
 * Asks on until there are `limit` documents or the server has no more: a page of the server may be shorter than asked for,
 * and RxDB takes a short page for the end [L1]. `stays` leaves out what is not kept on a device [D7]; the last document
 * always stays, because RxDB keeps no checkpoint of a page without documents.
 */
export async function readPage(
  ask: AskPage,
  from: Checkpoint | undefined,
  limit: number,
  stays: (document: WireDocument) => boolean,
): Promise<PulledPage> {
  const documents: WireDocument[] = []
  let checkpoint = from
  for (;;) {
    const answer = await ask(checkpoint, limit - documents.length)
    const last = answer.documents.at(-1)
    checkpoint = answer.checkpoint
    if (!last) return { documents, checkpoint, end: true }
    documents.push(...answer.documents.filter((document) => document === last || stays(document)))
    if (documents.length >= limit) return { documents, checkpoint, end: false }
  }
}

/** Asks the server for its next page of a collection. */
export function askServer(context: SyncContext, collection: CollectionName): AskPage {
  return (checkpoint, limit) => {
    const query = new URLSearchParams({ limit: String(limit) })
    if (checkpoint) {
      query.set('epoch', checkpoint.epoch)
      query.set('seq', String(checkpoint.seq))
      query.set('access', checkpoint.access)
    }
    return context.pulls(async () =>
      toPullAnswer(await syncRequest(context, `/sync/v1/${collection}/pull?${query.toString()}`)),
    )
  }
}

/** The latest stamp among documents; '' where there is none. */
export function latestStamp(documents: readonly { readonly stamp: string }[]): string {
  return documents.reduce((latest, { stamp }) => maxStamp(latest, stamp), '')
}

export type LeavingDefinition = Definition & {
  readonly leavesDevice: NonNullable<Definition['leavesDevice']>
}

export function leaves(definition: Definition): definition is LeavingDefinition {
  return definition.leavesDevice !== undefined
}

/**
 * Whether a device keeps a document: always, but for one that is older than its collection's days and whose thing is known
 * to be in [D7].
 */
export function staysOnDevice(
  definition: Definition,
  document: Readonly<Record<string, unknown>>,
  now: number,
  inside: ReadonlySet<string>,
): boolean {
  const rule = definition.leavesDevice
  if (!rule || document._deleted === true) return true
  const time = document[rule.timeField]
  if (typeof time !== 'string' || Date.parse(time) > now - rule.days * 24 * 3_600_000) return true
  const thing = document[rule.unless]
  return typeof thing !== 'string' || !inside.has(thing)
}
