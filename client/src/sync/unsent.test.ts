import { expect, test } from 'vitest'
import { holds } from './unsent.ts'

test('[D6] a file holds what is unsent where nothing came since, also if some of it was sent meanwhile', () => {
  expect(holds('teams/a/1\nteams/b/2', 'teams/a/1\nteams/b/2')).toBe(true)
  expect(holds('teams/a/1\nteams/b/2', 'teams/b/2')).toBe(true)
  expect(holds('teams/a/1', '')).toBe(true)
})

test('[D6] what was written after the file was made is not in it', () => {
  expect(holds('teams/a/1', 'teams/a/2')).toBe(false)
  expect(holds('teams/a/1', 'teams/a/1\nteams/b/2')).toBe(false)
  expect(holds('', 'teams/a/1')).toBe(false)
})
