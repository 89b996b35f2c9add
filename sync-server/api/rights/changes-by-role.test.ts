import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { uuidv7 } from '../../../shared/ids.ts'
import { type CollectionName, collectionNames, registry } from '../../../shared/registry.ts'
import { PEOPLE_ROLES, type Role } from '../../../shared/roles.ts'
import { groupRules, rulesOf, shownFields, writesAtAll } from './test-access-page.ts'
import { type RightsSchool, rightsSchool } from './test-rights-school.ts'

let school: RightsSchool
beforeAll(async () => {
  school = await rightsSchool()
})
afterAll(() => school.end())

/** Collections whose documents somebody makes through a form of their own. */
const MADE = ['equipment', 'categories', 'locations', 'people', 'teams'] as const
type Made = (typeof MADE)[number]

const NEEDED: Readonly<Record<Made, Readonly<Record<string, unknown>>>> = {
  equipment: { kind: 'serialized', name: 'As it was', status: 'available' },
  categories: { name: 'As it was' },
  locations: { name: 'As it was' },
  people: { kind: 'athlete', name: 'As it was', active: true },
  teams: { name: 'As it was', active: true },
}

/** Another value for every field that a document of these has; none is like what is stored. */
const OTHER: Readonly<Record<string, unknown>> = {
  name: 'Changed',
  kind: 'staff',
  tagCode: 'CHANGED-1',
  active: false,
  teamIds: [uuidv7()],
  coachIds: [uuidv7()],
  sizes: { helmet: 'L' },
  defaults: { size: 'L' },
  custom: { colour: 'red' },
  coordinates: { latitude: 1, longitude: 2 },
  holds: { reason: 'Changed' },
  tags: ['changed'],
  purchaseDate: '2031-01-01',
  warrantyUntil: '2031-01-01',
  recertifyBy: '2031-01-01',
  retireBy: '2031-01-01',
  purchasePriceCents: 77,
  quantity: 77,
  quantityOut: 77,
  condition: 'poor',
  pendingDeletion: true,
  createdAt: '2001-01-01T00:00:00.000Z',
  updatedAt: '2001-01-01T00:00:00.000Z',
  categoryId: uuidv7(),
  parentId: uuidv7(),
  teamId: uuidv7(),
  homeLocationId: uuidv7(),
  mergedInto: uuidv7(),
}

const OF_KIND: Readonly<Record<string, unknown>> = { equipment: 'bulk', locations: 'room', people: 'staff' }

/** What these write with every change, and what the ledger and the merge decide is asked elsewhere. */
const TRACES = ['id', 'stamp', 'conditionStamp', 'statusStamp', 'custodyId', 'merge']

function fieldsToTry(collection: Made): readonly string[] {
  return groupRules
    .filter((rules) => rules.collection === collection && !rules.judged)
    .flatMap(({ fields }) => fields)
    .filter((field) => !TRACES.includes(field))
}

/** One write each; what is merged goes together, since the later of two writes of one device was made on the earlier. */
function writesToTry(collection: Made): readonly (readonly string[])[] {
  const merged = groupRules.find((rules) => rules.collection === collection && rules.group === 'merge')
  const together = fieldsToTry(collection).filter((field) => merged?.fields.includes(field))
  const alone = fieldsToTry(collection).filter((field) => !together.includes(field))
  return [...alone.map((field) => [field]), ...(together.length > 0 ? [together] : [])]
}

function otherValue(collection: Made, field: string): unknown {
  return field === 'kind' ? OF_KIND[collection] : (OTHER[field] ?? 'Changed')
}

/** Fields that the page lets the role change. */
function allowedFields(collection: Made, role: Role): readonly string[] {
  return groupRules
    .filter((rules) => rules.collection === collection && !rules.judged && rules.change.includes(role))
    .flatMap(({ fields }) => fields)
    .filter((field) => !TRACES.includes(field))
    .toSorted()
}

/** A fresh document that the role sees. */
async function fresh(collection: Made): Promise<AnyDocument> {
  const own = collection === 'people' ? { teamIds: [school.ownTeam] } : {}
  const id = await school.make(collection, { ...NEEDED[collection], ...own })
  if (collection === 'equipment') await school.handOut(id, school.ownPerson)
  return await stored(collection, id)
}

async function stored(collection: CollectionName, id: string): Promise<AnyDocument> {
  const document = await school.stored(collection, id)
  if (!document) throw new Error('It is gone.')
  return document
}

function changedFields(before: AnyDocument, after: AnyDocument): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names]
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .filter((name) => ![...TRACES, 'updatedAt', '_deleted'].includes(name))
    .toSorted()
}

/** As the role has it on its device. */
function seen(collection: CollectionName, role: Role, document: AnyDocument): AnyDocument {
  const shown = shownFields(collection, role)
  const { id, stamp } = document
  return {
    ...Object.fromEntries(Object.entries(document).filter(([name]) => shown.includes(name))),
    id,
    stamp,
  }
}

const pairs = MADE.flatMap((collection) => PEOPLE_ROLES.map((role) => [collection, role] as const))

