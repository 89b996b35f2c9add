import type { Equipment } from '../../../../../shared/collections/equipment.ts'
import { openedCatalogue } from '../../../db/catalogue.ts'

/** The things with a serial, the one stored first before the others, as far as they are known here. */
export async function withSerial(serial: string): Promise<readonly Equipment[]> {
  const found = (await openedCatalogue()).search(serial, { kind: 'serialized' })
  return found
    .filter((thing) => thing.serial === serial)
    .toSorted((a, b) => (`${a.createdAt} ${a.id}` < `${b.createdAt} ${b.id}` ? -1 : 1))
}
