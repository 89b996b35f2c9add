import { mayUpdate } from '../../../../shared/access.ts'
import { equipment } from '../../../../shared/collections/equipment.ts'
import { normalizeDocument } from '../../../../shared/validate.ts'
import { actor } from '../../db/actor.ts'
import { openedCatalogue } from '../../db/catalogue.ts'
import { openedDatabase } from '../../db/current.ts'
import { NotAllowedError } from '../../db/not-allowed.ts'
import { type Change, saveLocal } from '../../db/save-local.ts'
import { newTagCodes } from './new-codes.ts'

const AT_ONCE = 100

/**
 * Gives a tag code to each thing that has none. One that got a code meanwhile keeps it.
 *
 * @returns how many got one
 * @throws NotAllowedError, StorageError
 */
export async function assignTagCodes(ids: readonly string[]): Promise<number> {
  if (!mayUpdate(equipment, actor().role, 'catalogue')) throw new NotAllowedError('update')
  const database = await openedDatabase()
  const catalogue = await openedCatalogue()
  const taken = new Set(catalogue.search('').map((thing) => thing.tagCode))
  const codes = newTagCodes(ids.length, (code) => taken.has(code))
  const given = new Set<string>()
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const changes = ids.slice(from, from + AT_ONCE).map(
      (id, index): Change => ({
        collection: 'equipment',
        id,
        apply(current, stamp) {
          given.delete(id)
          const tagCode = codes[from + index]
          if (!current || current.tagCode !== undefined || tagCode === undefined) return undefined
          given.add(id)
          return normalizeDocument(equipment, { ...current, tagCode, stamp })
        },
      }),
    )
    await saveLocal(database, [changes])
  }
  return given.size
}
