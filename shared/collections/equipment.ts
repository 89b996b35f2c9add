import { EVERYBODY, MANAGERS, STAFF } from '../roles.ts'
import { type DocumentOf, defineCollection } from './definition.ts'
import {
  boolean,
  choice,
  date,
  id,
  integer,
  jsonObject,
  stamp,
  text,
  texts,
  time,
  valuesByKey,
} from './field.ts'

export const EQUIPMENT_STATUSES = ['available', 'checked_out', 'in_maintenance', 'lost', 'retired'] as const
export const CONDITIONS = ['new', 'good', 'fair', 'poor', 'unsafe'] as const

const status = { group: 'status' } as const
const merged = { group: 'merge' } as const
const server = { group: 'server', server: true } as const

export const equipment = defineCollection({
  name: 'equipment',
  version: 1,
  fields: {
    kind: choice(['serialized', 'bulk']).needed,
    name: text({ indexed: true }).needed,
    tagCode: text({ maxLength: 500, indexed: true }),
    serial: text(),
    categoryId: id(),
    manufacturer: text(),
    model: text(),
    size: text({ maxLength: 50 }),
    jerseyNumber: text({ maxLength: 20 }),
    teamId: id(),
    homeLocationId: id(),
    purchaseDate: date(),
    purchasePriceCents: integer(),
    warrantyUntil: date(),
    recertifyBy: date(),
    retireBy: date(),
    quantity: integer({ group: 'server', server: true, minimum: -1_000_000_000 }),
    quantityOut: integer({ group: 'server', server: true, minimum: -1_000_000_000 }),
    status: choice(EQUIPMENT_STATUSES, { ...status, indexed: true }).needed,
    holderId: id({ ...status, indexed: true }),
    locationId: id(status),
    dueAt: time(status),
    custodyId: id(status),
    statusStamp: stamp(status),
    condition: choice(CONDITIONS, { group: 'condition' }),
    conditionStamp: stamp({ group: 'condition' }),
    notes: text({ ...merged, maxLength: 20_000 }),
    tags: texts({ ...merged, maxLength: 100 }),
    custom: valuesByKey({ ...merged, maxLength: 2_000 }),
    merge: text({ ...merged, maxLength: 400_000 }),
    pendingDeletion: boolean(server),
    mergedInto: id(server),
    /** Of a thing that is on loan to or from another school: `ThingLoan` of shared/loans.ts. */
    loan: jsonObject({ ...server, since: 1, maxLength: 1_000 }),
  },
  groups: {
    catalogue: { policy: 'server-wins' },
    status: { policy: 'last-write-wins', stampField: 'statusStamp', judgedBy: 'custodyId' },
    condition: { policy: 'last-write-wins', stampField: 'conditionStamp', keepsLoser: true },
    merge: { policy: 'merge', encodedField: 'merge' },
  },
  access: {
    read: {
      USER: [{ fields: ['holderId'], subject: 'personId' }],
      STATION: 'all',
      COACH: 'all',
      EQUIPMENT_MANAGER: 'all',
      SCHOOL_ADMIN: 'all',
      ORG_ADMIN: 'all',
      SUPER_ADMIN: 'all',
    },
    hidden: {
      STATION: ['purchaseDate', 'purchasePriceCents', 'warrantyUntil', 'notes', 'tags', 'custom', 'merge'],
    },
    create: MANAGERS,
    update: { catalogue: MANAGERS, status: EVERYBODY, condition: STAFF, merge: STAFF },
    remove: MANAGERS,
    askRemoval: ['COACH'],
  },
  indexes: [['tagCode'], ['holderId'], ['status', 'name']],
  custodyField: 'status',
})

export type Equipment = DocumentOf<typeof equipment>
export type EquipmentStatus = (typeof EQUIPMENT_STATUSES)[number]
export type Condition = (typeof CONDITIONS)[number]
