import type { Json } from '../../shared/json.ts'

/** What of an entry tells where it leaves its thing, as it lies in the ledger or in a review. */
type Entry = Readonly<Record<string, unknown>>

/** Where an entry leaves its thing, by SPEC.md: written down here once more on purpose. */
const STATUS_AFTER = new Map([
  ['check_out', 'checked_out'],
  ['transfer', 'checked_out'],
  ['check_in', 'available'],
  ['report_found', 'available'],
  ['maintenance_in', 'available'],
  ['maintenance_out', 'in_maintenance'],
  ['report_lost', 'lost'],
  ['retire', 'retired'],
])
const WITH_RECEIVER = ['checked_out', 'in_maintenance']

/** Status and holder, null for none; undefined: it moves nothing. */
export interface Whereabouts {
  readonly status: Json
  readonly holderId: Json
}

export function whereaboutsAfter({ type, fromHolderId, toHolderId }: Entry): Whereabouts | undefined {
  const status = STATUS_AFTER.get(String(type))
  if (status === undefined) return undefined
  const holder = status === 'lost' ? fromHolderId : WITH_RECEIVER.includes(status) ? toHolderId : undefined
  return { status, holderId: typeof holder === 'string' ? holder : null }
}

/** How many more of a counted thing are owned, and out, after an entry. */
const COUNTS_AFTER = new Map([
  ['check_out', [0, 1]],
  ['maintenance_out', [0, 1]],
  ['check_in', [0, -1]],
  ['maintenance_in', [0, -1]],
  ['report_found', [1, 0]],
  ['report_lost', [-1, -1]],
  ['retire', [-1, 0]],
  ['adjust', [1, 0]],
])

/** `[owned, out]` of all of these together. */
export function countsAfter(entries: readonly Entry[]): readonly [owned: number, out: number] {
  return entries.reduce<readonly [number, number]>(
    ([owned, out], { type, quantity }) => {
      const [more = 0, away = 0] = COUNTS_AFTER.get(String(type)) ?? []
      const count = typeof quantity === 'number' ? quantity : 1
      return [owned + more * count, out + away * count]
    },
    [0, 0],
  )
}
