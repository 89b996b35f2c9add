import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7 } from '../../../shared/ids.ts'
import type { Role } from '../../../shared/roles.ts'
import { type Caller, type RightsSchool, rightsSchool } from './test-rights-school.ts'

let school: RightsSchool
beforeAll(async () => {
  school = await rightsSchool()
})
afterAll(() => school.end())

/** An admin changes somebody's account while that one's token lives on. */
async function changeAccount({ user }: Caller, change: Readonly<Record<string, unknown>>) {
  const answer = await school.as('SUPER_ADMIN').rest('PATCH', `/users/${user.id}`, change)
  expect(answer.status).toBe(200)
}

const codesOf = async (caller: Caller) => {
  const place = { id: uuidv7(), stamp: caller.stamp(), name: 'Made meanwhile' }
  const { rejected } = await caller.push('locations', [{ newDocumentState: place }])
  return { id: place.id, codes: rejected.map(({ code }) => code) }
}

describe('[ASVS 8.3.2] a change of rights holds from the very next request, whatever the token is', () => {
  test('who manages no more writes no more: what was written offline is kept for those who do', async () => {
    const manager = school.as('EQUIPMENT_MANAGER')
    expect((await codesOf(manager)).codes).toEqual([])
    await changeAccount(manager, { role: 'COACH' })
    const { id, codes } = await codesOf(manager)
    expect(codes).toEqual(['forbidden'])
    expect(await school.stored('locations', id)).toBeUndefined()
    const reviews = await school.as('SCHOOL_ADMIN').rest('GET', `/reviews?documentId=${id}&kind=rejected`)
    expect(JSON.parse(reviews.text).documents).toMatchObject([{ authorId: manager.user.id, state: 'open' }])
    expect((await manager.rest('POST', '/locations', { name: 'Shed' })).status).toBe(403)
    await changeAccount(manager, { role: 'EQUIPMENT_MANAGER' })
    expect((await codesOf(manager)).codes).toEqual([])
  })

  test('who has left a team does not read its people any more, by pull nor by the API', async () => {
    const coach = school.as('COACH')
    const sees = async () =>
      (await coach.pull('people')).some(({ id, _deleted }) => id === school.ownPerson && !_deleted)
    expect(await sees()).toBe(true)
    expect((await coach.rest('GET', `/people/${school.ownPerson}`)).status).toBe(200)
    await changeAccount(coach, { teamIds: [school.otherTeam] })
    expect(await sees()).toBe(false)
    expect((await coach.rest('GET', `/people/${school.ownPerson}`)).status).toBe(404)
    expect((await coach.rest('GET', `/people/${school.otherPerson}`)).status).toBe(200)
    await changeAccount(coach, { teamIds: [school.ownTeam] })
  })

  test('what an admin was allowed is refused once a COACH, or a USER, on every route that is for admins', async () => {
    const admin = school.as('SCHOOL_ADMIN')
    for (const role of ['COACH', 'USER'] satisfies readonly Role[]) {
      await changeAccount(admin, { role })
      const asked = [
        await admin.rest('GET', '/audit'),
        await admin.rest('GET', `/users/${school.as('COACH').user.id}/sessions`),
        await admin.rest('PATCH', `/users/${school.as('COACH').user.id}`, { name: 'Changed' }),
        await admin.rest('POST', '/teams', { name: 'Golf', active: true }),
      ]
      expect([role, asked.map(({ status }) => status)]).toEqual([role, [403, 403, 403, 403]])
    }
    // An admin again is one who proves a second factor first.
    await changeAccount(admin, { role: 'SCHOOL_ADMIN' })
    expect((await admin.rest('GET', '/audit')).status).toBe(401)
  })
})
