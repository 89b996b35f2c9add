import { afterEach, describe, expect, test } from 'vitest'
import { equipment } from '../../shared/collections/equipment.ts'
import { FIRST_DOCUMENT } from '../../shared/merge-document/first-change.ts'
import { encodedGroup } from '../../shared/merge-document/limits.ts'
import type { Payer } from './fair-turns.ts'
import { createLane, type Lane, type LaneOptions } from './lane.ts'
import { slowDocument } from './slow-document.ts'

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
const ann: Payer = { school: 'northridge', sender: 'ann' }
const ben: Payer = { school: 'northridge', sender: 'ben' }
const cid: Payer = { school: 'lakeview', sender: 'cid' }
const checks = (...documents: string[]) =>
  documents.map((document) => ({ kind: 'check', limits, document }) as const)

const patience = (ms: number) => ({ deadlineMs: ms, patientMs: ms })

/** Of what was begun, whether it has ended by now. */
function watch(begun: Promise<unknown>) {
  const state = { ended: false }
  const end = () => {
    state.ended = true
  }
  begun.then(end, end)
  return state
}

describe('[A1] nobody waits for what another one has done', () => {
  test('a list of another school is done between the parts of a long one', async () => {
    const lane = laneOf({ program: CRASHING })
    const long = lane.run(checks(...Array.from({ length: 100 }, () => 'slow')), ann)
    const state = watch(long)
    expect(await lane.run(checks('good'), cid)).toEqual([{}])
    expect(state.ended).toBe(false)
    expect(await long).toHaveLength(100)
  })

  test('also between few documents that take long', async () => {
    const lane = laneOf()
    const slow = slowDocument(90_000)
    const long = lane.run(checks(...Array.from({ length: 12 }, () => slow)), ann)
    const state = watch(long)
    expect(await lane.run(checks(FIRST_DOCUMENT), ben)).toEqual([{}])
    expect(state.ended).toBe(false)
    expect(await long).toEqual(Array.from({ length: 12 }, () => ({})))
  })

  test('what holds up the worker is tried again apart, and so is what its sender brings next', async () => {
    const lane = laneOf({ program: CRASHING, deadlineMs: 200, patientMs: 2_000 })
    for (const _turn of ['first', 'second']) {
      const bad = lane.run(checks('hang'), ann)
      const state = watch(bad)
      expect(await lane.run(checks('good'), ben)).toEqual([{}])
      expect(state.ended).toBe(false)
      expect(await bad).toEqual([MALFORMED])
    }
  })

  test('[P8] more lists of one sender than may wait are 503, and others go on', async () => {
    const lane = laneOf({ program: CRASHING })
    const waiting = Array.from({ length: 17 }, () => lane.run(checks('slow'), ann))
    await expect(lane.run(checks('good'), ann)).rejects.toMatchObject({
      code: 'database-unavailable',
      retryAfter: 5,
    })
    expect(await lane.run(checks('good'), ben)).toEqual([{}])
    expect(await Promise.all(waiting)).toHaveLength(17)
  })
})

describe('a piece of work that ends its worker', () => {
  test.each(['crash', 'hang', 'fill'])(
    'is refused alone, and what comes after it is done (%s)',
    async (bad) => {
      const lane = laneOf({ program: CRASHING, ...patience(bad === 'fill' ? 20_000 : 300) })
      expect(await lane.run(checks('good', bad, 'good'), ann)).toEqual([{}, MALFORMED, {}])
      expect(await lane.run(checks('good'), ann)).toEqual([{}])
    },
  )

  test('[P8] a list that is full of such is answered 503 before it holds up everybody', async () => {
    const lane = laneOf({ program: CRASHING, ...patience(300) })
    const first = lane.run(checks('good', 'crash', 'crash', 'crash', 'good'), ann)
    const next = lane.run(checks('good'), ann)
    await expect(first).rejects.toMatchObject({
      code: 'database-unavailable',
      retryAfter: 5,
      results: [{}, MALFORMED, MALFORMED],
    })
    expect(await next).toEqual([{}])
  })

  test('[P8] a worker that does not start is answered 503', async () => {
    const lane = laneOf({ program: new URL('./not-there.ts', import.meta.url) })
    await expect(lane.run(checks('good'), ann)).rejects.toMatchObject({ code: 'database-unavailable' })
  })
})

test('a worker without work ends, and the next work has another', async () => {
  const lane = laneOf({ program: CRASHING, idleMs: 20 })
  expect(await lane.run(checks('good'), ann)).toEqual([{}])
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(await lane.run(checks('good', 'good'), ann)).toEqual([{}, {}])
})

test('merges of one document that stand behind each other are done in one list', async () => {
  const lane = laneOf()
  const task = { base: {}, stored: { notes: 'Start' }, deviceId: 'a', joins: false, own: false }
  const results = await lane.run(
    [
      { kind: 'resolve', limits, task: { ...task, sent: { tags: ['one'] }, stamp: '1' } },
      {
        kind: 'resolve',
        limits,
        task: { ...task, sent: { tags: ['two'] }, stamp: '2', deviceId: 'b' },
        after: 0,
      },
      { kind: 'read', document: FIRST_DOCUMENT },
    ],
    ann,
  )
  expect(results).toMatchObject([
    { outcome: { fields: { notes: 'Start', tags: ['one'] } } },
    { outcome: { fields: { notes: 'Start', tags: ['one', 'two'] } } },
    { projection: {} },
  ])
})
