import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isUuid, uuidFromDigest, uuidv7 } from './ids.ts'
import { sameJson } from './json.ts'
import { blankTombstone, deviceSchema, documentSchema, toLocal, toWire } from './json-schema.ts'
import { collectionNames, isCollectionName, registry } from './registry.ts'
import { instant, normalizeDocument, validateDocument } from './validate.ts'

const good = {
  id: '01900000-0000-7000-8000-000000000001',
  stamp: '1795457681813-0000-a',
  kind: 'serialized',
  name: 'Helmet',
  status: 'available',
}
const issuesOf = (fields: Record<string, unknown>) =>
  validateDocument(registry.equipment, { ...good, ...fields }).map((issue) => `${issue.field} ${issue.code}`)

test('a good document has no issues, with and without its optional fields', () => {
  expect(issuesOf({})).toEqual([])
  expect(
    issuesOf({
      tagCode: 'T-1',
      purchaseDate: '2024-02-29',
      dueAt: '2026-11-23T10:00:00Z',
      purchasePriceCents: 0,
      tags: ['a'],
      custom: { shelf: 4, safe: true, note: 'x' },
      condition: 'good',
      _deleted: false,
      holderId: null,
    }),
  ).toEqual([])
})

test.each([
  ['required', 'name', undefined],
  ['required', 'name', ''],
  ['required', 'kind', null],
  ['wrong-type', 'name', 5],
  ['too-long', 'name', 'x'.repeat(201)],
  ['not-text', 'name', '\u0000'],
  ['not-text', 'name', '\ud800'],
  ['malformed', 'holderId', 'ann'],
  ['malformed', 'holderId', '01900000-0000-7000-8000-00000000000A'],
  ['wrong-type', 'holderId', {}],
  ['malformed', 'stamp', 'yesterday'],
  ['wrong-type', 'stamp', 7],
  ['malformed', 'dueAt', 'tomorrow'],
  ['malformed', 'dueAt', '2026-02-30T10:00:00.000Z'],
  ['malformed', 'dueAt', '2026-11-23T25:00:00.000Z'],
  ['malformed', 'dueAt', 'infinity'],
  ['wrong-type', 'dueAt', 5],
  ['malformed', 'purchaseDate', '2023-02-29'],
  ['malformed', 'purchaseDate', '0000-01-01'],
  ['wrong-type', 'purchaseDate', 2023],
  ['wrong-type', 'purchasePriceCents', 1.5],
  ['wrong-type', 'purchasePriceCents', Number.POSITIVE_INFINITY],
  ['wrong-type', 'purchasePriceCents', 2 ** 53],
  ['wrong-type', 'purchasePriceCents', '5'],
  ['out-of-range', 'purchasePriceCents', -1],
  ['out-of-range', 'purchasePriceCents', 1_000_000_001],
  ['not-a-choice', 'status', 'borrowed'],
  ['wrong-type', 'status', true],
  ['wrong-type', 'tags', 'a'],
  ['wrong-type', 'tags', [1]],
  ['too-long', 'tags', ['x'.repeat(101)]],
  ['too-many', 'tags', Array.from({ length: 101 }, (_, index) => String(index))],
  ['wrong-type', 'custom', []],
  ['wrong-type', 'custom', { a: null }],
  ['wrong-type', 'custom', { a: {} }],
  ['wrong-type', 'custom', { a: Number.NaN }],
  ['too-long', 'custom', { ['k'.repeat(101)]: 1 }],
  ['too-long', 'custom', { a: 'x'.repeat(2_001) }],
  ['not-text', 'custom', { 'a\u0000': 1 }],
  ['not-text', 'custom', JSON.parse('{"__proto__": 1}')],
  ['unknown-field', 'constructor', 'x'],
  ['unknown-field', 'tenantId', 'x'],
])('%s: %s = %j', (code, field, value) => {
  expect(issuesOf({ [field]: value })).toEqual([`${field} ${code}`])
})

