import { expect, test } from 'vitest'
import { uuidFromDigest, uuidv7 } from '../../../../shared/ids.ts'
import { isAccount } from './is-account.ts'

test('[S6] neither a station nor who stands for another school is offered as an account', () => {
  expect(isAccount({ id: uuidv7(), role: 'USER' })).toBe(true)
  expect(isAccount({ id: uuidv7(), role: 'STATION' })).toBe(false)
  expect(isAccount({ id: uuidFromDigest(new Uint8Array(32)), role: 'USER' })).toBe(false)
})
