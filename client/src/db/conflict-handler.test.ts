import { expect, test } from 'vitest'
import { conflictHandler, sameDocument } from './conflict-handler.ts'

const thing = { id: 'a', stamp: '1', name: 'Helmet', tags: ['x'], _deleted: false }

test('[P9] a state is the same by its contents, whatever revision RxDB gave it', () => {
  expect(
    sameDocument({ ...thing, _rev: '1-x', _meta: { lwt: 1 }, _attachments: {} }, { ...thing, _rev: '2-y' }),
  ).toBe(true)
  expect(sameDocument({ ...thing, size: undefined }, thing)).toBe(true)
})

test('[C4] every local edit shows, also one that restores the former value, and so does a deletion', () => {
  expect(sameDocument(thing, { ...thing, stamp: '2' })).toBe(false)
  expect(sameDocument(thing, { ...thing, _deleted: true })).toBe(false)
  expect(sameDocument(thing, { ...thing, tags: ['x', 'y'] })).toBe(false)
})

test('[P1] what the server sets on its own comes through to the device', () => {
  expect(sameDocument(thing, { ...thing, pendingDeletion: true })).toBe(false)
})

test('[P1] a conflict is resolved by the stored document, which equals it afterwards', async () => {
  const stored = { ...thing, name: 'Helmet 42', stamp: '3' }
  const resolved = await conflictHandler.resolve(
    { realMasterState: stored, newDocumentState: { ...thing, stamp: '2' }, assumedMasterState: thing },
    'test',
  )
  expect(resolved).toEqual(stored)
  expect(conflictHandler.isEqual(resolved, stored, 'test')).toBe(true)
})
