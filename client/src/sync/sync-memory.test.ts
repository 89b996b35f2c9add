import { expect, test } from 'vitest'
import { isUnpreparedHistory } from './sync-memory.ts'

test('[L3] a page of another history counts only when what was confirmed in the known one was sent again', () => {
  expect(isUnpreparedHistory({ generation: 0, epoch: 'e1' }, 'e1')).toBe(false)
  expect(isUnpreparedHistory({ generation: 0, epoch: 'e1' }, 'e2')).toBe(true)
  expect(isUnpreparedHistory({ generation: 1, epoch: 'e1', left: 'e1' }, 'e2')).toBe(false)
})

test('[L3] a second restore is prepared for like the first; a device that knows no history has nothing to send again', () => {
  expect(isUnpreparedHistory({ generation: 1, epoch: 'e2', left: 'e1' }, 'e3')).toBe(true)
  expect(isUnpreparedHistory({ generation: 1, epoch: 'e2', left: 'e1' }, 'e1')).toBe(true)
  expect(isUnpreparedHistory({ generation: 0 }, 'e2')).toBe(false)
})
