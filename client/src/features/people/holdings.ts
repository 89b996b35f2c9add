import { type Accessor, createMemo } from 'solid-js'
import { useCatalogue } from '../../db/use-catalogue.ts'
import { now } from '../../things/now.ts'
import { isOverdue } from '../../things/status-look.ts'
import type { Holding } from './find-people.ts'

/** What everybody has now, counted over the catalogue in one pass. What was lost is still theirs. */
export function createHoldings(): Accessor<ReadonlyMap<string, Holding>> {
  const catalogue = useCatalogue()
  return createMemo(() => {
    const counted = new Map<string, { count: number; overdue: number }>()
    for (const thing of catalogue.search('')) {
      if (thing.holderId === undefined) continue
      const holding = counted.get(thing.holderId) ?? { count: 0, overdue: 0 }
      holding.count += 1
      if (isOverdue(thing, now())) holding.overdue += 1
      counted.set(thing.holderId, holding)
    }
    return counted
  })
}
