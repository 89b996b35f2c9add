import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { registry } from '../../shared/registry.ts'
import { createTestSchool, type TestDevice, type TestSchool } from './test-school.ts'

let school: TestSchool
let manager: TestDevice

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
})
afterAll(() => school.close())

/** A stored person with a hold, in those teams. */
async function personWithHold(teamIds: readonly string[]) {
  const person = {
    id: uuidv7(),
    stamp: manager.stamp(),
    name: 'Ann',
    kind: 'athlete',
    active: true,
    teamIds,
    holds: [{ reason: 'unpaid' }],
  }
  await manager.write('people', person)
  return person
}

/** Hands over one write of the author, whose account is disabled; returns the review that holds it. */
async function handOver(by: TestDevice, author: TestDevice, personId: string) {
  await school.setActive(author, false)
  const sent = { id: personId, stamp: author.stamp(), name: 'Anne', kind: 'athlete', active: true }
  const ids = await school.sync.handOver(school.tenant, registry.people, by.sender, author.subject.userId, [
    { newDocumentState: sent },
  ])
  expect(ids).toHaveLength(1)
  const review = (await manager.all('reviews')).find((stored) => stored.id === ids[0])
  expect(review).toMatchObject({ authorId: author.subject.userId, device: { name: 'Anne' } })
  return review
}

test('[P7] what names an author who is no user of this school is refused, and nothing is filed', async () => {
  const person = await personWithHold([])
  const counter = await school.counter()
  const rows = [{ newDocumentState: { ...person, name: 'Anne', stamp: manager.stamp() } }]
  const hand = (authorId: string) =>
    school.sync.handOver(school.tenant, registry.people, manager.sender, authorId, rows)
  for (const stranger of [uuidv7(), person.id]) {
    await expect(hand(stranger)).rejects.toMatchObject({ code: 'not-found', status: 404 })
  }
  expect(await school.counter()).toBe(counter)
})

test('[P7] nobody files in the name of an account that is in use: refused, and nothing is filed', async () => {
  const coach = await school.device('COACH')
  const person = await personWithHold([])
  const counter = await school.counter()
  const rows = [{ newDocumentState: { ...person, name: 'Never wrote this', stamp: coach.stamp() } }]
  const hand = () =>
    school.sync.handOver(school.tenant, registry.people, manager.sender, coach.subject.userId, rows)
  await expect(hand()).rejects.toMatchObject({ code: 'author-active', status: 409 })
  expect(await school.counter()).toBe(counter)
  await school.setActive(coach, false)
  expect(await hand()).toHaveLength(1)
  // Let in again, its owner sends what is left.
  await school.setActive(coach, true)
  await expect(hand()).rejects.toMatchObject({ code: 'author-active' })
})

test('[P6] the stored version in a handed-over review holds nothing that its author may not read', async () => {
  const team = uuidv7()
  const coach = await school.device('COACH', { teamIds: [team] })
  const own = await personWithHold([team])
  const foreign = await personWithHold([uuidv7()])
  const review = await handOver(manager, coach, own.id)
  expect(review?.server).toMatchObject({ id: own.id, name: 'Ann' })
  expect(review?.server).not.toHaveProperty('holds')
  expect(await handOver(manager, coach, foreign.id)).not.toHaveProperty('server')
  const other = await school.device('SCHOOL_ADMIN')
  expect((await handOver(manager, other, own.id))?.server).toMatchObject({ holds: own.holds })
})

test('[P6] nor anything that who hands over may not read', async () => {
  const team = uuidv7()
  const coach = await school.device('COACH', { teamIds: [team] })
  const own = await personWithHold([team])
  const foreign = await personWithHold([uuidv7()])
  const review = await handOver(coach, manager, own.id)
  expect(review?.server).toMatchObject({ name: 'Ann' })
  expect(review?.server).not.toHaveProperty('holds')
  expect(await handOver(coach, manager, foreign.id)).not.toHaveProperty('server')
})
