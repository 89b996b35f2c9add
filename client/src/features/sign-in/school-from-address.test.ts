import { expect, test } from 'vitest'
import { schoolFromAddress } from './school-from-address.ts'

test.each([
  ['northridge.etrax.example', 'northridge'],
  ['NorthRidge.etrax.example', 'northridge'],
  ['st-mary.localhost', 'st-mary'],
  ['etrax.example', undefined],
  ['etrax.district.example', undefined],
  ['www.etrax.example', undefined],
  ['localhost', undefined],
  ['192.168.1.20', undefined],
  ['[::1]', undefined],
  ['tablet', undefined],
])('the address %s names the school %s', (hostname, school) => {
  expect(schoolFromAddress(hostname)).toBe(school)
})
