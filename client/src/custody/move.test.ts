import { expect, test } from 'vitest'
import type { Equipment } from '../../../shared/collections/equipment.ts'
import type { Transaction } from '../../../shared/collections/transactions.ts'
import { moved } from './move.ts'
import { makeTransaction } from './transaction.ts'

const helmet: Equipment = {
  id: 'h',
  stamp: '1',
  kind: 'serialized',
  name: 'Helmet',
  status: 'available',
  homeLocationId: 'room',
}
const writer = { actorId: 'coach', deviceId: 'phone' }
const noon = Date.parse('2026-06-01T12:00:00.000Z')

const out = makeTransaction(
  'check_out',
  't1',
  helmet,
  { equipmentId: 'h' },
  { to: { personId: 'p' }, dueAt: '2026-06-09T00:00:00.000Z' },
  writer,
  '2',
  noon,
)

test('[S1] a check-out moves the local copy with the transaction’s own stamp', () => {
  expect(moved(helmet, out, 'COACH')).toEqual({
    ...helmet,
    stamp: '2',
    status: 'checked_out',
    holderId: 'p',
    dueAt: '2026-06-09T00:00:00.000Z',
    custodyId: 't1',
    statusStamp: '2',
  })
})

test('[S2] each transaction names the one before it and who had the thing', () => {
  const held = moved(helmet, out, 'COACH')
  if (!held) throw new Error('not moved')
  const back = makeTransaction('check_in', 't2', held, { equipmentId: 'h' }, {}, writer, '3', noon)
  expect(back).toEqual<Transaction>({
    id: 't2',
    equipmentId: 'h',
    type: 'check_in',
    fromHolderId: 'p',
    locationId: 'room',
    previousId: 't1',
    occurredAt: '2026-06-01T12:00:00.000Z',
    actorId: 'coach',
    deviceId: 'phone',
    stamp: '3',
  })
  expect(moved(held, back, 'COACH')).toMatchObject({
    status: 'available',
    locationId: 'room',
    custodyId: 't2',
  })
  expect(moved(held, back, 'COACH')).not.toHaveProperty('holderId')
})

test('[S3] a thing that a later transaction moved stays where it is: a repair changes nothing twice', () => {
  const held = moved(helmet, out, 'COACH')
  if (!held) throw new Error('not moved')
  expect(moved(held, out, 'COACH')).toBeUndefined()
  expect(moved({ ...held, statusStamp: '9' }, out, 'COACH')).toBeUndefined()
})

test('[S1] a bulk thing never moves; its transaction counts', () => {
  const balls: Equipment = { ...helmet, kind: 'bulk', custodyId: 'never' }
  const some = makeTransaction(
    'check_out',
    't',
    balls,
    { equipmentId: 'h', quantity: 12 },
    { to: { teamId: 'team' } },
    writer,
    '2',
    noon,
  )
  expect(some).toMatchObject({ quantity: 12, toHolderId: 'team' })
  expect(some).not.toHaveProperty('previousId')
  expect(moved(balls, some, 'COACH')).toBeUndefined()
})

test('a bulk return names who gives back, and no chain', () => {
  const balls: Equipment = { ...helmet, kind: 'bulk', holderId: 'never', custodyId: 'never' }
  const back = makeTransaction(
    'check_in',
    't',
    balls,
    { equipmentId: 'h', quantity: 5 },
    { fromHolderId: 'ann' },
    writer,
    '2',
    noon,
  )
  expect(back).toMatchObject({ type: 'check_in', quantity: 5, fromHolderId: 'ann', locationId: 'room' })
  expect(back).not.toHaveProperty('previousId')
})

test('a serialized return goes by who has the thing, whoever is named', () => {
  const back = makeTransaction(
    'check_in',
    't',
    { ...helmet, status: 'checked_out', holderId: 'ann' },
    { equipmentId: 'h' },
    { fromHolderId: 'ben' },
    writer,
    '2',
    noon,
  )
  expect(back.fromHolderId).toBe('ann')
})

test('a report of damage sets the condition by its own stamp and moves nothing', () => {
  const report = makeTransaction(
    'report_damaged',
    't',
    helmet,
    { equipmentId: 'h' },
    { condition: 'poor' },
    writer,
    '2',
    noon,
  )
  expect(moved(helmet, report, 'COACH')).toEqual({
    ...helmet,
    stamp: '2',
    condition: 'poor',
    conditionStamp: '2',
  })
})
