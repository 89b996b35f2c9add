import { afterEach, describe, expect, test } from 'vitest'
import { equipment } from '../../shared/collections/equipment.ts'
import { FIRST_DOCUMENT } from '../../shared/merge-document/first-change.ts'
import { encodedGroup } from '../../shared/merge-document/limits.ts'
import { createLane, type Lane, type LaneOptions } from './lane.ts'

const { limits } = encodedGroup(equipment)!
const CRASHING = new URL('./crashing-worker.ts', import.meta.url)
const MALFORMED = { issue: { field: 'merge', code: 'malformed' } }

const lanes: Lane[] = []
afterEach(async () => {
  for (const lane of lanes.splice(0)) await lane.close()
})
function laneOf(options?: LaneOptions): Lane {
  const lane = createLane(options)
  lanes.push(lane)
  return lane
}
const checks = (...documents: string[]) =>
  documents.map((document) => ({ kind: 'check', limits, document }) as const)

describe('a piece of work that ends its worker', () => {
  test.each(['crash', 'hang', 'fill'])(
    'is refused alone, and what comes after it is done (%s)',
    async (bad) => {
      const lane = laneOf({ program: CRASHING, deadlineMs: bad === 'fill' ? 20_000 : 300 })
      expect(await lane.run(checks('good', bad, 'good'))).toEqual([{}, MALFORMED, {}])
      expect(await lane.run(checks('good'))).toEqual([{}])
    },
  )

  test('[P8] a list that is full of such is answered 503 before it holds up everybody', async () => {
    const lane = laneOf({ program: CRASHING, deadlineMs: 300 })
    const first = lane.run(checks('good', 'crash', 'crash', 'crash', 'good'))
    const next = lane.run(checks('good'))
    await expect(first).rejects.toMatchObject({
      code: 'database-unavailable',
      retryAfter: 5,
      results: [{}, MALFORMED, MALFORMED],
    })
    expect(await next).toEqual([{}])
  })

  test('[P8] a worker that does not start is answered 503', async () => {
    const lane = laneOf({ program: new URL('./not-there.ts', import.meta.url) })
    await expect(lane.run(checks('good'))).rejects.toMatchObject({ code: 'database-unavailable' })
  })
})

test('a worker without work ends, and the next work has another', async () => {
  const lane = laneOf({ program: CRASHING, idleMs: 20 })
  expect(await lane.run(checks('good'))).toEqual([{}])
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(await lane.run(checks('good', 'good'))).toEqual([{}, {}])
})

test('merges of one document that stand behind each other are done in one list', async () => {
  const lane = laneOf()
  const task = { base: {}, stored: { notes: 'Start' }, deviceId: 'a', joins: false, own: false }
  const results = await lane.run([
    { kind: 'resolve', limits, task: { ...task, sent: { tags: ['one'] }, stamp: '1' } },
    {
      kind: 'resolve',
      limits,
      task: { ...task, sent: { tags: ['two'] }, stamp: '2', deviceId: 'b' },
      after: 0,
    },
    { kind: 'read', document: FIRST_DOCUMENT },
  ])
  expect(results).toMatchObject([
    { outcome: { fields: { notes: 'Start', tags: ['one'] } } },
    { outcome: { fields: { notes: 'Start', tags: ['one', 'two'] } } },
    { projection: {} },
  ])
})
