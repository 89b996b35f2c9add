import { typed } from '../../shared/collections/definition.ts'
import { type Equipment, equipment } from '../../shared/collections/equipment.ts'
import { type Review, reviews } from '../../shared/collections/reviews.ts'
import { type Transaction, transactions } from '../../shared/collections/transactions.ts'
import { bulkChange, custodyAfter, STATUS_FIELDS } from '../../shared/custody.ts'
import { forksOf, heads, isLink } from '../../shared/custody-chain.ts'
import { isJsonObject, sameJson } from '../../shared/json.ts'
import { derivedId } from '../../sync-server/sync/file-review.ts'
import { entriesTakenBack } from './decided-reviews.ts'
import type { Evidence } from './evidence.ts'

/**
 * Whether each thing is where its ledger says, each count is the sum of its entries, and each fork has its review.
 * @param isQuiet whether nothing waits for a transaction any more
 */
export function ledgerDifferences(evidence: Evidence, isQuiet: boolean): readonly string[] {
  const chains = new Map<string, Transaction[]>()
  for (const { document } of evidence.of('transactions')) {
    const entry = typed(transactions, document)
    chains.set(entry.equipmentId, [...(chains.get(entry.equipmentId) ?? []), entry])
  }
  return [
    ...(evidence.pendingMoves === 0 || !isQuiet
      ? []
      : [`${evidence.pendingMoves} moves wait for their transaction`]),
    ...evidence.of('equipment').flatMap(({ document, deleted }) => {
      if (deleted) return []
      const thing = typed(equipment, document)
      const chain = chains.get(thing.id) ?? []
      return thing.kind === 'bulk'
        ? countDifferences(thing, chain)
        : custodyDifferences(thing, chain, evidence, isQuiet)
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

function custodyDifferences(
  thing: Equipment,
  chain: readonly Transaction[],
  evidence: Evidence,
  isQuiet: boolean,
): string[] {
  const differences: string[] = []
  const entry = chain.find(({ id }) => id === thing.custodyId)
  const after = entry && custodyAfter(entry)
  if (after) {
    const wanted: Readonly<Record<string, unknown>> = { ...after }
    for (const field of STATUS_FIELDS)
      if (!sameJson(wanted[field], thing[field]))
        differences.push(`${thing.id} has ${field} ${thing[field]}, its last entry ${wanted[field]}`)
    if (!heads(chain).some(({ id }) => id === entry.id))
      differences.push(
        `${thing.id} stands at ${entry.id}, which other entries follow`,
        ...chain.map(
          ({ id, type, stamp, previousId }) => `  ${id} ${type} ${stamp} after ${previousId ?? 'nothing'}`,
        ),
      )
  }
  if (
    isQuiet &&
    !entry &&
    thing.custodyId !== undefined &&
    chain.filter(isLink).length > 0 &&
    !hasServerEntry(thing, chain)
  )
    differences.push(`${thing.id} names ${thing.custodyId}, which is in no ledger`)
  for (const fork of forksOf(withoutTakenBack(thing, chain, evidence))) {
    const mark = fork.previousId ?? ''
    const review = evidence.find('reviews', derivedId('custody-fork', thing.id, mark))
    const state = fork.joined ? 'resolved' : fork.agreed ? 'settled' : 'open'
    if (!review) differences.push(`${thing.id} forks after ${mark || 'nothing'}, and there is no review`)
    else if (review.document.state !== state && !isLeftAsItIs(typed(reviews, review.document)))
      differences.push(
        `${thing.id} forks after ${mark || 'nothing'}: ${review.document.state}, should be ${state}`,
        ...chainInWords(chain, typed(reviews, review.document)),
      )
  }
  return differences
}

/** What a decision joined and an undo took back joins nothing any more. */
function withoutTakenBack(thing: Equipment, chain: readonly Transaction[], evidence: Evidence) {
  const names = [...evidence.of('equipment')].flatMap(({ document }) =>
    evidence.names('equipment', document.id).includes(thing.id) ? [document.id] : [],
  )
  const gone = entriesTakenBack(
    evidence.decided.filter(
      ({ review }) => review.kind === 'custody-fork' && names.includes(review.documentId),
    ),
  )
  return chain.filter(({ id, previousIds = [] }) => !(gone.has(id) && previousIds.length > 0))
}

/** What a fork's failure is to be understood by: its entries, and what was decided on it. */
function chainInWords(
  chain: readonly Transaction[],
  { version, decisions, effects }: Review,
): readonly string[] {
  return [
    ...chain
      .toSorted((a, b) => (a.stamp < b.stamp ? -1 : 1))
      .map(({ id, type, stamp, previousId = 'nothing', previousIds = [] }) =>
        previousIds.length > 0
          ? `  ${id} ${type} ${stamp} joins ${previousIds.join(', ')}`
          : `  ${id} ${type} ${stamp} after ${previousId}`,
      ),
    `  its review, at version ${version}: ${JSON.stringify(decisions ?? [])}, effects ${JSON.stringify(effects ?? {})}`,
  ]
}

/** A fork of which a manager said that it is none, until somebody else comes to it. */
function isLeftAsItIs({ state, resolution }: Review): boolean {
  return state === 'resolved' && isJsonObject(resolution) && resolution.action === 'reject'
}

/** The server's entry in place of a transaction that never came. */
function hasServerEntry({ statusStamp }: Equipment, chain: readonly Transaction[]): boolean {
  return chain.some(({ type, stamp }) => type === 'status_set' && stamp === statusStamp)
}
