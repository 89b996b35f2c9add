import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DELIMITERS, guessDelimiter, namedDelimiter } from './delimiter.ts'
import { parseRecords, withPlainLineEnds } from './records.ts'
import { csv } from './test-files.ts'

const parse = (text: string, delimiter = ',', quotes = true) =>
  parseRecords(withPlainLineEnds(text), { delimiter, quotes, firstLine: 1 }).records

test('[import] LF, CRLF, lone CR and a mixture of them cut the same rows at the same lines', () => {
  const expected = [
    { line: 1, cells: ['Tag', 'Name'] },
    { line: 2, cells: ['1', 'Helmet'] },
    { line: 3, cells: ['2', 'Pads'] },
  ]
  for (const text of [
    'Tag,Name\n1,Helmet\n2,Pads\n',
    'Tag,Name\r\n1,Helmet\r\n2,Pads',
    'Tag,Name\r1,Helmet\r2,Pads\r',
    'Tag,Name\r\n1,Helmet\n2,Pads\r',
  ])
    expect(parse(text)).toEqual(expected)
})

test('[import] a quoted cell with line ends keeps the lines behind it right', () => {
  const records = parse('Tag,Notes\r\n1,"first\r\nsecond\r\nthird"\r\n\r\n2,none\r\n')
  expect(records).toEqual([
    { line: 1, cells: ['Tag', 'Notes'] },
    { line: 2, cells: ['1', 'first\nsecond\nthird'] },
    { line: 6, cells: ['2', 'none'] },
  ])
})

test('[import] a quote that closes nowhere is said of its row', () => {
  expect(parse('Tag,Name\n1,"Helmet\n2,Pads\n')).toEqual([
    { line: 1, cells: ['Tag', 'Name'] },
    { line: 2, cells: ['1', 'Helmet\n2,Pads\n'], quotes: 'open' },
  ])
  expect(parse('Tag,Name\n1,"Helmet\n2,Pads\n', ',', false)).toEqual([
    { line: 1, cells: ['Tag', 'Name'] },
    { line: 2, cells: ['1', '"Helmet'] },
    { line: 3, cells: ['2', 'Pads'] },
  ])
})

test('[import] a quote in the middle of a quoted cell is said of its row, inch marks elsewhere are text', () => {
  const records = parse('Tag,Name\n1,"6" stud"\n2,6" stud\n')
  expect(records[1]).toMatchObject({ line: 2, quotes: 'broken' })
  expect(records[2]).toEqual({ line: 3, cells: ['2', '6" stud'] })
})

test('[import] the line sep=; of a spreadsheet names the delimiter', () => {
  expect(namedDelimiter('sep=;\nTag;Name\n')).toEqual({ delimiter: ';', length: 6 })
  expect(namedDelimiter('"sep=\t"\nTag\tName\n')).toEqual({ delimiter: '\t', length: 8 })
  expect(namedDelimiter('Tag;Name\n')).toBeUndefined()
})

test('[import] the delimiter is found where cells hold other delimiters', () => {
  expect(guessDelimiter('Nombre;Precio\nCasco, azul;12,50\nGuantes;3,00\n')).toBe(';')
  expect(guessDelimiter('Name\tNotes\nHelmet, blue; new\tok\nPads\tok, fine\n')).toBe('\t')
  expect(guessDelimiter('Name,Notes\n"a;b;c","d;e"\nPads,none\n')).toBe(',')
  expect(guessDelimiter('Name|Qty\nBall|3\n')).toBe('|')
  expect(guessDelimiter('Name\nBall\nBat\n')).toBe(',')
})

const cell = fc.string({
  unit: fc.constantFrom('a', 'é', '"', ',', ';', '\t', '|', '\n', ' ', '0', '名'),
  maxLength: 8,
})

test('[import] what was written as CSV is read back, cell by cell and line by line', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
      fc.constantFrom(...DELIMITERS),
      fc.constantFrom('\n', '\r\n', '\r'),
      (rows, delimiter, end) => {
        const expected: { line: number; cells: string[] }[] = []
        let line = 1
        for (const cells of rows) {
          if (cells.some((text) => text.trim() !== '')) expected.push({ line, cells })
          line += 1 + cells.join('').split('\n').length - 1
        }
        expect(parse(csv(rows, delimiter, end), delimiter)).toEqual(expected)
      },
    ),
  )
})

test('[import] any text is read without an error, and lines never go back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, quotes) => {
      const lines = parse(text, ',', quotes).map((record) => record.line)
      expect(lines).toEqual(lines.toSorted((a, b) => a - b))
      expect(new Set(lines).size).toBe(lines.length)
    }),
  )
})
