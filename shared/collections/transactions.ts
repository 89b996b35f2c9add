import { EVERYBODY } from '../roles.ts'
import { type DocumentOf, defineCollection } from './definition.ts'
import { CONDITIONS } from './equipment.ts'
import { choice, id, ids, integer, text, time } from './field.ts'
import { readByManagers } from './shared-reading.ts'

export const TRANSACTION_TYPES = [
  'check_out',
  'check_in',
  'transfer',
  'report_damaged',
  'report_lost',
  'report_found',
  'maintenance_out',
  'maintenance_in',
  'inspect',
  'adjust',
  'retire',
  'status_set',
] as const

export type TransactionType = (typeof TRANSACTION_TYPES)[number]

const entry = { group: 'entry' } as const

const coachTypes = [
  'check_out',
  'check_in',
  'transfer',
  'report_damaged',
  'report_lost',
  'report_found',
  'maintenance_out',
  'maintenance_in',
  'inspect',
] as const satisfies readonly TransactionType[]
const managerTypes = [...coachTypes, 'adjust', 'retire'] as const satisfies readonly TransactionType[]

/** The custody ledger: append-only. `status_set` is written by the server alone. */
export const transactions = defineCollection({
  name: 'transactions',
  version: 0,
  fields: {
    equipmentId: id({ ...entry, indexed: true }).needed,
    type: choice(TRANSACTION_TYPES, entry).needed,
    quantity: integer({ ...entry, minimum: -1_000_000, maximum: 1_000_000 }),
    fromHolderId: id(entry),
    toHolderId: id(entry),
    locationId: id(entry),
    dueAt: time(entry),
    condition: choice(CONDITIONS, entry),
    note: text({ ...entry, maxLength: 10_000 }),
    previousId: id(entry),
    previousIds: ids({ ...entry, maxItems: 100 }),
    occurredAt: time({ ...entry, indexed: true }).needed,
    actorId: id(entry).needed,
    deviceId: text({ ...entry, maxLength: 64 }).needed,
    receivedAt: time({ group: 'server', server: true }),
  },
  groups: { entry: { policy: 'append-only' } },
  access: {
    read: {
      ...readByManagers,
      COACH: 'all',
      USER: [
        { fields: ['fromHolderId', 'toHolderId'], subject: 'personId' },
        { fields: ['actorId'], subject: 'userId' },
      ],
      STATION: [{ fields: ['deviceId'], subject: 'stationDeviceId' }],
    },
    create: EVERYBODY,
    createOnly: {
      field: 'type',
      values: {
        USER: ['report_damaged', 'report_lost', 'report_found'],
        COACH: coachTypes,
        EQUIPMENT_MANAGER: managerTypes,
        SCHOOL_ADMIN: managerTypes,
        SUPER_ADMIN: managerTypes,
      },
    },
    update: {},
    remove: [],
    askRemoval: [],
  },
  indexes: [['equipmentId', 'occurredAt'], ['occurredAt']],
  partition: 'month',
  leavesDevice: { days: 30, timeField: 'occurredAt', unless: 'equipmentId' },
})

export type Transaction = DocumentOf<typeof transactions>
