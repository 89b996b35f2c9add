import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7 } from '../../../shared/ids.ts'
import { PEOPLE_ROLES, type Role } from '../../../shared/roles.ts'
import { entryRules } from './test-access-page.ts'
import { countOf, type RightsSchool, rightsSchool } from './test-rights-school.ts'

let school: RightsSchool
beforeAll(async () => {
  school = await rightsSchool()
})
afterAll(() => school.end())

/** Where a thing has to be for an entry to be one; `handed out` is to the USER's own person. */
const BEFORE: Readonly<Record<string, string>> = {
  check_out: 'available',
  report_found: 'lost',
  maintenance_in: 'in_maintenance',
  maintenance_out: 'available',
  adjust: 'counted',
  retire: 'available',
  status_set: 'available',
}

async function thingFor(type: string): Promise<string> {
  const before = BEFORE[type] ?? 'handed out'
  const bulk = before === 'counted' ? { kind: 'bulk', quantity: 5 } : { kind: 'serialized' }
  const id = await school.make('equipment', { ...bulk, name: 'Helmet', status: 'available' })
  if (before === 'handed out' || before === 'lost') await school.handOut(id, school.ownPerson)
  if (before === 'lost' || before === 'in_maintenance') {
    const body = { type: before === 'lost' ? 'report_lost' : 'maintenance_out' }
    const manager = school.as('EQUIPMENT_MANAGER')
    expect((await manager.rest('POST', `/equipment/${id}/transactions`, body)).status).toBe(201)
  }
  return id
}

const needed = (type: string) => ({
  ...(['check_out', 'transfer'].includes(type) ? { toHolderId: school.otherPerson } : {}),
  ...(type === 'adjust' ? { quantity: 1 } : {}),
})

const pairs = entryRules.flatMap(({ type, enter }) =>
  PEOPLE_ROLES.map((role) => [type, role, enter] as const),
)

describe('[ASVS 8.2.1] [ASVS 8.3.1] a role enters into the ledger what the page says', () => {
  test.each(pairs)('%s by %s, pushed and by the API', async (type, role, enter) => {
    const thing = await thingFor(type)
    const caller = school.as(role)
    const before = await countOf(school, 'transactions')
    const stored = await school.stored('equipment', thing)
    const entry = {
      id: uuidv7(),
      stamp: caller.stamp(),
      equipmentId: thing,
      type,
      occurredAt: new Date().toISOString(),
      actorId: caller.user.id,
      deviceId: caller.deviceId,
      ...(stored?.custodyId === undefined ? {} : { previousId: stored.custodyId }),
      ...(stored?.holderId === undefined ? {} : { fromHolderId: stored.holderId }),
      ...needed(type),
    }
    const { rejected } = await caller.push('transactions', [{ newDocumentState: entry }])
    const denied = rejected.map(({ code }) => code)
    expect(denied).toEqual(enter.includes(role) ? [] : ['forbidden'])
    expect((await countOf(school, 'transactions')) - before).toBe(enter.includes(role) ? 1 : 0)

    const next = await thingFor(type)
    const known = await countOf(school, 'transactions')
    // A USER finds no thing there that the own person does not hold.
    const found = role !== 'USER' || (await caller.rest('GET', `/equipment/${next}`)).status === 200
    const posted = await caller.rest('POST', `/equipment/${next}/transactions`, { type, ...needed(type) })
    const allowed = enter.includes(role) && found
    expect(posted.status).toBe(allowed ? 201 : found ? 403 : 404)
    expect((await countOf(school, 'transactions')) - known).toBe(allowed ? 1 : 0)
  })
})

/** Statuses that a role may bring a thing to without an entry of its own, which is made for it; the thing is handed out. */
const STATUSES: readonly (readonly [string, readonly Role[]])[] = [
  ['lost', ['USER', 'COACH', 'EQUIPMENT_MANAGER', 'SCHOOL_ADMIN', 'SUPER_ADMIN']],
  ['in_maintenance', ['COACH', 'EQUIPMENT_MANAGER', 'SCHOOL_ADMIN', 'SUPER_ADMIN']],
  ['available', ['COACH', 'EQUIPMENT_MANAGER', 'SCHOOL_ADMIN', 'SUPER_ADMIN']],
  ['retired', ['EQUIPMENT_MANAGER', 'SCHOOL_ADMIN', 'SUPER_ADMIN']],
]

describe('[ASVS 8.2.3] a bare change of status is judged as the entry to which it leads', () => {
  test.each(STATUSES.flatMap(([status, may]) => PEOPLE_ROLES.map((role) => [status, role, may] as const)))(
    '%s by %s, pushed and by the API',
    async (status, role, may) => {
      const caller = school.as(role)
      const pushed = await thingFor('check_in')
      const base = (await caller.pull('equipment')).find(({ id }) => id === pushed)
      if (!base) throw new Error('It is not seen.')
      const { _deleted: _, holderId: __, custodyId: ___, ...rest } = base
      const stamp = caller.stamp()
      const moved = { ...rest, id: pushed, status, statusStamp: stamp, stamp }
      await caller.push('equipment', [{ assumedMasterState: base, newDocumentState: moved }])
      const posted = await thingFor('check_in')
      const answer = await caller.rest('PUT', `/equipment/${posted}/status`, { status })
      expect(answer.status).toBe(may.includes(role) ? 200 : 403)
      for (const id of [pushed, posted])
        expect((await school.stored('equipment', id))?.status).toBe(
          may.includes(role) ? status : 'checked_out',
        )
    },
  )
})

test('[ASVS 8.3.1] nobody but those who manage, and an author who was asked, decides on a review', async () => {
  const author = school.as('COACH')
  const thing = await thingFor('check_out')
  const base = (await author.pull('equipment')).find(({ id }) => id === thing)
  if (!base) throw new Error('It is not there.')
  const change = { ...base, name: 'Changed', stamp: author.stamp() }
  const { rejected } = await author.push('equipment', [
    { assumedMasterState: base, newDocumentState: change },
  ])
  const id = rejected[0]?.reviewId ?? ''
  for (const role of ['USER', 'COACH', 'ORG_ADMIN'] as const) {
    const caller = school.as(role)
    const decision = { action: 'take-device', version: 0 }
    const posted = await caller.rest('POST', `/reviews/${id}/resolve`, decision)
    expect([role, posted.status]).toEqual([role, role === 'USER' ? 404 : 403])
    const drafts = [{ ...decision, id: uuidv7(), at: new Date().toISOString() }]
    await caller.push('reviews', [{ newDocumentState: { id, stamp: caller.stamp(), decisions: drafts } }])
    expect((await school.stored('equipment', thing))?.name).toBe('Helmet')
    expect((await school.stored('reviews', id))?.state).toBe('open')
  }
  const decided = await school
    .as('EQUIPMENT_MANAGER')
    .rest('POST', `/reviews/${id}/resolve`, { action: 'take-device', version: 0 })
  expect(decided.status).toBe(200)
  expect((await school.stored('equipment', thing))?.name).toBe('Changed')
})
