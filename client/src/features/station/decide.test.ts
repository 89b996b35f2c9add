import { expect, test } from 'vitest'
import type { Equipment } from '../../../../shared/collections/equipment.ts'
import { decide, type Scene } from './decide.ts'
import type { Line, LineState } from './line.ts'

const jordan = { kind: 'person', id: 'jordan' } as const
const maya = { kind: 'person', id: 'maya' } as const
const noon = 1_786_000_000_000

const helmet: Equipment = {
  id: 'helmet',
  stamp: '1785000000000-0000-tablet',
  kind: 'serialized',
  name: 'Helmet',
  tagCode: 'FB-042',
  status: 'available',
}
const outTo = (holderId: string): Equipment => ({
  ...helmet,
  status: 'checked_out',
  holderId,
  statusStamp: '1785000000000-0000-tablet',
})
const bottles: Equipment = { ...helmet, id: 'bottles', kind: 'bulk', name: 'Water bottles', quantity: 40 }

const scene = (more: Partial<Scene> = {}): Scene => ({ today: '2026-08-14', now: noon, lines: [], ...more })
const line = (state: LineState, more: Partial<Line> = {}): Line => ({
  key: 'line',
  visit: 'visit',
  at: noon - 1_000,
  code: 'FB-042',
  equipmentId: 'helmet',
  state,
  quantity: 1,
  bulk: false,
  ...more,
})
const saved = (deed: 'issued' | 'returned', more: Partial<Line> = {}) => line({ kind: 'saved', deed }, more)

test('a free thing goes to whoever is chosen', () => {
  expect(decide(helmet, scene({ holder: jordan }))).toEqual({ act: 'do', deed: 'issued' })
})

test('a thing that is out comes back by its scan alone, with nobody chosen', () => {
  expect(decide(outTo('jordan'), scene())).toEqual({ act: 'do', deed: 'returned' })
})

test('a free thing with nobody chosen goes to nobody', () => {
  expect(decide(helmet, scene())).toEqual({ act: 'refuse', reason: { code: 'nobody' } })
})

test('a thing of somebody else is refused with who has it and since when', () => {
  expect(decide(outTo('maya'), scene({ holder: jordan }))).toEqual({
    act: 'refuse',
    reason: { code: 'out', holderId: 'maya', since: 1_785_000_000_000 },
  })
})

test('the second scan of a thing on the list changes nothing', () => {
  const lines = [saved('issued', { to: jordan })]
  expect(decide(outTo('jordan'), scene({ holder: jordan, lines }))).toEqual({ act: 'already', key: 'line' })
})

test('a thing that the person has from an earlier visit is said to be theirs', () => {
  expect(decide(outTo('jordan'), scene({ holder: jordan }))).toEqual({
    act: 'refuse',
    reason: { code: 'held' },
  })
})

test('a thing that was issued a moment ago and is still in view is not taken back', () => {
  const lines = [saved('issued', { to: jordan, at: noon - 19_999 })]
  expect(decide(outTo('jordan'), scene({ lines }))).toEqual({
    act: 'refuse',
    reason: { code: 'just-issued', holderId: 'jordan' },
  })
})

test('a thing that was issued a while ago comes back by its scan', () => {
  const lines = [saved('issued', { to: jordan, at: noon - 20_000 })]
  expect(decide(outTo('jordan'), scene({ lines }))).toEqual({ act: 'do', deed: 'returned' })
})

test('the second scan of a thing that was just returned changes nothing', () => {
  expect(decide(helmet, scene({ lines: [saved('returned')] }))).toEqual({ act: 'already', key: 'line' })
})

test('a thing that was just returned can go to the next person at once', () => {
  const lines = [saved('returned', { before: { holder: jordan } })]
  expect(decide(helmet, scene({ holder: maya, lines }))).toEqual({ act: 'do', deed: 'issued' })
})

test('after an undo the thing can be issued anew', () => {
  const lines = [line({ kind: 'undone', deed: 'issued' }, { to: jordan })]
  expect(decide(helmet, scene({ holder: jordan, lines }))).toEqual({ act: 'do', deed: 'issued' })
})

