import { MANAGERS } from '../roles.ts'
import { type DocumentOf, defineCollection } from './definition.ts'
import { id, text, valuesByKey } from './field.ts'
import { readByAll } from './shared-reading.ts'

export const categories = defineCollection({
  name: 'categories',
  version: 0,
  fields: {
    name: text().needed,
    parentId: id(),
    defaults: valuesByKey({ maxLength: 500 }),
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
