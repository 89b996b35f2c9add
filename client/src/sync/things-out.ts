import type { LocalDatabase } from '../db/local-database.ts'
import { type RawPage, rawPage } from '../db/raw-documents.ts'

const PAGE = 500

/** Ids of the things that are with somebody, in maintenance or lost: their history stays on the device [D7]. */
export async function thingsOut(database: LocalDatabase): Promise<ReadonlySet<string>> {
  const out = new Set<string>()
  let after: string | undefined = ''
  while (after !== undefined) {
    const page: RawPage = await rawPage(database.collections.equipment, after, PAGE)
    for (const thing of page.documents) {
      const away = thing.status !== 'available' && thing.status !== 'retired'
      const some = typeof thing.quantityOut === 'number' && thing.quantityOut > 0
      if (away || some) out.add(thing.id)
    }
    after = page.next
  }
  return out
}
