import type { LocalDatabase } from '../db/local-database.ts'
import { type RawPage, rawPage } from '../db/raw-documents.ts'
import { openDisputes } from './open-disputes.ts'

const PAGE = 500

/**
 * Ids of the things that are known to be in, or retired: their old history leaves the device [D7]. A thing that has not
 * arrived yet is not among them, so that a first sync leaves out no history of what is out; nor is one of which it is open who
 * has it, which is decided by that history.
 */
export async function thingsIn(database: LocalDatabase): Promise<ReadonlySet<string>> {
  const inside = new Set<string>()
  let after: string | undefined = ''
  while (after !== undefined) {
    const page: RawPage = await rawPage(database.collections.equipment, after, PAGE)
    for (const thing of page.documents) {
      const away = thing.status !== 'available' && thing.status !== 'retired'
      const some = typeof thing.quantityOut === 'number' && thing.quantityOut > 0
      if (!away && !some) inside.add(thing.id)
    }
    after = page.next
  }
  for (const { documentId } of await openDisputes(database)) inside.delete(documentId)
  return inside
}
