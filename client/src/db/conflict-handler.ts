import type { RxConflictHandler, WithDeleted } from 'rxdb/plugins/core'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { sameJson } from '../../../shared/json.ts'

const internal = new Set(['_meta', '_rev', '_attachments'])

function contents(document: object): Record<string, unknown> {
  const fields = Object.entries(document).filter(([name]) => !internal.has(name) && name !== '_deleted')
  return Object.fromEntries(fields)
}

type State = { readonly _deleted?: boolean; readonly [field: string]: unknown }

/**
 * Whether two states of a document say the same, the deletion mark included. Every field is compared: a local edit always
 * has a new stamp, and what the server sets (createdAt, quantity, pendingDeletion) must come through to the device.
 */
export function sameDocument(a: State, b: State): boolean {
  return Boolean(a._deleted) === Boolean(b._deleted) && sameJson(contents(a), contents(b))
}

/**
 * The server has merged already and what lost is in a review: a device always takes the stored document. Then the state
 * that is kept equals the stored one, so nothing loops.
 */
export const conflictHandler: RxConflictHandler<AnyDocument> = {
  isEqual: (a: WithDeleted<AnyDocument>, b: WithDeleted<AnyDocument>) => sameDocument(a, b),
  resolve: async (input) => input.realMasterState,
}