describe('[ASVS 8.2.3] [ASVS 8.3.1] of every field a role changes what the page says, and nothing else', () => {
  test.each(pairs)('%s, pushed by %s', async (collection, role) => {
    const before = await fresh(collection)
    const caller = school.as(role)
    const base = seen(collection, role, before)
    const writes = writesToTry(collection)
    const answer = await caller.push(
      collection,
      writes.map((fields) => {
        const stamp = caller.stamp()
        const values = Object.fromEntries(fields.map((field) => [field, otherValue(collection, field)]))
        const stamped = fields.includes('condition') ? { conditionStamp: stamp } : {}
        return { assumedMasterState: base, newDocumentState: { ...base, ...values, ...stamped, stamp } }
      }),
    )
    const allowed = allowedFields(collection, role)
    expect(changedFields(before, await stored(collection, before.id))).toEqual(allowed)
    // Each is refused by itself; what only the server sets is passed over where a role writes at all.
    const denied = writes.filter(([field = '']) => !isPassed(collection, role, field))
    expect(answer.rejected.map(({ code }) => code)).toEqual(denied.map(() => 'forbidden'))
  })

  test.each(pairs)('%s, by the API by %s', async (collection, role) => {
    const before = await fresh(collection)
    for (const field of fieldsToTry(collection)) {
      const value = { [field]: otherValue(collection, field) }
      const { status } = await school.as(role).rest('PATCH', `/${collection}/${before.id}`, value)
      const passed = isPassed(collection, role, field)
      expect([field, status < 300]).toEqual([field, passed])
      if (!passed) expect([field, [403, 404].includes(status)]).toEqual([field, true])
    }
    expect(changedFields(before, await stored(collection, before.id))).toEqual(
      allowedFields(collection, role),
    )
  })
})

/** Whether a write of the field is taken, or of a writer passed over as the server's. */
function isPassed(collection: Made, role: Role, field: string): boolean {
  const rules = groupRules.find((one) => one.collection === collection && one.fields.includes(field))
  return rules?.group === 'server'
    ? writesAtAll(collection, role)
    : allowedFields(collection, role).includes(field)
}

describe('[ASVS 8.2.1] a role makes and deletes where the page says so, and nowhere else', () => {
  test.each(pairs)('%s by %s', async (collection, role) => {
    const caller = school.as(role)
    const pushed = { ...NEEDED[collection], id: uuidv7(), stamp: caller.stamp() }
    await caller.push(collection, [{ newDocumentState: pushed }])
    const sent = uuidv7()
    const posted = await caller.rest('POST', `/${collection}`, { ...NEEDED[collection], id: sent })
    const makes = rulesOf(collection).make.includes(role)
    expect(posted.status).toBe(makes ? 201 : 403)
    for (const id of [pushed.id, sent])
      expect((await school.stored(collection, id)) !== undefined).toBe(makes)

    const { remove, ask } = rulesOf(collection)
    const expected = remove.includes(role) ? 'gone' : ask.includes(role) ? 'asked for' : 'there'
    // A thing that is out is never deleted in silence: it is in the room.
    const own = collection === 'people' ? { teamIds: [school.ownTeam] } : {}
    const [one = '', two = ''] = [
      await school.make(collection, { ...NEEDED[collection], ...own }),
      await school.make(collection, { ...NEEDED[collection], ...own }),
    ]
    const base = seen(collection, role, await stored(collection, one))
    const deletion = { ...base, stamp: caller.stamp(), _deleted: true }
    await caller.push(collection, [{ assumedMasterState: base, newDocumentState: deletion }])
    await caller.rest('DELETE', `/${collection}/${two}`)
    for (const id of [one, two]) {
      const left = await school.stored(collection, id)
      expect(left === undefined ? 'gone' : left.pendingDeletion ? 'asked for' : 'there').toBe(expected)
    }
  })
})

test('[ASVS 8.2.3] what is the server’s of users, reviews and the ledger is changed by no role, however it is sent', async () => {
  const thing = await school.make('equipment', NEEDED.equipment)
  const entry = await school.handOut(thing, school.ownPerson)
  const refused = school.as('USER')
  const { rejected } = await refused.push('categories', [
    { newDocumentState: { ...NEEDED.categories, id: uuidv7(), stamp: refused.stamp() } },
  ])
  const ids = {
    users: refused.user.id,
    transactions: entry,
    reviews: rejected[0]?.reviewId ?? '',
  } satisfies Partial<Record<CollectionName, string>>
  const values = {
    users: { name: 'Changed', role: 'SUPER_ADMIN', personId: uuidv7(), teamIds: [uuidv7()], active: false },
    transactions: {
      note: 'Changed',
      type: 'check_in',
      toHolderId: uuidv7(),
      quantity: 7,
      dueAt: OTHER.createdAt,
    },
    reviews: { state: 'settled', kind: 'deletion', device: {}, authorId: uuidv7(), version: 9, effects: [] },
  }
  for (const collection of ['users', 'transactions', 'reviews'] as const) {
    const before = await stored(collection, ids[collection])
    for (const role of PEOPLE_ROLES) {
      const caller = school.as(role)
      for (const [field, value] of Object.entries(values[collection])) {
        const change = { ...before, [field]: value, stamp: caller.stamp() }
        await caller.push(collection, [{ assumedMasterState: before, newDocumentState: change }])
        await caller.rest('PUT', `/${collection}/${before.id}`, change)
      }
      await caller.push(collection, [
        {
          assumedMasterState: before,
          newDocumentState: { ...before, stamp: caller.stamp(), _deleted: true },
        },
      ])
      expect([role, await stored(collection, before.id)]).toEqual([role, before])
    }
  }
})

test('the table of values tries every field that somebody may change', () => {
  for (const collection of MADE)
    for (const field of fieldsToTry(collection)) expect(field in registry[collection].fields).toBe(true)
  expect(collectionNames.filter((name) => !MADE.some((made) => made === name)).toSorted()).toEqual([
    'reviews',
    'transactions',
    'users',
  ])
})
