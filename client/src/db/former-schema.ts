import { collectionNames } from '../../../shared/registry.ts'
import { deleteDocuments, formerDocuments } from './document-databases.ts'
import { enteredKey } from './enter-schema.ts'
import { exclusively } from './exclusively.ts'
import type { LocalDatabase } from './local-database.ts'
import { readingKey } from './reading-key.ts'
import { takeFormerRows } from './take-former-rows.ts'
import { takenKeys } from './taken-key.ts'

/** Takes over what former versions stored and nobody sent; resolves to how many rows that were. */
export function takeOver(database: LocalDatabase): Promise<number> {
  return oneAtATime(database, () => takeFormerRows(database))
}

/** Takes over whatever is left of former versions, of which no tab is open any more, and deletes their documents. */
export function endFormerSchemas(database: LocalDatabase): Promise<number> {
  const { name, side } = database
  return oneAtATime(database, async () => {
    const formers = await formerDocuments(name)
    if (formers.length === 0) return 0
    const taken = await takeFormerRows(database, true)
    for (const former of formers) {
      await deleteDocuments(name, former.mark)
      await side.write(['state'], (store) => {
        for (const collection of collectionNames) store('state').delete(readingKey(former.mark, collection))
        store('state').delete(enteredKey(former))
      })
    }
    await side.write(['state'], (store) => void store('state').delete(takenKeys()))
    return taken
  })
}

/** Whoever lost the lead may not have noticed it yet. */
function oneAtATime<T>({ name }: LocalDatabase, work: () => Promise<T>): Promise<T> {
  return exclusively(`etrax-former-${name}`, work)
}
