import type { Definition } from '../../shared/collections/definition.ts'
import { isUuid } from '../../shared/ids.ts'
import type { Behaviour } from '../sync/push-context.ts'
import type { CustodyCollections } from './collections.ts'
import { holdsThings } from './held.ts'

/** Who, or what place, has things out is deleted by a manager who sees that, and by nobody in passing. */
export function holderBehaviour(collections: CustodyCollections, definition: Definition): Behaviour {
  return {
    definition,
    needs({ newDocumentState: { id, _deleted: deleted } }, needs) {
      if (deleted === true && isUuid(id)) needs.held.add(id)
    },
    admit: (_unit, { sent }) => ({ sent }),
    inUse: (unit, id) => holdsThings(unit, collections, id),
    stored() {},
    refused() {},
  }
}
