import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** All that is aimed at. What is not here is no aim; what is here never leaves the page. */
const IDS = `
  1.2.1 1.2.4 1.2.10 1.3.12 1.5.3
  2.2.1 2.2.2 2.2.3 2.3.1 2.3.3 2.3.4 2.4.1
  3.2.1 3.2.2 3.3.1 3.3.4 3.4.2 3.4.3 3.4.4 3.4.6 3.5.1
  4.1.3 4.1.4 4.2.1 4.4.2 4.4.3
  5.2.1 5.2.2 5.2.3 5.2.4 5.2.6 5.3.1 5.3.2 5.4.2
  6.2.1 6.2.4 6.2.8 6.2.12 6.3.1 6.3.2 6.3.3 6.3.4 6.3.8 6.4.1 6.4.3 6.4.6 6.5.1 6.5.2 6.5.5 6.5.8
  7.2.3 7.2.4 7.3.1 7.3.2 7.4.1 7.4.2 7.4.3 7.4.5 7.5.1 7.5.2
  8.1.1 8.2.1 8.2.2 8.2.3 8.3.1 8.3.2 8.4.1
  9.1.1 9.1.2 9.1.3 9.2.1 9.2.2 9.2.3
  10.4.5 10.4.8 11.4.2 12.2.1 13.2.2 13.3.1 13.4.2
  14.2.1 14.2.7 14.2.8 14.3.1 14.3.2 14.3.3
  15.1.2 15.3.1 15.3.3 15.3.6 15.4.2
  16.2.1 16.2.5 16.3.1 16.3.2 16.4.1 16.4.2 16.5.1 16.5.2 16.5.3 16.5.4`
  .trim()
  .split(/\s+/)
  .map((id) => `v5.0.0-${id}`)

const STATE = /^\*\*(shown|decided|pending)\*\*/
const NAMED_TEST = /`([^`]+\.(?:test|e2e)\.(?:tsx?|mjs))` "(.+?)"(?=;|$)/g
const RECORD = /\((decisions\/[\w-]+\.md)\)/g

const rows = readFileSync(`${root}docs/asvs.md`, 'utf8')
  .split(/^### /m)
  .slice(1)
  .map((section) => {
    const [head, requirement, how, state] = section.split(/^#/m)[0].trim().split('\n\n')
    const [, id, level] = /^(\S+) \((L[123])\)$/.exec(head) ?? []
    return { id, level, requirement, how, state }
  })

/** Whether the file has a test, or a group of them, whose name begins so; the name as it is written there. */
function hasTest(file, name) {
  if (!existsSync(`${root}${file}`)) return false
  const source = readFileSync(`${root}${file}`, 'utf8')
  return ["'", '"', '`'].some((quote) => {
    for (let at = source.indexOf(`${quote}${name}`); at >= 0; at = source.indexOf(`${quote}${name}`, at + 1))
      if (isCalled(source, at) || isListed(source, at, quote)) return true
    return false
  })
}

const isCalled = (source, at) =>
  /(?:\b(?:test|describe)|\))\(\s*$/.test(source.slice(Math.max(0, at - 200), at))

/** A group by its name in a table that `describe.each(Object.entries(...))` runs. */
function isListed(source, at, quote) {
  const after = source.slice(source.indexOf(quote, at + 1) + 1)
  return (
    source.includes('describe.each(Object.entries(') &&
    /\n\s*$/.test(source.slice(0, at)) &&
    /^: \{/.test(after)
  )
}

test('every requirement that is aimed at is on the page once, in words, with a level', () => {
  expect(rows.map(({ id }) => id)).toEqual(IDS)
  for (const { id, requirement, how } of rows)
    expect([id, requirement, how]).toEqual([
      id,
      expect.stringMatching(/^.{10,}$/),
      expect.stringMatching(/^To show it: .+$/),
    ])
})

test.each(rows)('$id has a state, and what it names is there', ({ state }) => {
  const [, word] = STATE.exec(state) ?? []
  expect(['shown', 'decided', 'pending']).toContain(word)
  const tests = [...state.matchAll(NAMED_TEST)].map(([, file, name]) => ({ file, name }))
  const records = [...state.matchAll(RECORD)].map(([, path]) => path)
  // Nothing that looks like the name of a file escapes the check.
  expect(tests).toHaveLength([...state.matchAll(/\.(?:test|e2e)\.(?:tsx?|mjs)`/g)].length)
  for (const { file, name } of tests)
    expect({ file, name, there: hasTest(file, name) }).toEqual({ file, name, there: true })
  for (const path of records) expect([path, existsSync(`${root}docs/${path}`)]).toEqual([path, true])
  if (word === 'shown') expect(tests.length).toBeGreaterThan(0)
  if (word === 'decided') expect(records.length).toBeGreaterThan(0)
  if (word === 'pending') expect(state).toMatch(/^\*\*pending\*\* \([a-z][a-z ,]+\)/)
})
