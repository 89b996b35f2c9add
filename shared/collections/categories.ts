import { MANAGERS } from '../roles.ts'
import { type DocumentOf, defineCollection } from './definition.ts'
import { boolean, id, text, valuesByKey } from './field.ts'
import { readByAll } from './shared-reading.ts'

export const categories = defineCollection({
  name: 'categories',
  version: 1,
  fields: {
    name: text().needed,
    parentId: id(),
    defaults: valuesByKey({ maxLength: 500 }),
    pendingDeletion: boolean({ group: 'server', server: true, since: 1 }),
  },
  groups: { catalogue: { policy: 'server-wins' } },
  access: {
    read: readByAll,
    create: MANAGERS,
    update: { catalogue: MANAGERS },
    remove: MANAGERS,
    askRemoval: [],
  },
  indexes: [],
})

export type Category = DocumentOf<typeof categories>
