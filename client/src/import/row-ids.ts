import { uuidv7 } from '../../../shared/ids.ts'

/** What makes the ids of an import: the same for as long as it lives, so that a repeated batch names the same records. */
export interface ImportSeed {
  /** Time in ms since 1970 at which the import was prepared. */
  readonly at: number
  /** Six random bytes. */
  readonly random: readonly number[]
}

export function newSeed(now: number = Date.now()): ImportSeed {
  return { at: now, random: [...crypto.getRandomValues(new Uint8Array(6))] }
}

/** Names come before rows, so that ids rise in the order in which things are written. */
const FIRST_ROW = 2 ** 20
const IDS_OF_A_ROW = 4

export function nameId(seed: ImportSeed, number: number): string {
  return planned(seed, number)
}

export function rowId(seed: ImportSeed, row: number): string {
  return planned(seed, FIRST_ROW + row * IDS_OF_A_ROW)
}

/** The ledger's entry that follows on a row. */
export function entryId(seed: ImportSeed, row: number): string {
  return planned(seed, FIRST_ROW + row * IDS_OF_A_ROW + 1)
}

/** The ledger's entry that takes the other back when the import is undone. */
export function undoEntryId(seed: ImportSeed, row: number): string {
  return planned(seed, FIRST_ROW + row * IDS_OF_A_ROW + 2)
}

/** A UUIDv7 whose random part ends in the number. */
function planned(seed: ImportSeed, number: number): string {
  const random = new Uint8Array(10)
  random.set(seed.random.slice(0, 6))
  new DataView(random.buffer).setUint32(6, number)
  return uuidv7(seed.at, random)
}
