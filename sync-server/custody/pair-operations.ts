import type { AnyDocument } from '../../shared/collections/definition.ts'
import type { TransactionType } from '../../shared/collections/transactions.ts'
import { custodyAfter } from '../../shared/custody.ts'
import { uuidv7 } from '../../shared/ids.ts'
import type { PushAnswer, PushRow } from '../../shared/protocol.ts'
import type { CollectionName } from '../../shared/registry.ts'
import { entry, type TestDevice } from '../sync/test-school.ts'

/** What one device does to a thing that it knows as `base`, while the other is away. */
export type PairOperation =
  | 'name'
  | 'size'
  | 'cond'
  | 'note'
  | 'tag'
  | 'stat'
  | 'out'
  | 'back'
  | 'pass'
  | 'lost'
  | 'ret'
  | 'del'
  | 'ask'
  | 'make'

export type Side = 'A' | 'B'

/** Whom a side gives the thing to, and the words by which it is told from the other. */
export interface SideWords {
  readonly side: Side
  readonly holderId: string
  readonly condition: 'fair' | 'poor'
}

/** A row that a device pushes, and in which collection. */
export interface PairRow {
  readonly collection: CollectionName
  readonly row: PushRow
}

const MOVES: Partial<Record<PairOperation, TransactionType>> = {
  out: 'check_out',
  back: 'check_in',
  pass: 'transfer',
  lost: 'report_lost',
  ret: 'retire',
}

/** The rows of an operation, in the order in which a device sends them: the ledger before the thing. */
export function rowsOf(
  operation: PairOperation,
  device: TestDevice,
  base: AnyDocument,
  words: SideWords,
): readonly PairRow[] {
  const type = MOVES[operation]
  if (type) return moveRows(type, device, base, words)
  const stamp = device.stamp()
  const changed = (fields: Readonly<Record<string, unknown>>): readonly PairRow[] => [
    {
      collection: 'equipment',
      row: { assumedMasterState: base, newDocumentState: { ...base, ...fields, id: base.id, stamp } },
    },
  ]
  const { side, condition } = words
  switch (operation) {
    case 'name':
      return changed({ name: side })
    case 'size':
      return changed({ size: side })
    case 'cond':
      return changed({ condition, conditionStamp: stamp })
    case 'note':
      return changed({ notes: `${base.notes} (${side})` })
    case 'tag':
      return changed({ tags: [side, ...(Array.isArray(base.tags) ? base.tags : [])] })
    case 'stat':
      return changed({ status: 'in_maintenance', holderId: undefined, statusStamp: stamp })
    case 'make': {
      const { name, tagCode } = base
      const again = {
        id: uuidv7(),
        stamp,
        kind: 'serialized',
        status: 'available',
        name,
        tagCode,
        model: side,
      }
      return [{ collection: 'equipment', row: { newDocumentState: again } }]
    }
    default:
      return changed({ _deleted: true })
  }
}

function moveRows(
  type: TransactionType,
  device: TestDevice,
  base: AnyDocument,
  { holderId }: SideWords,
): readonly PairRow[] {
  const transaction = entry(device, type, base.id, {
    ...(type === 'check_out' || type === 'transfer' ? { toHolderId: holderId } : {}),
    ...(base.holderId === undefined ? {} : { fromHolderId: base.holderId }),
    ...(base.custodyId === undefined ? {} : { previousId: base.custodyId }),
  })
  const { id, stamp, toHolderId, fromHolderId } = transaction
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
  const to = text(toHolderId)
  const from = text(fromHolderId)
  const after = custodyAfter({
    id,
    stamp,
    type,
    ...(to === undefined ? {} : { toHolderId: to }),
    ...(from === undefined ? {} : { fromHolderId: from }),
  })
  const { holderId: _holder, ...unheld } = base
  return [
    { collection: 'transactions', row: { newDocumentState: transaction } },
    {
      collection: 'equipment',
      row: { assumedMasterState: base, newDocumentState: { ...unheld, ...after, id: base.id, stamp } },
    },
  ]
}

/** The same rows from a device that does not know any more what it had from the server. */
export function withoutBase(rows: readonly PairRow[]): readonly PairRow[] {
  return rows.map(({ collection, row: { newDocumentState } }) => ({ collection, row: { newDocumentState } }))
}

/** Pushes them one after the other. Returns what the device is told, in one word. */
export async function pushPair(device: TestDevice, rows: readonly PairRow[]): Promise<string> {
  let told = '-'
  for (const { collection, row } of rows) {
    const answer: PushAnswer = await device.push(collection, [row])
    const [rejection] = answer.rejected
    if (rejection) told = rejection.code
    else if (told === '-') told = toldBy(answer, row)
  }
  return told
}

function toldBy({ documents }: PushAnswer, row: PushRow): string {
  const [document] = documents
  if (!document) return '-'
  if (document.id !== row.newDocumentState.id) return 'something else'
  if (document.mergedInto !== undefined) return 'alias'
  return document._deleted ? 'dead' : 'now'
}
