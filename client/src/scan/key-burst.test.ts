import { expect, test } from 'vitest'
import { type BurstStep, createKeyBurst, type PressedKey } from './key-burst.ts'

const plain = (key: string): PressedKey => ({
  key,
  repeat: false,
  command: false,
  composing: false,
  inText: true,
})

/** Types keys with the same gap between them, starting at `from`. */
function type(keys: readonly PressedKey[], gap: number, from = 1_000): BurstStep[] {
  const burst = createKeyBurst()
  return keys.map((key, index) => burst.press(key, from + index * gap))
}

const keysOf = (code: string, end = 'Enter') => [...[...code].map(plain), plain(end)]

test('a fast burst that ends with Enter is a scan', () => {
  expect(type(keysOf('FB-042'), 8).at(-1)).toEqual({ kind: 'scan', code: 'FB-042' })
})

test('a scanner that ends with Tab is understood as well', () => {
  expect(type(keysOf('FB-042', 'Tab'), 8).at(-1)).toEqual({ kind: 'scan', code: 'FB-042' })
})

test('a slow Bluetooth scanner is still a scanner', () => {
  expect(type(keysOf('FB-042'), 40).at(-1)).toEqual({ kind: 'scan', code: 'FB-042' })
})

test('a person who types and presses Enter is no scan', () => {
  expect(type(keysOf('Jordan'), 90).map((step) => step.kind)).toEqual([
    'first',
    'first',
    'first',
    'first',
    'first',
    'first',
    'none',
  ])
})

test('outside of text fields a device that was busy for a moment cuts no code in two', () => {
  const burst = createKeyBurst()
  const elsewhere = keysOf('FB-042').map((key) => ({ ...key, inText: false }))
  const times = [0, 8, 16, 310, 318, 326, 700]
  const steps = elsewhere.map((key, index) => burst.press(key, 1_000 + (times[index] ?? 0)))
  expect(steps.at(-1)).toEqual({ kind: 'scan', code: 'FB-042' })
  // A key after a pause may be a person's: a button in focus takes it.
  expect(steps[3]).toEqual({ kind: 'none' })
})

test('shift between the characters does not end a burst', () => {
  const keys = ['Shift', 'F', 'Shift', 'B', '0', '4', 'Enter'].map(plain)
  expect(type(keys, 10).at(-1)).toEqual({ kind: 'scan', code: 'FB04' })
})

test('the first key may be a person, each further one is no longer', () => {
  expect(type(keysOf('12345'), 5).map((step) => step.kind)).toEqual([
    'first',
    'more',
    'more',
    'more',
    'more',
    'scan',
  ])
})

test('a key that is held down is no scanner', () => {
  const held = Array.from({ length: 8 }, (_, index) => ({ ...plain('a'), repeat: index > 0 }))
  expect(type([...held, plain('Enter')], 30).at(-1)).toEqual({ kind: 'none' })
})

test('commands and composed characters are no scanner', () => {
  expect(
    type([...[...'abcd'].map((key) => ({ ...plain(key), command: true })), plain('Enter')], 5).at(-1),
  ).toEqual({
    kind: 'none',
  })
  expect(
    type([...[...'abcd'].map((key) => ({ ...plain(key), composing: true })), plain('Enter')], 5).at(-1),
  ).toEqual({
    kind: 'none',
  })
})

test('three characters are too few to tell', () => {
  expect(type(keysOf('042'), 5).at(-1)).toEqual({ kind: 'none' })
})

test('Enter long after a burst is a person who presses Enter', () => {
  const burst = createKeyBurst()
  for (const [index, key] of [...'FB-042'].entries()) burst.press(plain(key), index * 5)
  expect(burst.press(plain('Enter'), 500)).toEqual({ kind: 'none' })
})

test('what a person typed before a scan is no part of the code', () => {
  const burst = createKeyBurst()
  burst.press(plain('J'), 0)
  burst.press(plain('o'), 120)
  for (const [index, key] of [...'FB-042'].entries()) burst.press(plain(key), 400 + index * 5)
  expect(burst.press(plain('Enter'), 435)).toEqual({ kind: 'scan', code: 'FB-042' })
})

test('two scans right after each other are two codes', () => {
  const burst = createKeyBurst()
  const codes = [...keysOf('AAAA'), ...keysOf('BBBB')].map((key, index) => burst.press(key, index * 5))
  expect(codes.filter((step) => step.kind === 'scan')).toEqual([
    { kind: 'scan', code: 'AAAA' },
    { kind: 'scan', code: 'BBBB' },
  ])
})

test('arrow keys end a burst', () => {
  expect(type([...[...'FB-0'].map(plain), plain('ArrowLeft'), plain('Enter')], 5).at(-1)).toEqual({
    kind: 'none',
  })
})
