import { MANAGERS } from '../roles.ts'
import { type DocumentOf, defineCollection } from './definition.ts'
import { boolean, ids, text } from './field.ts'
import { readByAll } from './shared-reading.ts'

/** A sport at a level in a season. `coachIds` are users. */
export const teams = defineCollection({
  name: 'teams',
  version: 1,
  fields: {
    name: text().needed,
    sport: text({ maxLength: 100 }),
    level: text({ maxLength: 100 }),
    season: text({ maxLength: 100 }),
    coachIds: ids({ maxItems: 50 }),
    active: boolean().needed,
    pendingDeletion: boolean({ group: 'server', server: true, since: 1 }),
  },
  groups: { catalogue: { policy: 'server-wins' } },
  access: {
    read: { ...readByAll, STATION: [{ fields: ['id'], subject: 'teamIds' }] },
    create: MANAGERS,
    update: { catalogue: MANAGERS },
    remove: MANAGERS,
    askRemoval: [],
  },
  indexes: [],
})

export type Team = DocumentOf<typeof teams>
