import { type Deed, doIt } from './deeds.ts'
import { type LocalWrite, witnessed } from './watched-writes.ts'

declare global {
  interface Window {
    /** What a test offers that keeps a record of what is saved; each is answered before the page goes on. */
    writesBegun(deed: string, writes: readonly LocalWrite[]): Promise<void>
    writesUndone(deed: string, collection: string, ids: readonly string[]): Promise<void>
    deedSaved(deed: string): Promise<void>
  }
}

/** What a person is told instead of "saved": nothing of the deed was stored. */
const REFUSALS = [
  'NotAllowedError',
  'MovedOnError',
  'InvalidDocumentError',
  'RecordGoneError',
  'UnknownEquipmentError',
  'GiverNeededError',
]

export interface NamedDeed {
  readonly name: string
  readonly deed: Deed
}

/**
 * Does deeds, given as JSON, one after the other. Resolves to what was said of each: 'saved', or the name of the refusal.
 */
export async function doWitnessed(json: string): Promise<readonly string[]> {
  const deeds: readonly NamedDeed[] = JSON.parse(json)
  const said: string[] = []
  for (const { name, deed } of deeds) {
    const witness = {
      begun: (writes: readonly LocalWrite[]) => window.writesBegun(name, writes),
      undone: (collection: string, ids: readonly string[]) => window.writesUndone(name, collection, ids),
    }
    try {
      await witnessed(witness, () => doIt(deed))
      await window.deedSaved(name)
      said.push('saved')
    } catch (error) {
      if (!(error instanceof Error) || !REFUSALS.includes(error.name)) throw error
      said.push(error.name)
    }
  }
  return said
}
