import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { createTestSchool, entry, helmet, type TestDevice, type TestSchool } from './test-school.ts'

let school: TestSchool
let manager: TestDevice
let coach: TestDevice

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
})
afterAll(() => school.close())

/** A value that JSON carries and that no text can be made of. */
const odd = (): Record<string, unknown> => JSON.parse('{"toString":1,"valueOf":2}')
const asRow = (document: Record<string, unknown>) => ({ newDocumentState: document as AnyDocument })

async function newThing() {
  const made = helmet(manager.stamp())
  await manager.write('equipment', made)
  return made
}

describe('[P4] whatever a row holds, it is refused by itself, kept for a manager, and read by its author', () => {
  test.each<[string, (made: AnyDocument) => Record<string, unknown>]>([
    ['an id that is no text', (made) => ({ ...made, id: odd() })],
    ['a stamp that is no text', (made) => ({ ...made, id: uuidv7(), stamp: odd(), status: 'lost' })],
    ['a stamp that is none, of a move', (made) => ({ ...made, stamp: odd(), custodyId: uuidv7() })],
    ['tags that are no texts', (made) => ({ ...made, tags: [odd(), odd()] })],
    ['a field named with NUL', (made) => ({ ...made, 'a\u0000b': 1 })],
    ['a field named with half a character', (made) => ({ ...made, 'a\ud800': 1 })],
    ['a field whose name is cut within a character', (made) => ({ ...made, [`${'x'.repeat(262)}🏈`]: 1 })],
    ['a field with a very long name', (made) => ({ ...made, ['x'.repeat(500_000)]: 1 })],
    ['an id that is cut within a character', (made) => ({ ...made, id: `${'x'.repeat(199)}🏈` })],
    ['text that only looks like what was kept as text', () => ({ json: '{"a":' })],
    [
      'a text of very many levels',
      () => ({ json: `{"teamIds":[],"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}` }),
    ],
  ])('%s', async (_, change) => {
    coach = await school.device('COACH')
    const made = await newThing()
    const bad = asRow(change({ ...made, stamp: coach.stamp() }))
    const good = entry(coach, 'inspect', made.id, { condition: 'good' })
    for (const _time of ['first', 'again']) {
      const answer = await coach.push('equipment', [bad])
      expect(answer.rejected).toMatchObject([{ code: 'invalid' }])
    }
    expect((await coach.push('transactions', [asRow(good)])).rejected).toEqual([])
    expect(await coach.all('reviews')).toMatchObject([{ kind: 'rejected', authorId: coach.subject.userId }])
    expect(await manager.all('reviews')).toEqual(
      expect.arrayContaining([expect.objectContaining({ authorId: coach.subject.userId })]),
    )
  })

  test('a transaction whose stamp is no text', async () => {
    coach = await school.device('COACH')
    const sent = { ...entry(coach, 'check_out', (await newThing()).id), stamp: odd() }
    expect((await coach.push('transactions', [asRow(sent)])).rejected).toMatchObject([{ code: 'invalid' }])
    expect(await coach.all('reviews')).toHaveLength(1)
  })
})

test('[P4] a base that is none at all keeps nobody’s write from being judged', async () => {
  coach = await school.device('COACH')
  const made = await newThing()
  const row = asRow({ ...made, tags: ['won'], stamp: coach.stamp() })
  const answer = await coach.push('equipment', [
    { ...row, assumedMasterState: { ...made, tags: [odd(), odd()] } },
  ])
  expect(answer.rejected).toEqual([])
  expect((await manager.all('equipment')).find(({ id }) => id === made.id)).toMatchObject({ tags: ['won'] })
})

test('[R7] whoever lost a value reads its review, whatever the other one sent as the base', async () => {
  coach = await school.device('COACH')
  const other = await school.device('COACH')
  const made = await newThing()
  const first = other.stamp()
  await other.write('equipment', { ...made, condition: 'poor', conditionStamp: first, stamp: first }, made)
  const stamp = coach.stamp()
  await coach.push('equipment', [
    {
      ...asRow({ ...made, condition: 'good', conditionStamp: stamp, stamp }),
      assumedMasterState: asRow({ ...made, id: odd(), stamp: odd() }).newDocumentState,
    },
  ])
  expect(await other.all('reviews')).toMatchObject([
    { kind: 'overwritten', documentId: made.id, concernedIds: [other.subject.userId] },
  ])
})
