import type { TransactionType } from '../../../shared/collections/transactions.ts'

/** The thing stands otherwise than whoever asked has seen it: its status takes no such transaction. Nothing was written. */
export class MovedOnError extends Error {
  override name = 'MovedOnError'
  readonly equipmentId: string

  constructor(equipmentId: string, type: TransactionType) {
    super(`${equipmentId} takes no ${type} as it stands now.`)
    this.equipmentId = equipmentId
  }
}
