import type { CollectionName } from './registry.ts'
import type { Role } from './roles.ts'

/** Fields of one collection that a device may hold; none: nothing of it. */
export type Contents = Readonly<Record<CollectionName, readonly string[]>>

const always = ['id', 'stamp', 'createdAt', 'updatedAt'] as const

/** What people who keep the catalogue, and those above them, work with. */
const everything: Contents = {
  equipment: [
    ...always,
    'kind',
    'name',
    'tagCode',
    'serial',
    'categoryId',
    'manufacturer',
    'model',
    'size',
    'jerseyNumber',
    'teamId',
    'homeLocationId',
    'purchaseDate',
    'purchasePriceCents',
    'warrantyUntil',
    'recertifyBy',
    'retireBy',
    'quantity',
    'quantityOut',
    'status',
    'holderId',
    'locationId',
    'dueAt',
    'custodyId',
    'statusStamp',
    'condition',
    'conditionStamp',
    'notes',
    'tags',
    'custom',
    'merge',
    'pendingDeletion',
    'mergedInto',
    'loan',
  ],
  categories: [...always, 'name', 'parentId', 'defaults', 'pendingDeletion'],
  locations: [...always, 'name', 'parentId', 'kind', 'coordinates', 'pendingDeletion'],
  people: [
    ...always,
    'name',
    'jerseyNumber',
    'sizes',
    'badgeCode',
    'teamIds',
    'kind',
    'active',
    'holds',
    'pendingDeletion',
  ],
  teams: [...always, 'name', 'sport', 'level', 'season', 'coachIds', 'active', 'pendingDeletion'],
  users: [...always, 'name', 'role', 'personId', 'teamIds', 'active'],
  transactions: [
    ...always,
    'equipmentId',
    'type',
    'quantity',
    'fromHolderId',
    'toHolderId',
    'locationId',
    'dueAt',
    'condition',
    'note',
    'previousId',
    'previousIds',
    'occurredAt',
    'actorId',
    'deviceId',
    'receivedAt',
  ],
  reviews: [
    ...always,
    'kind',
    'collection',
    'documentId',
    'state',
    'base',
    'device',
    'server',
    'fields',
    'reason',
    'authorId',
    'deviceId',
    'occurredAt',
    'receivedAt',
    'transactionIds',
    'assigneeId',
    'concernedIds',
    'deferredUntil',
    'decisions',
    'effects',
    'resolution',
    'resolvedBy',
    'resolvedAt',
    'version',
  ],
}

const without = (fields: readonly string[], ...left: readonly string[]) =>
  fields.filter((field) => !left.includes(field))

/**
 * What a role's device may hold, field by field; the reasons are in docs/decisions/what-a-device-may-hold.md. A field that is not
 * here stays on the server: a test compares the list with what each role is sent. Which documents, the scopes say.
 */
export const DEVICE_CONTENTS: Readonly<Record<Role, Contents>> = {
  STATION: {
    ...everything,
    equipment: without(
      everything.equipment,
      'purchaseDate',
      'purchasePriceCents',
      'warrantyUntil',
      'notes',
      'tags',
      'custom',
      'merge',
    ),
    people: without(everything.people, 'holds'),
    reviews: without(everything.reviews, 'effects'),
  },
  USER: { ...everything, reviews: without(everything.reviews, 'effects') },
  COACH: {
    ...everything,
    people: without(everything.people, 'holds'),
    reviews: without(everything.reviews, 'effects'),
  },
  EQUIPMENT_MANAGER: everything,
  SCHOOL_ADMIN: everything,
  ORG_ADMIN: everything,
  SUPER_ADMIN: everything,
}
