import { expect, test } from 'vitest'
import { StorageError } from '../../db/storage-error.ts'
import { ApiError } from '../../sync/api-error.ts'
import { signInProblem, timeLeft } from './sign-in-problem.ts'

test('the wait that the server names is kept to the second', () => {
  const error = new ApiError('too-many-requests', 'Too many.', { status: 429, retryAfter: 95 })
  expect(signInProblem(error, 1_000)).toEqual({
    kind: 'too-many-requests',
    code: 'too-many-requests',
    until: 96_000,
  })
  expect(timeLeft(96_000, 1_000)).toBe('1:35')
  expect(timeLeft(96_000, 95_400)).toBe('0:01')
  expect(timeLeft(96_000, 99_000)).toBe('0:00')
})

test('each cause has words of its own, and what nobody foresaw keeps its code', () => {
  expect(signInProblem(new ApiError('offline', ''), 0).kind).toBe('offline')
  expect(signInProblem(new ApiError('invalid-credentials', '', { status: 401 }), 0).kind).toBe(
    'invalid-credentials',
  )
  expect(signInProblem(new ApiError('shutting-down', '', { status: 503 }), 0).kind).toBe('unavailable')
  expect(signInProblem(new StorageError('quota', ''), 0)).toEqual({ kind: 'storage', code: 'quota' })
  expect(signInProblem(new ApiError('malformed-request', '', { status: 400 }), 0)).toEqual({
    kind: 'unexpected',
    code: 'malformed-request',
  })
})
