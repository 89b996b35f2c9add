import { expect, test } from 'vitest'
import { type Counts, type Facts, isStuck, statusOf } from './sync-status.ts'

const now = 1_000_000
const synced = [{ name: 'equipment', lastSyncAt: 5, complete: true }] as const
const counts = (change: Partial<Counts> = {}): Counts => ({
  unsent: 0,
  attention: 0,
  collections: synced,
  ...change,
})
const facts = (change: Partial<Facts> = {}): Facts => ({
  offline: false,
  updateNeeded: false,
  pulled: {},
  lastContactAt: 900_000,
  ...change,
})

test('[D3] the four states', () => {
  expect(statusOf(counts(), facts(), now).state).toBe('confirmed')
  expect(statusOf(counts({ unsent: 2, oldestAt: now }), facts(), now).state).toBe('sending')
  expect(statusOf(counts({ unsent: 2, oldestAt: now }), facts({ offline: true }), now).state).toBe('saved')
  expect(statusOf(counts({ unsent: 2, attention: 1 }), facts({ offline: true }), now).state).toBe('attention')
})

test('[D3] nothing is called confirmed before the first sync is complete, whatever the network does', () => {
  const collections = [
    { name: 'equipment', complete: true, lastSyncAt: 5 },
    { name: 'people', complete: false },
  ] as const
  const silent = facts({ lastContactAt: undefined })
  const never = counts({ collections: [{ name: 'equipment', complete: false }] })
  expect(statusOf(never, silent, now).state).toBe('loading')
  expect(statusOf(counts({ collections }), facts(), now).state).toBe('loading')
  expect(statusOf(counts({ collections }), facts({ offline: true }), now).state).toBe('loading')
  expect(statusOf(counts({ collections, unsent: 1 }), facts(), now).state).toBe('sending')
  expect(statusOf(counts({ collections, unsent: 1 }), facts({ offline: true }), now).state).toBe('saved')
  expect(statusOf(counts({ collections, attention: 1 }), facts(), now).state).toBe('attention')
})

test('[D3] after a start without a network the last contact is the last sync, and none where there was none', () => {
  const collections = [
    { name: 'equipment', complete: true, lastSyncAt: 5 },
    { name: 'people', complete: true, lastSyncAt: 7 },
    { name: 'teams', complete: false },
  ] as const
  const away = facts({ offline: true, lastContactAt: undefined })
  expect(statusOf(counts({ collections }), away, now).lastContactAt).toBe(7)
  expect(
    statusOf(counts({ collections: [{ name: 'teams', complete: false }] }), away, now).lastContactAt,
  ).toBeUndefined()
})

test('[D3] count, oldest age and last contact come with every state', () => {
  expect(statusOf(counts({ unsent: 3, oldestAt: 400 }), facts(), now)).toMatchObject({
    unsent: 3,
    oldestAt: 400,
    lastContactAt: 900_000,
    offline: false,
  })
})

test('[D10] work that waits for two minutes with the network there is called stalled', () => {
  const waiting = counts({ unsent: 1, oldestAt: now - 120_001 })
  expect(statusOf(waiting, facts(), now).stalled).toBe(true)
  expect(statusOf(waiting, facts({ offline: true }), now).stalled).toBe(false)
  expect(statusOf(counts({ unsent: 1, oldestAt: now - 120_000 }), facts(), now).stalled).toBe(false)
})

test('[L4] the first sync shows what it has brought until every collection was read to its end', () => {
  const collections = [
    { name: 'equipment', complete: false },
    { name: 'people', complete: true, lastSyncAt: 7 },
  ] as const
  expect(statusOf(counts({ collections }), facts({ pulled: { equipment: 250 } }), now).firstSync).toEqual({
    done: 250,
    collections: [
      { name: 'equipment', documents: 250, complete: false },
      { name: 'people', documents: 0, complete: true },
    ],
  })
  expect(statusOf(counts(), facts(), now).firstSync).toBeUndefined()
})

test('[D10] work that waits for 90 seconds without an answer is stuck; by the corrected time, like all that is stored', () => {
  const waiting = counts({ unsent: 1, oldestAt: now - 90_001 })
  const silent = facts({ lastContactAt: now - 90_001 })
  expect(isStuck(statusOf(waiting, silent, now), now)).toBe(true)
  expect(isStuck(statusOf(waiting, facts({ lastContactAt: now - 1 }), now), now)).toBe(false)
  expect(isStuck(statusOf(waiting, { ...silent, offline: true }, now), now)).toBe(false)
  expect(isStuck(statusOf({ ...waiting, attention: 1 }, silent, now), now)).toBe(false)
  expect(isStuck(statusOf(counts(), silent, now), now)).toBe(false)
})
