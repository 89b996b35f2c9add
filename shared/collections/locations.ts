import { MANAGERS } from '../roles.ts'
import { type DocumentOf, defineCollection } from './definition.ts'
import { boolean, choice, id, jsonObject, text } from './field.ts'
import { readByAll } from './shared-reading.ts'

export const LOCATION_KINDS = ['site', 'building', 'room', 'shelf', 'vehicle', 'field', 'other'] as const

/** Places where equipment is kept, a tree by `parentId`. `coordinates` is `{ latitude, longitude }` in degrees. */
export const locations = defineCollection({
  name: 'locations',
  version: 1,
  fields: {
    name: text().needed,
    parentId: id(),
    kind: choice(LOCATION_KINDS),
    coordinates: jsonObject({ maxLength: 200 }),
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

export type Location = DocumentOf<typeof locations>
