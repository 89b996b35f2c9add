import { expect, test } from 'vitest'
import { historyAlone } from './former-schema.ts'

test('[L3] [L5] a device that moves to other schemas reads anew, and still knows the history that it had read', () => {
  expect(historyAlone({ generation: 3, complete: 3, lastSyncAt: 1, reason: 'purged', epoch: 'e1' })).toEqual({
    generation: 0,
    epoch: 'e1',
  })
  expect(historyAlone({ generation: 0 })).toBeUndefined()
  expect(historyAlone(undefined)).toBeUndefined()
})
