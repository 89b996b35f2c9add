import { expect, test } from 'vitest'
import { createBackoff } from './backoff.ts'

test('[D4] attempts are spread between 1 s and 5 min, growing, with jitter', () => {
  const least = createBackoff(() => 0)
  const most = createBackoff(() => 1)
  expect(Array.from({ length: 11 }, () => least.next())).toEqual([
    1_000, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 150_000, 150_000,
  ])
  expect(Array.from({ length: 11 }, () => most.next())).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000,
  ])
})

test('[D4] a success starts anew, and the server may ask for more time', () => {
  const backoff = createBackoff(() => 1)
  backoff.next()
  backoff.next()
  expect(backoff.next(20_000)).toBe(20_000)
  backoff.reset()
  expect(backoff.next()).toBe(1_000)
  expect(backoff.next(3_600_000)).toBe(300_000)
})
