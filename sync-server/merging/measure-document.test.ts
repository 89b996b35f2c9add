import * as automerge from '@automerge/automerge'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commit, withHandles } from '../../shared/merge-document/automerge.ts'
import { fromBase64, toBase64 } from '../../shared/merge-document/base64.ts'
import { FIRST_DOCUMENT, firstDocument, NOTES, TAGS } from '../../shared/merge-document/first-change.ts'
import { encodeDocument, openDocument } from '../../shared/merge-document/open-document.ts'
import { decompressionBomb } from './bomb.ts'
import { measureDocument } from './measure-document.ts'
import { manyChanges, slowDocument } from './slow-document.ts'

/** What is measured without opening a document, and what the library says when it has opened it. */
function compared(encoded: string) {
  const opened = withHandles((keep) => keep(openDocument(automerge, encoded)!).stats())
  return { measured: measureDocument(encoded).size, opened: opened.numOps + 10 * opened.numChanges }
}

test('[A1] a document is measured as it is found when it is opened', () => {
  const edit = fc.record({
    at: fc.nat(20),
    taken: fc.nat(8),
    words: fc.string({ maxLength: 400 }),
    tag: fc.option(fc.string({ minLength: 1, maxLength: 9 })),
    commits: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
      const encoded = withHandles((keep) => {
        const handle = keep(firstDocument(automerge, 'cd'.repeat(16)))
        for (const { at, taken, words, tag, commits } of edits) {
          const length = handle.length(NOTES)
          const place = Math.min(at, length)
          handle.splice(NOTES, place, Math.min(taken, length - place), words)
          if (tag !== null) handle.put(TAGS, tag, true)
          if (commits) commit(handle)
        }
        commit(handle)
        return encodeDocument(handle)
      })
      const { measured, opened } = compared(encoded)
      expect(measured).toBeGreaterThanOrEqual(opened)
      // What it unpacks to, and words that were taken away, count as well.
      expect(measured).toBeLessThan(opened * 1.5 + 20)
    }),
    { numRuns: 60 },
  )
})

test('[A1] a history of more than is opened is told by its few bytes', () => {
  expect(measureDocument(FIRST_DOCUMENT).size).toBeCloseTo(13, 0)
  const long = slowDocument(90_000)
  expect(long.length).toBeLessThan(1_000)
  expect(measureDocument(long).issue).toBeUndefined()
  expect(measureDocument(slowDocument(110_000))).toMatchObject({
    issue: { field: 'merge', code: 'history-too-long', limit: 100_000 },
  })
  expect(measureDocument(manyChanges(10_500))).toMatchObject({ issue: { code: 'history-too-long' } })
})

test('[A1] what unpacks to more than it may is refused before it has been unpacked', () => {
  expect(measureDocument(decompressionBomb(3)).issue).toBeUndefined()
  expect(measureDocument(decompressionBomb(250))).toMatchObject({
    issue: { field: 'merge', code: 'history-too-long' },
  })
})

test('[A1] what is no document, or a broken one, is measured without harm', () => {
  for (const text of ['', '%%%', toBase64(new Uint8Array(100)), FIRST_DOCUMENT.slice(0, 100)])
    expect(measureDocument(text).issue).toEqual({ field: 'merge', code: 'malformed' })
  const good = fromBase64(slowDocument(20_000))!
  const places = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(places, (changes) => {
      const bad = good.slice()
      for (const [at, byte] of changes) bad[at] = byte
      const { size, issue } = measureDocument(toBase64(bad))
      expect(size).toBeLessThanOrEqual(100_000)
      if (issue) expect(['malformed', 'history-too-long']).toContain(issue.code)
    }),
  )
})
