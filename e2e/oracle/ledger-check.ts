import { typed } from '../../shared/collections/definition.ts'
import { type Equipment, equipment } from '../../shared/collections/equipment.ts'
import { type Transaction, transactions } from '../../shared/collections/transactions.ts'
import { bulkChange, custodyAfter, STATUS_FIELDS } from '../../shared/custody.ts'
import { forksOf, heads, isLink } from '../../shared/custody-chain.ts'
import { sameJson } from '../../shared/json.ts'
import { derivedId } from '../../sync-server/sync/file-review.ts'
import type { Evidence } from './evidence.ts'

/** Whether each thing is where its ledger says, each count is the sum of its entries, and each fork has its review. */
export function ledgerDifferences(evidence: Evidence): readonly string[] {
  const chains = new Map<string, Transaction[]>()
  for (const { document } of evidence.of('transactions')) {
    const entry = typed(transactions, document)
    chains.set(entry.equipmentId, [...(chains.get(entry.equipmentId) ?? []), entry])
  }
  return [
    ...(evidence.pendingMoves === 0 ? [] : [`${evidence.pendingMoves} moves wait for their transaction`]),
    ...evidence.of('equipment').flatMap(({ document, deleted }) => {
      if (deleted) return []
      const thing = typed(equipment, document)
      const chain = chains.get(thing.id) ?? []
      return thing.kind === 'bulk'
        ? countDifferences(thing, chain)
        : custodyDifferences(thing, chain, evidence)
    }),
  ]
}

function countDifferences(thing: Equipment, chain: readonly Transaction[]): readonly string[] {
  const counted = { quantity: 0, quantityOut: 0 }
  for (const { type, quantity = 1 } of chain) {
    const { owned, out } = bulkChange(type, quantity)
    counted.quantity += owned
    counted.quantityOut += out
  }
  const { quantity = 0, quantityOut = 0 } = thing
  return sameJson(counted, { quantity, quantityOut })
    ? []
    : [`${thing.id} counts ${quantity}/${quantityOut}, its ledger ${counted.quantity}/${counted.quantityOut}`]
}

function custodyDifferences(thing: Equipment, chain: readonly Transaction[], evidence: Evidence): string[] {
  const differences: string[] = []
  const entry = chain.find(({ id }) => id === thing.custodyId)
  const after = entry && custodyAfter(entry)
  if (after) {
    const wanted: Readonly<Record<string, unknown>> = { ...after }
    for (const field of STATUS_FIELDS)
      if (!sameJson(wanted[field], thing[field]))
        differences.push(`${thing.id} has ${field} ${thing[field]}, its last entry ${wanted[field]}`)
    if (!heads(chain).some(({ id }) => id === entry.id))
      differences.push(`${thing.id} stands at ${entry.id}, which other entries follow`)
  }
  if (
    !entry &&
    thing.custodyId !== undefined &&
    chain.filter(isLink).length > 0 &&
    !hasServerEntry(thing, chain)
  )
    differences.push(`${thing.id} names ${thing.custodyId}, which is in no ledger`)
  for (const fork of forksOf(chain)) {
    const mark = fork.previousId ?? ''
    const review = evidence.find('reviews', derivedId('custody-fork', thing.id, mark))
    const state = fork.joined ? 'resolved' : fork.agreed ? 'settled' : 'open'
    if (!review) differences.push(`${thing.id} forks after ${mark || 'nothing'}, and there is no review`)
    else if (review.document.state !== state && review.document.state !== 'resolved')
      differences.push(
        `${thing.id} forks after ${mark || 'nothing'}: ${review.document.state}, should be ${state}`,
      )
  }
  return differences
}

/** The server's entry in place of a transaction that never came. */
function hasServerEntry({ statusStamp }: Equipment, chain: readonly Transaction[]): boolean {
  return chain.some(({ type, stamp }) => type === 'status_set' && stamp === statusStamp)
}
