import type { CollectionName } from '../../shared/registry.ts'

/**
 * What of the synced documents says something of a person, and what. A field that is not here says nothing of anybody; of what
 * people write in words, names are found when somebody is erased.
 */
export const PERSONAL_FIELDS: Readonly<Record<CollectionName, Readonly<Record<string, string>>>> = {
  equipment: {
    jerseyNumber: 'the number printed on it, which leads to whoever wears it',
    holderId: 'who has it',
    notes: 'words',
    custom: 'values in columns that a school adds',
    merge: 'notes, tags and columns as the document that is merged',
  },
  categories: {},
  locations: {},
  people: {
    name: 'the name',
    jerseyNumber: 'the number that the person wears',
    sizes: 'sizes of clothes and pads',
    badgeCode: 'an opaque code, which can be replaced',
    teamIds: 'of which teams',
    kind: 'athlete, staff or other',
    active: 'whether they take part now',
    holds: 'what is open against them before the next sport',
  },
  teams: { coachIds: 'who coaches it' },
  users: {
    name: 'the name',
    role: 'what they may do',
    personId: 'which person they are',
    teamIds: 'which teams they see',
    active: 'whether they may sign in',
  },
  transactions: {
    fromHolderId: 'who gave it back',
    toHolderId: 'who took it',
    note: 'words',
    actorId: 'who did it',
    deviceId: 'on which device',
  },
  reviews: {
    base: 'a version of the document, with what it says of people',
    device: 'the same, as a device has it',
    server: 'the same, as it is stored',
    reason: 'why it was filed, with who wrote',
    authorId: 'who wrote',
    deviceId: 'on which device',
    assigneeId: 'who is to decide',
    concernedIds: 'who else wrote a side of it',
    decisions: 'what was decided, asked and answered, by whom and why',
    effects: 'what decisions changed, with versions of documents',
    resolution: 'the outcome, with the reason that was given',
    resolvedBy: 'who decided',
  },
}
