import { expect, test } from 'vitest'
import { equipment } from './collections/equipment.ts'
import { reviews } from './collections/reviews.ts'
import { pushedRow, withReceived } from './pushed-row.ts'

const ID = '01990000-0000-7000-8000-000000000001'
const review = {
  id: ID,
  stamp: '',
  kind: 'rejected',
  collection: 'equipment',
  documentId: ID,
  state: 'open',
  device: { notes: 'many words' },
  server: { notes: 'others' },
  effects: { one: [] },
  receivedAt: '2026-01-02T03:04:05.000Z',
  version: 0,
  decisions: [{ id: 'first' }],
}
const decided = {
  ...review,
  stamp: '1760000000000-0000-phone',
  decisions: [{ id: 'first' }, { id: 'second' }],
  _deleted: false,
}

test('[R1] of a review a device sends its decisions, and of what it knew the decisions alone', () => {
  expect(pushedRow(reviews, { assumedMasterState: review, newDocumentState: decided })).toEqual({
    assumedMasterState: { id: ID, stamp: '', decisions: [{ id: 'first' }] },
    newDocumentState: {
      id: ID,
      stamp: '1760000000000-0000-phone',
      decisions: [{ id: 'first' }, { id: 'second' }],
      _deleted: false,
    },
  })
  expect(pushedRow(reviews, { newDocumentState: decided })).not.toHaveProperty('assumedMasterState')
})

test('[R1] what the server has answered of the decisions is not sent again, be the list as long as it may', () => {
  const answered = { id: 'first', outcome: 'overtaken', value: { notes: 'x'.repeat(500_000) } }
  const known = { ...review, decisions: [answered] }
  const row = pushedRow(reviews, {
    assumedMasterState: known,
    newDocumentState: {
      ...known,
      stamp: decided.stamp,
      decisions: [answered, { id: 'sent' }, { id: 'new' }],
    },
  })
  expect(row).toEqual({
    assumedMasterState: { id: ID, stamp: '', decisions: [] },
    newDocumentState: { id: ID, stamp: decided.stamp, decisions: [{ id: 'sent' }, { id: 'new' }] },
  })
})

test('what the server sets and a device may state is sent: the quantity of what is made', () => {
  const row = { newDocumentState: { id: ID, stamp: '', kind: 'bulk', quantity: 12, updatedAt: 'then' } }
  expect(pushedRow(equipment, row)).toEqual(row)
})

test('[D2] what was sent becomes the whole document again, with the words that were sent', () => {
  const { newDocumentState: pushed } = pushedRow(reviews, { newDocumentState: decided })
  expect(withReceived(reviews, pushed, review)).toEqual(decided)
  expect(withReceived(reviews, { ...pushed, state: 'resolved' }, review)).toMatchObject({ state: 'resolved' })
})
