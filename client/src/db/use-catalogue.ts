import type { Equipment, EquipmentStatus } from '../../../shared/collections/equipment.ts'
import { type Catalogue, catalogueOf, openedCatalogue } from './catalogue.ts'
import { localDatabase } from './current.ts'

const nothing: readonly Equipment[] = []
const none: Record<EquipmentStatus, number> = {
  available: 0,
  checked_out: 0,
  in_maintenance: 0,
  lost: 0,
  retired: 0,
}

/** The catalogue of whoever is signed in; empty while the local database opens. */
export function useCatalogue(): Catalogue {
  const current = () => {
    const database = localDatabase()
    return database && catalogueOf(database)
  }
  return {
    loaded: () => current()?.loaded() ?? false,
    size: () => current()?.size() ?? 0,
    search: (text, filters) => current()?.search(text, filters) ?? nothing,
    get: (id) => current()?.get(id),
    tagged: (code) => current()?.tagged(code) ?? nothing,
    countByStatus: () => current()?.countByStatus() ?? none,
    byTag: async (code) => (await openedCatalogue()).byTag(code),
    allByTag: async (code) => (await openedCatalogue()).allByTag(code),
  }
}
