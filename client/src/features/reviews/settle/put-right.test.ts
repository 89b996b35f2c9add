import { describe, expect, test } from 'vitest'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import type { JsonObject } from '../../../../../shared/json.ts'
import { fieldsToRight, rightedValue } from './put-right.ts'

const HELMET = '018f0000-0000-7000-8000-00000000000a'
const ENTRY = '018f0000-0000-7000-8000-00000000000b'
const SOMEBODY = '018f0000-0000-7000-8000-00000000000c'
const stamp = '1790000000000-0000-tablet'

const helmet = { id: HELMET, stamp, kind: 'serialized', name: 'Helmet', status: 'available' }
const entry = {
  id: ENTRY,
  stamp,
  equipmentId: HELMET,
  type: 'check_out',
  toHolderId: SOMEBODY,
  occurredAt: '2026-10-10T12:00:00.000Z',
  actorId: SOMEBODY,
  deviceId: 'tablet',
}

function refused(collection: string, device: JsonObject, more: Partial<Review> = {}): Review {
  return {
    id: 'a',
    stamp,
    kind: 'rejected',
    collection,
    documentId: String(device.id),
    state: 'open',
    receivedAt: '2026-10-10T12:00:00.000Z',
    version: 0,
    device,
    reason: { code: 'invalid' },
    ...more,
  }
}
const names = (review: Review) => fieldsToRight(review).map(({ name }) => name)

describe('[R4] what of a refused creation can be entered as it was meant', () => {
  test('what a decision can set, with what was sent to begin with; what can’t be stored comes first', () => {
    const fields = fieldsToRight(
      refused('equipment', { ...helmet, name: '', tagCode: 'FB-1', jerseyNumber: 'x'.repeat(21) }),
    )
    expect(fields.slice(0, 2)).toMatchObject([
      { name: 'name', start: '', issue: { code: 'required' }, by: 'value' },
      { name: 'jerseyNumber', issue: { code: 'too-long', limit: 20 }, by: 'value' },
    ])
    expect(fields.find(({ name }) => name === 'tagCode')).toMatchObject({ start: 'FB-1', issue: undefined })
    const all = fields.map(({ name }) => name)
    expect(all).toEqual(expect.arrayContaining(['size', 'teamId', 'purchasePriceCents', 'condition']))
    for (const others of ['id', 'stamp', 'status', 'holderId', 'quantity', 'custodyId', 'merge', 'loan'])
      expect(all).not.toContain(others)
  })

  test('what was never sent and is needed is asked for', () => {
    const { name: _name, ...nameless } = helmet
    expect(fieldsToRight(refused('equipment', nameless))[0]).toMatchObject({
      name: 'name',
      start: undefined,
      issue: { code: 'required' },
    })
  })

  test('what no control fits is left out where it is at fault, and stays as it was sent where it is not', () => {
    const person = { id: HELMET, stamp, name: 'Ana', kind: 'athlete', active: true }
    expect(fieldsToRight(refused('people', { ...person, teamIds: 'none' }))[0]).toMatchObject({
      name: 'teamIds',
      by: 'leaving-out',
    })
    expect(names(refused('people', { ...person, teamIds: [SOMEBODY] }))).not.toContain('teamIds')
  })

  test('where a thing was said to be elsewhere that can be put right too, and how many there are of a counted one', () => {
    const out = refused('equipment', { ...helmet, status: 'checked_out', holderId: SOMEBODY })
    expect(fieldsToRight(out).find(({ name }) => name === 'holderId')).toMatchObject({ by: 'holder' })
    expect(names(out)).toContain('status')
    expect(names(refused('equipment', { ...helmet, kind: 'bulk', quantity: -3 }))).toContain('quantity')
  })

  test('nothing of what is stored, deleted, of another id, no object or not made by writes', () => {
    expect(fieldsToRight(refused('equipment', helmet, { server: helmet }))).toEqual([])
    expect(fieldsToRight(refused('equipment', { ...helmet, _deleted: true }))).toEqual([])
    expect(fieldsToRight(refused('equipment', helmet, { documentId: ENTRY }))).toEqual([])
    expect(fieldsToRight(refused('equipment', helmet, { device: { json: '{}' } }))).toEqual([])
    expect(fieldsToRight(refused('equipment', { ...helmet, id: 'one' }))).toEqual([])
    expect(fieldsToRight(refused('users', helmet))).toEqual([])
    expect(fieldsToRight(refused('equipment', helmet, { kind: 'overwritten' }))).toEqual([])
  })
})

describe('[R4] what of a refused ledger entry can be entered as it was meant', () => {
  test('what happened, to whom, and what was said: not whose it was, nor what it follows', () => {
    const fields = fieldsToRight(
      refused('transactions', { ...entry, note: 'Strap', previousId: SOMEBODY, previousIds: ['x'] }),
    )
    expect(fields.map(({ name, by }) => `${name} ${by}`)).toEqual([
      'type value',
      'toHolderId holder',
      'note value',
    ])
    expect(fields[0]?.field.choices).toContain('transfer')
    expect(fields[0]?.field.choices).not.toContain('status_set')
  })

  test('whoever got the thing is asked for where the entry names nobody', () => {
    const { toHolderId: _holder, ...unnamed } = entry
    expect(names(refused('transactions', unnamed))).toContain('toHolderId')
    expect(names(refused('transactions', { ...unnamed, type: 'check_in' }))).toEqual(['type'])
  })

  test('a time that is none can be left out: that of the review stands for when it happened', () => {
    const fields = fieldsToRight(refused('transactions', { ...entry, occurredAt: 'noon', dueAt: 'later' }))
    expect(fields.slice(0, 2)).toMatchObject([
      { name: 'dueAt', by: 'leaving-out' },
      { name: 'occurredAt', by: 'leaving-out' },
    ])
  })
})

test('an edit sets what is other than it was sent, and nothing while something of it can’t be stored', () => {
  const fields = fieldsToRight(refused('equipment', { ...helmet, name: '', size: 'M' }))
  expect(rightedValue(fields, {})).toEqual({})
  expect(rightedValue(fields, { name: 'Helmet', size: 'M' })).toEqual({ name: 'Helmet' })
  expect(rightedValue(fields, { name: 'Helmet', size: null, serial: null })).toEqual({
    name: 'Helmet',
    size: null,
  })
  expect(rightedValue(fields, { name: 'Helmet', size: undefined })).toBeUndefined()
})