test.each([
  ['past its recertification', { recertifyBy: '2026-08-13' }, { code: 'recertify', day: '2026-08-13' }],
  ['past its last day', { retireBy: '2026-08-13' }, { code: 'too-old', day: '2026-08-13' }],
  ['unsafe', { condition: 'unsafe' as const }, { code: 'unsafe' }],
  ['asked to be deleted', { pendingDeletion: true }, { code: 'pending-deletion' }],
])('a thing that is %s is not issued', (_why, fields, reason) => {
  expect(decide({ ...helmet, ...fields }, scene({ holder: jordan }))).toEqual({ act: 'refuse', reason })
})

test('a thing may be issued on the very day of its recertification', () => {
  expect(decide({ ...helmet, recertifyBy: '2026-08-14' }, scene({ holder: jordan }))).toEqual({
    act: 'do',
    deed: 'issued',
  })
})

test('a thing in review is not issued, and taken back all the same', () => {
  expect(decide(helmet, scene({ holder: jordan, review: 'custody-fork' }))).toEqual({
    act: 'refuse',
    reason: { code: 'in-review', kind: 'custody-fork' },
  })
  expect(decide(outTo('maya'), scene({ review: 'custody-fork' }))).toEqual({ act: 'do', deed: 'returned' })
})

test('a thing that may not be issued any more is taken back all the same', () => {
  const old = {
    ...outTo('maya'),
    retireBy: '2020-01-01',
    condition: 'unsafe',
    pendingDeletion: true,
  } as const
  expect(decide(old, scene())).toEqual({ act: 'do', deed: 'returned' })
})

test.each([
  ['lost', 'lost'],
  ['retired', 'retired'],
  ['in_maintenance', 'maintenance'],
] as const)('a thing that is %s is refused, with and without somebody chosen', (status, code) => {
  const thing = { ...helmet, status, statusStamp: '1785000000000-0000-tablet' }
  const refused = { act: 'refuse', reason: { code, since: 1_785_000_000_000 } }
  expect(decide(thing, scene())).toEqual(refused)
  expect(decide(thing, scene({ holder: jordan }))).toEqual(refused)
})

test('each further scan of a bulk thing counts one more on its line', () => {
  expect(decide(bottles, scene({ holder: jordan }))).toEqual({ act: 'do', deed: 'issued' })
  const lines = [saved('issued', { equipmentId: 'bottles', bulk: true, to: jordan, key: 'bottles line' })]
  expect(decide(bottles, scene({ holder: jordan, lines }))).toEqual({ act: 'count', key: 'bottles line' })
  expect(decide(bottles, scene({ holder: maya, lines }))).toEqual({ act: 'do', deed: 'issued' })
})

test('bulk things come back while some are out', () => {
  expect(decide(bottles, scene({ out: 3 }))).toEqual({ act: 'do', deed: 'returned' })
  expect(decide(bottles, scene({ out: 0 }))).toEqual({ act: 'refuse', reason: { code: 'none-out' } })
  expect(decide(bottles, scene())).toEqual({ act: 'refuse', reason: { code: 'none-out' } })
})

test('a piece of a bulk thing comes back from whoever has some, and where several do the station asks', () => {
  const ann = { holderId: 'jordan', count: 2 }
  const ben = { holderId: 'maya', count: 1 }
  expect(decide(bottles, scene({ out: 2, holdings: [ann] }))).toEqual({
    act: 'do',
    deed: 'returned',
    from: 'jordan',
  })
  expect(decide(bottles, scene({ out: 3, holdings: [ann, ben] }))).toEqual({
    act: 'refuse',
    reason: { code: 'whose', holdings: [ann, ben] },
  })
})

test('the next piece is counted to whoever gives back, as long as they have some', () => {
  const lines = [saved('returned', { equipmentId: 'bottles', bulk: true, before: { holder: jordan } })]
  const [ann, ben] = [
    { holderId: 'jordan', count: 1 },
    { holderId: 'maya', count: 1 },
  ] as const
  expect(decide(bottles, scene({ lines, out: 2, holdings: [ann, ben] }))).toEqual({
    act: 'count',
    key: 'line',
  })
  expect(decide(bottles, scene({ lines, out: 1, holdings: [ben] }))).toEqual({
    act: 'do',
    deed: 'returned',
    from: 'maya',
  })
})
