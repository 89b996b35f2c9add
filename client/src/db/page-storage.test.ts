import { expect, test } from 'vitest'
import { goesWith } from './page-storage.ts'

const ann = { tenant: 'northridge', userId: '0190a000-0000-7000-8000-00000000000a' }
const ben = '0190a000-0000-7000-8000-00000000000b'

test.each([
  [`etrax.draft.northridge.${ann.userId}.equipment-new`, true],
  [`etrax.station.${ann.userId}`, true],
  ['etrax.station.due', true],
  ['etrax.here', true],
  [`etrax.draft.northridge.${ben}.equipment-new`, false],
  [`etrax.station.${ben}`, false],
  ['etrax.theme', false],
  ['etrax.labels', false],
  ['of-another-program', false],
])('[v5.0.0-14.3.1] %s goes when its person leaves the device: %s', (key, goes) => {
  expect(goesWith(key, ann)).toBe(goes)
})
