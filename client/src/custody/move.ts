import { mayUpdate } from '../../../shared/access.ts'
import { maxStamp } from '../../../shared/clock.ts'
import { type Equipment, equipment as equipmentDefinition } from '../../../shared/collections/equipment.ts'
import type { Transaction } from '../../../shared/collections/transactions.ts'
import { custodyAfter, withCustody } from '../../../shared/custody.ts'
import type { Role } from '../../../shared/roles.ts'

/**
 * A thing as a transaction leaves it on this device, with the transaction's stamp [S1]; undefined where it moves nothing
 * here: a bulk thing's counts are the server's, and a thing that a later entry moved stays where it is.
 */
export function moved(equipment: Equipment, transaction: Transaction, role: Role): Equipment | undefined {
  if (equipment.kind === 'bulk') return undefined
  const custody = custodyAfter(transaction)
  const later = custody !== undefined && (equipment.statusStamp ?? '') < transaction.stamp
  const assessed =
    transaction.condition !== undefined &&
    (equipment.conditionStamp ?? '') < transaction.stamp &&
    mayUpdate(equipmentDefinition, role, 'condition')
  if (!later && !assessed) return undefined
  return {
    ...(later ? withCustody(equipment, custody) : equipment),
    ...(assessed ? { condition: transaction.condition, conditionStamp: transaction.stamp } : {}),
    stamp: maxStamp(equipment.stamp, transaction.stamp),
  }
}
