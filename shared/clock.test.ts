import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createClock, formatStamp, isStamp, laterStamp, maxStamp, parseStamp } from './clock.ts'

test('[C2] the text form is 13 digits, 4 base36 digits and the device', () => {
  expect(formatStamp({ ms: 1_795_457_681_813, counter: 36, deviceId: 'tablet-1' })).toBe(
    '1795457681813-0010-tablet-1',
  )
  expect(parseStamp('1795457681813-0010-tablet-1')).toEqual({
    ms: 1_795_457_681_813,
    counter: 36,
    deviceId: 'tablet-1',
  })
  for (const wrong of [
    '',
    '1-0000-a',
    '1795457681813-0010-',
    '1795457681813-00A0-a',
    '1795457681813-0010-a b',
  ]) {
    expect(isStamp(wrong)).toBe(false)
    expect(parseStamp(wrong)).toBeUndefined()
  }
  expect(isStamp(5)).toBe(false)
})

test('[C2] stamps compare as bytes, as time does', () => {
  const parts = fc.record({
    ms: fc.integer({ min: 0, max: 9_999_999_999_999 }),
    counter: fc.integer({ min: 0, max: 36 ** 4 - 1 }),
  })
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      const later = a.ms > b.ms || (a.ms === b.ms && a.counter > b.counter)
      expect(laterStamp(formatStamp({ ...a, deviceId: 'd' }), formatStamp({ ...b, deviceId: 'd' }))).toBe(
        later,
      )
    }),
  )
  expect(laterStamp(undefined, undefined)).toBe(false)
  expect(laterStamp('a', undefined)).toBe(true)
  expect(maxStamp('a', 'b')).toBe('b')
  expect(maxStamp('b', undefined)).toBe('b')
  expect(maxStamp(undefined, undefined)).toBe('')
})

test('[C2] a device’s stamps never go back and are later than all that it received, whatever its clock does', () => {
  const step = fc.oneof(
    fc.record({ now: fc.integer({ min: 0, max: 50 }) }),
    fc.record({
      received: fc.integer({ min: 0, max: 60 }),
      counter: fc.integer({ min: 0, max: 36 ** 4 - 1 }),
    }),
    fc.constant('stamp' as const),
    fc.constant('restart' as const),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let now = 0
      let clock = createClock('me', () => now)
      let highest = ''
      for (const each of steps) {
        if (each === 'restart') clock = createClock('me', () => now, clock.last())
        else if (each === 'stamp') {
          const made = clock.next()
          expect(made > highest).toBe(true)
          highest = made
        } else if ('now' in each) now = each.now
        else {
          const received = formatStamp({ ms: each.received, counter: each.counter, deviceId: 'other' })
          clock.receive(received)
          expect(laterStamp(clock.next(), received)).toBe(true)
          highest = maxStamp(highest, clock.last())
        }
      }
    }),
  )
})

test('[C2] a full counter goes on in the next millisecond', () => {
  const clock = createClock('me', () => 5, formatStamp({ ms: 5, counter: 36 ** 4 - 1, deviceId: 'me' }))
  expect(clock.next()).toBe('0000000000006-0000-me')
})

test('what is no stamp is not received', () => {
  const clock = createClock('me', () => 5)
  clock.receive('9999999999999')
  clock.receive(formatStamp({ ms: 1, counter: 0, deviceId: 'other' }))
  expect(clock.next()).toBe('0000000000005-0000-me')
})
