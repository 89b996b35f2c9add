import { MANAGERS } from '../roles.ts'
import { type DocumentOf, defineCollection } from './definition.ts'
import { boolean, choice, ids, jsonValue, text, textsByKey } from './field.ts'
import { readByManagers } from './shared-reading.ts'

/** Who can hold equipment: the smallest record that serves. `holds` are what stops the next sport until it is settled. */
export const people = defineCollection({
  name: 'people',
  version: 1,
  fields: {
    name: text({ indexed: true }).needed,
    jerseyNumber: text({ maxLength: 20 }),
    sizes: textsByKey({ maxLength: 50, maxItems: 50 }),
    badgeCode: text({ maxLength: 500, indexed: true }),
    teamIds: ids({ maxItems: 50 }),
    kind: choice(['athlete', 'staff', 'other']).needed,
    active: boolean().needed,
    holds: jsonValue({ maxLength: 5_000 }),
    pendingDeletion: boolean({ group: 'server', server: true, since: 1 }),
  },
  groups: { catalogue: { policy: 'server-wins' } },
  access: {
    read: {
      ...readByManagers,
      USER: [{ fields: ['id'], subject: 'personId' }],
      COACH: [{ fields: ['teamIds'], subject: 'teamIds' }],
      STATION: [{ fields: ['teamIds'], subject: 'teamIds' }],
    },
    hidden: { COACH: ['holds'], STATION: ['holds'] },
    create: MANAGERS,
    update: { catalogue: MANAGERS },
    remove: MANAGERS,
    askRemoval: [],
  },
  indexes: [['badgeCode'], ['name']],
})

export type Person = DocumentOf<typeof people>
