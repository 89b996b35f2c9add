/** Of a counted thing: how many there are, and how many of them are out. */
export const COUNTS = ['quantity', 'quantityOut'] as const

/** The fields that the ledger moves: what a decision changed of them is undone by an entry, never by setting them. */
const MOVED: readonly string[] = ['status', 'holderId', 'locationId', 'dueAt', 'custodyId', ...COUNTS]

export function isMoved(field: string): boolean {
  return MOVED.includes(field)
}

export function isCount(field: string): boolean {
  return COUNTS.some((count) => count === field)
}
