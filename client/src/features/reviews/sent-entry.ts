import type { Review } from '../../../../shared/collections/reviews.ts'
import { TRANSACTION_TYPES, type TransactionType } from '../../../../shared/collections/transactions.ts'
import { isJsonObject, type JsonObject } from '../../../../shared/json.ts'

/** The ledger entry that a device sent, as a review keeps it: only what is there, whatever its form. */
export interface SentEntry {
  readonly type: TransactionType
  readonly equipmentId: string | undefined
  /** All of it, for what has no place of its own. */
  readonly document: JsonObject
}

/** The device's version where it is a ledger entry and not a version of the document itself. */
export function sentEntry({ device }: Pick<Review, 'device'>): SentEntry | undefined {
  if (!isJsonObject(device)) return undefined
  const type = TRANSACTION_TYPES.find((one) => one === device.type)
  if (type === undefined || !('equipmentId' in device)) return undefined
  const { equipmentId } = device
  return { type, equipmentId: typeof equipmentId === 'string' ? equipmentId : undefined, document: device }
}
