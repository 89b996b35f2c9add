import type { AnyDocument } from '../../../../../shared/collections/definition.ts'
import type { CollectionName } from '../../../../../shared/registry.ts'
import { createLookup } from '../../../db/query.ts'
import { useCatalogue } from '../../../db/use-catalogue.ts'

/** Documents that somebody can change, as they are on this device now. Live. */
export function createCurrent(): (collection: CollectionName, id: string) => AnyDocument | undefined {
  const catalogue = useCatalogue()
  const lookups = {
    people: createLookup('people'),
    teams: createLookup('teams'),
    locations: createLookup('locations'),
    categories: createLookup('categories'),
  }
  return (collection, id) => {
    switch (collection) {
      case 'equipment': {
        const thing = catalogue.get(id)
        return thing && { ...thing }
      }
      case 'people':
      case 'teams':
      case 'locations':
      case 'categories':
        return lookups[collection](id)
      default:
        return undefined
    }
  }
}
