import { expect, test } from 'vitest'
import { nextPath } from './next-path.ts'

test.each([
  ['/reviews?state=open', '/reviews?state=open'],
  [undefined, '/'],
  ['', '/'],
  ['https://elsewhere.example', '/'],
  ['//elsewhere.example', '/'],
  ['/\\elsewhere.example', '/'],
  ['/sign-in?next=/x', '/'],
])('after signing in, next=%s leads to %s and never off this site', (next, path) => {
  expect(nextPath(next)).toBe(path)
})
