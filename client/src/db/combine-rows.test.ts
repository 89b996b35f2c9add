import { expect, test } from 'vitest'
import { equipment } from '../../../shared/collections/equipment.ts'
import { reviews } from '../../../shared/collections/reviews.ts'
import { combineRows } from './combine-rows.ts'

const helmet = { id: 'h', stamp: '1', kind: 'serialized', name: 'Helmet', status: 'available' }

test('[P4] a later edit goes out together with the one that could not be sent, from the state before both', () => {
  const parked = { ...helmet, stamp: '2', name: 'Helmet L' }
  const edited = { ...parked, stamp: '3', notes: 'scratched' }
  expect(
    combineRows(
      equipment,
      { assumedMasterState: helmet, newDocumentState: parked },
      { assumedMasterState: parked, newDocumentState: edited },
    ),
  ).toEqual({ assumedMasterState: helmet, newDocumentState: edited })
})

test('[P4] what was created and never sent is created together with its later edit', () => {
  const edited = { ...helmet, stamp: '2', name: 'Helmet L' }
  expect(
    combineRows(
      equipment,
      { newDocumentState: helmet },
      { assumedMasterState: helmet, newDocumentState: edited },
    ),
  ).toEqual({ newDocumentState: edited })
})

test('[P4] an edit of a state that was pulled meanwhile loses no word of the one that could not be sent', () => {
  const parked = { ...helmet, stamp: '2', name: 'Helmet L', size: 'L' }
  const pulled = { ...helmet, stamp: '1x', manufacturer: 'Riddell' }
  const edited = { ...pulled, stamp: '3', size: 'XL', model: 'Speed' }
  expect(
    combineRows(
      equipment,
      { assumedMasterState: helmet, newDocumentState: parked },
      { assumedMasterState: pulled, newDocumentState: edited },
    ),
  ).toEqual({
    assumedMasterState: pulled,
    newDocumentState: { ...edited, name: 'Helmet L' },
  })
})

test('[S1] the status group moves as one: the later move, or the earlier where there is none', () => {
  const parked = {
    ...helmet,
    stamp: '2',
    status: 'checked_out',
    holderId: 'ann',
    custodyId: 'a',
    statusStamp: '2',
  }
  const pulled = { ...helmet, stamp: '1x', locationId: 'room', statusStamp: '1x' }
  const noted = { ...pulled, stamp: '3', notes: 'scratched' }
  const lost = { ...pulled, stamp: '3', status: 'lost', custodyId: 'b', statusStamp: '3' }
  const combined = (later: typeof noted | typeof lost) =>
    combineRows(
      equipment,
      { assumedMasterState: helmet, newDocumentState: parked },
      { assumedMasterState: pulled, newDocumentState: later },
    )
  expect(combined(noted)).toEqual({
    assumedMasterState: { ...helmet, stamp: '1x' },
    newDocumentState: { ...parked, stamp: '3', notes: 'scratched' },
  })
  expect(combined(lost)).toEqual({
    assumedMasterState: { ...helmet, stamp: '1x' },
    newDocumentState: lost,
  })
})

test('[A1] where both changed the merged group on other grounds, its projection says what was written', () => {
  const base = { ...helmet, merge: 'M0' }
  const parked = { ...base, stamp: '2', tags: ['varsity'], merge: 'M0-varsity' }
  const pulled = { ...base, stamp: '1x', notes: 'of another', merge: 'M1' }
  const edited = { ...pulled, stamp: '3', notes: 'of another, read', merge: 'M1-read' }
  expect(
    combineRows(
      equipment,
      { assumedMasterState: base, newDocumentState: parked },
      { assumedMasterState: pulled, newDocumentState: edited },
    ),
  ).toEqual({
    assumedMasterState: pulled,
    newDocumentState: { ...edited, tags: ['varsity'], merge: 'M1' },
  })
})

test('[A1] words, tags and custom fields of both writes stay beside what was pulled between them', () => {
  const base = { ...helmet, notes: 'Strap broken.', tags: ['old'], custom: { shelf: 'A' }, merge: 'M0' }
  const parked = {
    ...base,
    stamp: '2',
    notes: 'Strap broken. Ask Ann.',
    tags: ['old', 'varsity'],
    custom: { shelf: 'A', color: 'red' },
    merge: 'M0-parked',
  }
  const pulled = { ...base, stamp: '1x', tags: ['old', 'winter'], merge: 'M1' }
  const edited = {
    ...pulled,
    stamp: '3',
    notes: 'Chin strap broken.',
    tags: ['winter'],
    custom: { shelf: 'B' },
    merge: 'M1-edited',
  }
  expect(
    combineRows(
      equipment,
      { assumedMasterState: base, newDocumentState: parked },
      { assumedMasterState: pulled, newDocumentState: edited },
    ),
  ).toEqual({
    assumedMasterState: pulled,
    newDocumentState: {
      ...edited,
      notes: 'Chin strap broken. Ask Ann.',
      tags: ['varsity', 'winter'],
      custom: { color: 'red', shelf: 'B' },
      merge: 'M1',
    },
  })
})

test('[A1] what the server had taken already does not stand there twice', () => {
  const base = { ...helmet, notes: 'Strap', merge: 'M0' }
  const parked = { ...base, stamp: '2', notes: 'Strap broken', merge: 'M1' }
  const pulled = { ...parked, updatedAt: '2026-10-10T12:00:00.000Z' }
  const edited = { ...pulled, stamp: '3', notes: 'Strap broken off', merge: 'M1-edited' }
  expect(
    combineRows(
      equipment,
      { assumedMasterState: base, newDocumentState: parked },
      { assumedMasterState: pulled, newDocumentState: edited },
    ),
  ).toEqual({ assumedMasterState: pulled, newDocumentState: { ...edited, merge: 'M1' } })
})

test('[P4] a decision that could not be sent goes out before the later one, beside those that were pulled', () => {
  const review = { id: 'r', stamp: '1', kind: 'deletion', version: 0, decisions: [{ id: 'asked' }] }
  const parked = { ...review, stamp: '2', decisions: [{ id: 'asked' }, { id: 'parked' }] }
  const pulled = {
    ...review,
    stamp: '1x',
    version: 1,
    decisions: [{ id: 'asked', outcome: 'applied' }, { id: 'pulled' }],
  }
  const decided = { ...pulled, stamp: '3', decisions: [...pulled.decisions, { id: 'later' }] }
  expect(
    combineRows(
      reviews,
      { assumedMasterState: review, newDocumentState: parked },
      { assumedMasterState: pulled, newDocumentState: decided },
    ),
  ).toEqual({
    assumedMasterState: pulled,
    newDocumentState: {
      ...decided,
      decisions: [{ id: 'asked', outcome: 'applied' }, { id: 'pulled' }, { id: 'parked' }, { id: 'later' }],
    },
  })
})

test('a deletion of a state that was pulled meanwhile stays one', () => {
  const parked = { ...helmet, stamp: '2', name: 'Helmet L' }
  const pulled = { ...helmet, stamp: '1x', manufacturer: 'Riddell' }
  expect(
    combineRows(
      equipment,
      { assumedMasterState: helmet, newDocumentState: parked },
      { assumedMasterState: pulled, newDocumentState: { ...pulled, stamp: '3', _deleted: true } },
    ).newDocumentState,
  ).toEqual({ ...pulled, stamp: '3', name: 'Helmet L', _deleted: true })
})
