import { type AnyDocument, fieldEntries } from '../collections/definition.ts'
import { transactions } from '../collections/transactions.ts'
import { isJsonObject, sameJson } from '../json.ts'
import { normalizeDocument } from '../validate.ts'

/** What of a ledger entry tells when and by what it came, and not what happened. */
const CIRCUMSTANCES = [
  'id',
  'stamp',
  'actorId',
  'deviceId',
  'occurredAt',
  'previousId',
  'previousIds',
  'equipmentId',
]

const TOLD = fieldEntries(transactions)
  .filter(([name, field]) => !field.server && !CIRCUMSTANCES.includes(name))
  .map(([name]) => name)

/** Whether two versions of one ledger entry say that the same happened. The thing may have become part of another meanwhile. */
export function tellSame(one: AnyDocument, other: AnyDocument): boolean {
  const [first, second] = [one, other].map((entry) => normalizeDocument(transactions, entry))
  return TOLD.every((name) => sameJson(first?.[name] ?? null, second?.[name] ?? null))
}

/** The same of what two reviews of refused writes hold. */
export function holdSame(one: unknown, other: unknown): boolean {
  const [first, second] = [entryIn(one), entryIn(other)]
  return first !== undefined && second !== undefined && tellSame(first, second)
}

function entryIn(version: unknown): AnyDocument | undefined {
  return isJsonObject(version) ? { ...version, id: '', stamp: '' } : undefined
}
