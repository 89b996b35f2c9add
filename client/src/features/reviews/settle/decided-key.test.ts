import { expect, test } from 'vitest'
import { decidedKey } from './decided-key.ts'

test('[S4] of a thing that came back by its ledger, that it lives is not told as its deletion', () => {
  const asked = { kind: 'deletion', reason: { code: 'asked' } } as const
  const revived = { kind: 'deletion', reason: { code: 'transaction-of-deleted' } } as const
  expect(decidedKey(asked, 'take-device')).toBe('did.deletion.take-device')
  expect(decidedKey(asked, 'take-server')).toBe('did.deletion.take-server')
  expect(decidedKey(revived, 'take-device')).toBe('did.deletion.take-server')
  expect(decidedKey(revived, 'take-server')).toBe('did.deletion.take-device')
})

test('where a kind has no words of its own, the action has', () => {
  expect(decidedKey({ kind: 'rejected' }, 'take-device')).toBe('did.take-device')
  expect(decidedKey({ kind: 'custody-fork' }, 'take-device')).toBe('did.custody-fork.take-device')
  expect(decidedKey({ kind: 'deletion', reason: { code: 'asked' } }, 'reject')).toBe('did.reject')
})
