import { ROLES } from '../roles.ts'
import { type DocumentOf, defineCollection } from './definition.ts'
import { boolean, choice, id, ids, text } from './field.ts'
import { readByManagers } from './shared-reading.ts'

const ownAccount = {
  USER: [{ fields: ['id'], subject: 'userId' }],
  STATION: [{ fields: ['id'], subject: 'userId' }],
} as const

/** Who can sign in, as devices see them. Written through the users API alone. */
export const users = defineCollection({
  name: 'users',
  version: 0,
  fields: {
    name: text({ group: 'account' }).needed,
    role: choice(ROLES, { group: 'account' }).needed,
    personId: id({ group: 'account' }),
    teamIds: ids({ group: 'account', maxItems: 50 }),
    active: boolean({ group: 'account' }).needed,
  },
  groups: { account: { policy: 'server' } },
  access: {
    read: { ...readByManagers, COACH: 'all', ...ownAccount },
    create: [],
    update: {},
    remove: [],
    askRemoval: [],
  },
  indexes: [],
})

export type User = DocumentOf<typeof users>
