import type { TransactionType } from '../../../../shared/collections/transactions.ts'
import { findDocuments } from '../../db/query.ts'
import type { Deed, Line } from './line.ts'

/** The ledger's word for each deed. */
export const typeOfDeed: Record<Deed, TransactionType> = {
  issued: 'check_out',
  returned: 'check_in',
  moved: 'transfer',
  found: 'report_found',
}

/** Whether what a line wanted stands in the ledger after all: the page ended between the commit and the list. */
export async function stoodInLedger(line: Line): Promise<boolean> {
  if (line.equipmentId === undefined || line.savingSince === undefined || line.state.kind === 'refused')
    return false
  const type = typeOfDeed[line.state.deed]
  const since = new Date(line.savingSince).toISOString()
  const entries = await findDocuments('transactions', {
    selector: { equipmentId: line.equipmentId, occurredAt: { $gte: since } },
  })
  return entries.some((entry) => entry.type === type && entry.toHolderId === line.to?.id)
}
