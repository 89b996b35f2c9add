import { expect, test } from 'vitest'
import { DEVICE_ID_PATTERN } from './clock.ts'
import { pinIssue, pinPause, stationDeviceId, stationOf } from './station.ts'

const STATION = '0190a000-0000-7000-8000-00000000000a'

test('a station’s device names it and its enrolment, and is a device id like any other', () => {
  const deviceId = stationDeviceId(STATION, 12)
  expect(deviceId).toMatch(new RegExp(DEVICE_ID_PATTERN))
  expect(stationOf(deviceId)).toBe(STATION)
})

test.each(['d0190a0000000700080', 'station', 'station.x.1', `station.${STATION}.1`, 'rest.1'])(
  '%s names no station',
  (deviceId) => expect(stationOf(deviceId)).toBeUndefined(),
)

test.each([
  ['2580', undefined],
  ['19283746', undefined],
  ['123', 'digits'],
  ['123456789', 'digits'],
  ['12a4', 'digits'],
  ['1111', 'guessable'],
  ['3456', 'guessable'],
  ['987654', 'guessable'],
])('the PIN %s: %s', (pin, issue) => expect(pinIssue(pin)).toBe(issue))

test('pauses after wrong PINs grow and stay below an hour, so that nobody is locked out of the work', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 50].map(pinPause)).toEqual([
    0, 0, 0, 5_000, 15_000, 60_000, 300_000, 900_000, 900_000,
  ])
})
