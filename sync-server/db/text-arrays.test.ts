import { expect, test } from 'vitest'
import { formatTextArray, parseTextArray } from './text-arrays.ts'

test('a text array comes back as it was, whatever is in it', () => {
  for (const values of [[], [''], ['a'], ['a,b', '{x}', '"', '\\', 'NULL', ' ', 'é🏈'], ['\\"', ',', '']]) {
    expect(parseTextArray(formatTextArray(values))).toEqual(values)
  }
})

test('an array is read as Postgres prints it', () => {
  expect(parseTextArray('{}')).toEqual([])
  expect(parseTextArray('{helmet,"size 7","a\\"b\\\\c","NULL",""}')).toEqual([
    'helmet',
    'size 7',
    'a"b\\c',
    'NULL',
    '',
  ])
})
