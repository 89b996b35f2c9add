import { openedDatabase } from './current.ts'
import { rawDocuments } from './raw-documents.ts'

/** The thing that this one became part of, since both were the same [S5]; undefined where there is none. */
export async function mergedInto(equipmentId: string): Promise<string | undefined> {
  const { collections } = await openedDatabase()
  const gone = (await rawDocuments(collections.equipment, [equipmentId])).get(equipmentId)
  const survivor = gone?._deleted ? gone.mergedInto : undefined
  return typeof survivor === 'string' && survivor !== '' ? survivor : undefined
}