test('fields of other kinds are checked as well', () => {
  const person = { id: good.id, stamp: good.stamp, name: 'Ann', kind: 'athlete', active: true }
  const of = (fields: Record<string, unknown>) =>
    validateDocument(registry.people, { ...person, ...fields }).map(({ code }) => code)
  expect(of({ teamIds: [good.id], sizes: { helmet: 'L' }, holds: [{ cents: 100, note: null }] })).toEqual([])
  expect(of({ active: 'yes' })).toEqual(['wrong-type'])
  expect(of({ teamIds: ['x'] })).toEqual(['malformed'])
  expect(of({ teamIds: [4] })).toEqual(['wrong-type'])
  expect(of({ sizes: { helmet: 5 } })).toEqual(['wrong-type'])
  expect(
    of({ sizes: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'x'])) }),
  ).toEqual(['too-many'])
  expect(of({ holds: 'x'.repeat(5_000) })).toEqual(['too-long'])
  expect(of({ holds: Number.POSITIVE_INFINITY })).toEqual(['wrong-type'])
  expect(of({ holds: { a: ['\ud800'] } })).toEqual(['wrong-type'])
  expect(of({ holds: () => 1 })).toEqual(['wrong-type'])
  let deep: unknown = 1
  for (let level = 0; level < 30; level += 1) deep = [deep]
  expect(of({ holds: deep })).toEqual(['wrong-type'])
})

test('what the server sets is not judged and not asked for', () => {
  expect(issuesOf({ createdAt: 'never', pendingDeletion: 'x', quantity: {} })).toEqual([])
})

describe('one stored form', () => {
  test('instants in UTC with milliseconds, sets sorted, absent fields left out', () => {
    const normal = normalizeDocument(registry.equipment, {
      ...good,
      dueAt: '2026-11-23T02:00:00-08:00',
      tags: ['b', 'a', 'b'],
      serial: null,
      stranger: 1,
    })
    expect(normal).toEqual({ ...good, dueAt: '2026-11-23T10:00:00.000Z', tags: ['a', 'b'] })
    expect(normalizeDocument(registry.equipment, { ...good, dueAt: 'never' })).toMatchObject({
      dueAt: 'never',
    })
  })

  test('normalizing again changes nothing', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0100-01-01'), max: new Date('9000-01-01'), noInvalidDate: true }),
        (date) => {
          expect(instant(date.toISOString())).toBe(date.toISOString())
        },
      ),
    )
    expect(instant('+275760-09-13T00:00:00.000Z')).toBeUndefined()
  })
})

describe('on a device', () => {
  test('an absent indexed field is kept as blank and goes back as absent', () => {
    const local = toLocal(registry.equipment, good)
    expect(local).toEqual({ ...good, tagCode: '', holderId: '' })
    expect(toWire(registry.equipment, local)).toEqual(good)
    const full = { ...good, tagCode: 'T', holderId: good.id }
    expect(toLocal(registry.equipment, full)).toBe(full)
    expect(toWire(registry.equipment, full)).toBe(full)
  })

  test.each(collectionNames)(
    '%s: a blank tombstone has what the schema requires, and nothing else',
    (name) => {
      const required = documentSchema(registry[name]).required ?? []
      const tombstone = blankTombstone(registry[name], good.id)
      expect(Object.keys(tombstone).toSorted()).toEqual([...required, '_deleted'].toSorted())
      expect(tombstone).toMatchObject({ id: good.id, stamp: '', _deleted: true })
      for (const field of deviceSchema(registry[name]).indexes.flat()) {
        expect(deviceSchema(registry[name]).required).toContain(field)
      }
    },
  )
})

test('ids: time-ordered, well-formed, the same for the same digest', () => {
  const random = new Uint8Array(10).fill(255)
  expect(uuidv7(1_795_457_681_813, random)).toBe('01a2099e-0995-7fff-bfff-ffffffffffff')
  expect(uuidv7(1) < uuidv7(2)).toBe(true)
  expect(isUuid(uuidv7())).toBe(true)
  expect(isUuid(uuidFromDigest(new Uint8Array(32)))).toBe(true)
  expect(isUuid(5)).toBe(false)
})

test('json is compared by contents', () => {
  expect(sameJson({ a: 1, b: undefined }, { a: 1 })).toBe(true)
  expect(sameJson({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toBe(true)
  expect(sameJson([1], { 0: 1 })).toBe(false)
  expect(sameJson([1], [1, 2])).toBe(false)
  expect(sameJson({ a: 1 }, { b: 1 })).toBe(false)
  expect(sameJson({ a: 1 }, { a: 1, b: 2 })).toBe(false)
  expect(sameJson(null, {})).toBe(false)
  expect(isCollectionName('equipment') && !isCollectionName('toString')).toBe(true)
})
