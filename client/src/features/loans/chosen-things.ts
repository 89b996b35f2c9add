import type { Equipment } from '../../../../shared/collections/equipment.ts'

/** Pieces of a counted thing, or the one thing, that a school has in its room and may lend. */
export function lendableCount(thing: Equipment | undefined): number {
  if (!thing || thing.loan !== undefined || thing.pendingDeletion) return 0
  if (thing.kind === 'bulk') return Math.max(0, (thing.quantity ?? 0) - (thing.quantityOut ?? 0))
  return thing.status === 'available' ? 1 : 0
}

/** What is lent of the chosen things: nothing that is not in the room, and of a counted thing at least one. */
export function linesOf(
  things: readonly Equipment[],
  counts: Readonly<Record<string, string>>,
): readonly { readonly equipmentId: string; readonly quantity: number }[] {
  return things.flatMap((thing) => {
    const most = lendableCount(thing)
    if (most === 0) return []
    const wanted = thing.kind === 'bulk' ? Number(counts[thing.id] ?? '1') : 1
    if (!Number.isSafeInteger(wanted) || wanted < 1) return []
    return [{ equipmentId: thing.id, quantity: Math.min(wanted, most) }]
  })
}
