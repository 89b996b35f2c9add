import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { registry } from '../../shared/registry.ts'
import type { Role } from '../../shared/roles.ts'
import { writeAsServer } from './server-write.ts'
import { createTestSchool, entry, helmet, type TestDevice, type TestSchool } from './test-school.ts'

let school: TestSchool
let manager: TestDevice
let ann: TestDevice
let ben: TestDevice
let stranger: TestDevice

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
  ann = await school.device('COACH')
  ben = await school.device('COACH')
  stranger = await school.device('COACH')
})
afterAll(() => school.close())

async function newHelmet(): Promise<AnyDocument> {
  const made = helmet(manager.stamp())
  await manager.write('equipment', made)
  return made
}

function stated(made: AnyDocument, condition: string, stamp: string): AnyDocument {
  return { ...made, condition, conditionStamp: stamp, stamp }
}

async function state(device: TestDevice, made: AnyDocument, condition: string) {
  await device.write('equipment', stated(made, condition, device.stamp()), made)
}

async function reviewsOf(device: TestDevice, { id }: AnyDocument) {
  return (await device.all('reviews')).filter((review) => review.documentId === id)
}

async function giveRole({ subject }: TestDevice, role: Role) {
  const change = (user: AnyDocument | undefined) => user && { ...user, role }
  await writeAsServer(school.sync.committer, school.tenant, undefined, [
    { definition: registry.users, id: subject.userId, change },
  ])
}

describe('[R7] whose value was replaced unseen reads its review', () => {
  test('of an edit', async () => {
    const made = await newHelmet()
    await state(ann, made, 'unsafe')
    await state(ben, made, 'good')
    const told = { kind: 'overwritten', authorId: ben.subject.userId, concernedIds: [ann.subject.userId] }
    for (const device of [ann, ben])
      expect(await reviewsOf(device, made)).toMatchObject([
        { ...told, server: { condition: 'unsafe' }, device: { condition: 'good' } },
      ])
    expect(await reviewsOf(stranger, made)).toEqual([])
  })

  test('of an entry of the ledger that states a condition', async () => {
    const made = await newHelmet()
    await state(ann, made, 'unsafe')
    await ben.write('transactions', entry(ben, 'inspect', made.id, { condition: 'good' }))
    expect(await reviewsOf(ann, made)).toMatchObject([
      { kind: 'overwritten', concernedIds: [ann.subject.userId], server: { condition: 'unsafe' } },
    ])
  })

  test('and not who uses the same device', async () => {
    const made = await newHelmet()
    await state(ann, made, 'unsafe')
    const [seen] = (await manager.all('equipment')).filter(({ id }) => id === made.id)
    if (!seen) throw new Error('the helmet is not stored')
    const { _deleted, ...base } = seen
    await school.sync.push(
      school.tenant,
      registry.equipment,
      { subject: stranger.subject, deviceId: ann.deviceId },
      [{ newDocumentState: { ...base, tags: ['blue'], stamp: ann.stamp() }, assumedMasterState: base }],
    )
    await state(ben, made, 'good')
    expect(await reviewsOf(manager, made)).toMatchObject([{ concernedIds: [ann.subject.userId] }])
  })

  test('and not whose value stayed', async () => {
    const early = ben.stamp()
    const made = await newHelmet()
    await state(ann, made, 'unsafe')
    await ben.write('equipment', stated(made, 'good', early), made)
    const [review, ...more] = await reviewsOf(manager, made)
    expect(more).toEqual([])
    expect(review).toMatchObject({ authorId: ben.subject.userId, device: { condition: 'good' } })
    expect(review).not.toHaveProperty('concernedIds')
  })

  test('[P6] and not who is no staff any more', async () => {
    const former = await school.device('COACH')
    const made = await newHelmet()
    await state(former, made, 'unsafe')
    await giveRole(former, 'USER')
    await state(ben, made, 'good')
    const [review] = await reviewsOf(manager, made)
    expect(review).toMatchObject({ kind: 'overwritten' })
    expect(review).not.toHaveProperty('concernedIds')
  })
})
