import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeTexts, splicesBetween } from './text-edits.ts'

describe('what two made of one text', () => {
  test.each([
    [
      'both add at other places',
      'Strap broken.',
      'Chin strap broken.',
      'Strap broken. Ask Ann.',
      'Chin strap broken. Ask Ann.',
    ],
    ['both add at the end', 'Old', 'Old one', 'Old two', 'Old one two'],
    ['both write the same', 'helmt', 'helmet', 'helmet', 'helmet'],
    [
      'both mend one word the same way and add',
      'helmt here',
      'helmet here now',
      'helmet here too',
      'helmet here now too',
    ],
    [
      'one removes what the other leaves',
      'keep drop keep',
      'keep keep',
      'keep drop keep more',
      'keep keep more',
    ],
    ['nothing was there', '', 'Mine', 'Yours', 'Mine\nYours'],
    ['one changes nothing', 'Text', 'Text', 'Other', 'Other'],
  ])('%s', (_what, base, one, other, expected) => {
    expect(mergeTexts(base, one, other)).toBe(expected)
  })

  test('what was typed before a bracket stays whole where the rest of the text is taken away', () => {
    expect(splicesBetween('(old)', '(new) (old)')).toEqual([{ at: 0, removed: 0, inserted: '(new) ' }])
    expect(mergeTexts('(old)', '(new) (old)', 'ok')).toContain('(new)')
    expect(splicesBetween('one (old)', 'one (new) (old)')).toEqual([
      { at: 4, removed: 0, inserted: '(new) ' },
    ])
  })

  test('words that were typed stay whole, also where the rest of the text is taken away', () => {
    expect(mergeTexts('strap broken', 'stitched', 'ok')).toContain('stitched')
    expect(mergeTexts('strap broken', 'stitched', 'ok')).toContain('ok')
  })
})

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '.', '😀', 'é'), maxLength: 40 })

test('the replacements between two texts make the one of the other', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      let made = before
      for (const { at, removed, inserted } of splicesBetween(before, after))
        made = made.slice(0, at) + inserted + made.slice(at + removed)
      expect(made).toBe(after)
    }),
  )
})

test('two long texts without a word in common are no burden', () => {
  const words = (letter: string) => Array.from({ length: 5_000 }, (_, index) => `${letter}${index}`).join(' ')
  expect(splicesBetween(words('a'), words('b'))).toHaveLength(1)
})

test('a text that is too long to be compared is replaced from where a word begins, not within its brackets', () => {
  const many = (letter: string) => Array.from({ length: 600 }, (_, at) => `${letter}${at}`).join(' ')
  const base = `(old) ${many('a')} (end)`
  const merged = mergeTexts(base, `(one) ${many('b')} (b)`, `(two) ${many('c')} (c)`)
  expect(merged).toContain('(one) b0 ')
  expect(merged).toContain('(two) c0 ')
  expect(merged).toContain(' b599 (b)')
  expect(merged).toContain(' c599 (c)')
})
