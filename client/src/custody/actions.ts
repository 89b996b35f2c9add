import type { Condition, Equipment } from '../../../shared/collections/equipment.ts'
import type { Transaction, TransactionType } from '../../../shared/collections/transactions.ts'
import { transactions as ledger } from '../../../shared/collections/transactions.ts'
import { uuidv7 } from '../../../shared/ids.ts'
import { checkTransaction, followsLawfully } from '../../../shared/transitions.ts'
import { validateDocument } from '../../../shared/validate.ts'
import { actor } from '../db/actor.ts'
import { openedDatabase } from '../db/current.ts'
import { NotAllowedError } from '../db/not-allowed.ts'
import { rawDocuments, withoutRaw } from '../db/raw-documents.ts'
import { type Change, saveLocal } from '../db/save-local.ts'
import { typedDocument } from '../db/typed-document.ts'
import { InvalidDocumentError } from '../db/write.ts'
import { giverOf } from './bulk-holdings.ts'
import { moved } from './move.ts'
import { MovedOnError } from './moved-on.ts'
import { repairCustodyUntilDone } from './repair.ts'
import { mayDo } from './rights.ts'
import { type Details, type Holder, type Line, makeTransaction } from './transaction.ts'

/** Things that this device does not know. Nothing was written. */
export class UnknownEquipmentError extends Error {
  override name = 'UnknownEquipmentError'
  readonly ids: readonly string[]

  constructor(ids: readonly string[]) {
    super(`Not on this device: ${ids.join(', ')}.`)
    this.ids = ids
  }
}

/** What was saved: one transaction for each line, in the lines' order. */
export interface CustodyResult {
  readonly transactions: readonly Transaction[]
}

interface Lines {
  readonly lines: readonly Line[]
  readonly note?: string | undefined
}
interface Placed extends Lines {
  readonly locationId?: string | undefined
  readonly condition?: Condition | undefined
}
/**
 * What takes things from whoever has them. For pieces of a bulk thing it is named; where one alone has any, it may be left
 * out.
 */
interface Taken {
  readonly fromHolderId?: string | undefined
}
interface Given extends Lines {
  readonly to: Holder
  readonly dueAt?: string | undefined
  readonly condition?: Condition | undefined
}

/**
 * Each resolves after the local, durable commit: then it is saved, whatever the network does. What the server would refuse
 * by what this device knows is not saved: MovedOnError where it does not follow on the thing's status,
 * InvalidDocumentError where it contradicts itself. `checkIn` and `reportLost` of bulk things throw GiverNeededError where
 * it is not known whose pieces they are.
 */
export const checkOut = (action: Given) => act('check_out', action)
export const checkIn = (action: Placed & Taken) => act('check_in', action)
export const transfer = (action: Given) => act('transfer', action)
export const reportLost = (action: Lines & Taken) => act('report_lost', action)
export const reportFound = (action: Placed) => act('report_found', action)
export const reportDamaged = (action: Lines & { readonly condition?: Condition | undefined }) =>
  act('report_damaged', action)
export const sendToMaintenance = (action: Lines) => act('maintenance_out', action)
export const returnFromMaintenance = (action: Placed) => act('maintenance_in', action)
export const inspect = (action: Lines & { readonly condition: Condition }) => act('inspect', action)
export const retire = (action: Lines) => act('retire', action)
/** `quantity` of the lines is signed: what was counted more or less than expected. */
export const adjust = (action: Lines) => act('adjust', action)

async function act(
  type: TransactionType,
  { lines, ...details }: { readonly lines: readonly Line[] } & Details,
): Promise<CustodyResult> {
  const { userId, role } = actor()
  if (!mayDo(role, type)) throw new NotAllowedError(type)
  const database = await openedDatabase()
  const unique = [...new Map(lines.map((line) => [line.equipmentId, line])).values()]
  const found = await rawDocuments(
    database.collections.equipment,
    unique.map((line) => line.equipmentId),
  )
  const things = new Map<string, Equipment>()
  for (const [id, raw] of found) {
    const thing = raw._deleted ? undefined : typedDocument('equipment', withoutRaw(raw))
    if (thing) things.set(id, thing)
  }
  const unknown = unique.filter((line) => !things.has(line.equipmentId))
  if (unknown.length > 0) throw new UnknownEquipmentError(unknown.map((line) => line.equipmentId))

  const givers = new Map<string, string | undefined>()
  for (const thing of things.values()) givers.set(thing.id, await giverOf(thing, type, details.fromHolderId))

  const written = new Map<string, Transaction>()
  const writer = { actorId: userId, deviceId: database.deviceId }
  const groups = unique.flatMap((line): Change[][] => {
    const thing = things.get(line.equipmentId)
    if (!thing) return []
    const id = uuidv7(database.stamps.now())
    const fromHolderId = givers.get(thing.id)
    const make = (stamp: string, now: number) =>
      makeTransaction(type, id, thing, line, { ...details, fromHolderId }, writer, stamp, now)
    const now = database.stamps.now()
    const probe = make(`${'0'.repeat(13)}-0000-${writer.deviceId}`, now)
    const issues = [...validateDocument(ledger, probe), ...checkTransaction(probe, thing.kind)]
    if (issues.length > 0) throw new InvalidDocumentError(issues)
    if (!followsLawfully(probe, thing, role)) throw new MovedOnError(thing.id, type)
    return [
      [
        // The ledger first: if the device dies between the two, the move is derived from it at the next start.
        {
          collection: 'transactions',
          id,
          apply(_current, stamp, now) {
            const transaction = make(stamp, now)
            written.set(id, transaction)
            return { ...transaction }
          },
        },
        {
          collection: 'equipment',
          id: line.equipmentId,
          apply(current) {
            const transaction = written.get(id)
            const stored = current && typedDocument('equipment', current)
            const after = transaction && stored && moved(stored, transaction, role)
            return after && { ...after }
          },
        },
      ],
    ]
  })
  const { complete } = await saveLocal(database, groups)
  if (!complete) repairCustodyUntilDone(database, role)
  return { transactions: [...written.values()] }
}
