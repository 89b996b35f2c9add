import { expect, test } from 'vitest'
import { cleanCode, cleanLine, cleanText, saysNothing } from './clean-cell.ts'
import { dayOrderOf, readDate } from './dates.ts'
import {
  isCellError,
  isDateForText,
  isHashes,
  isScientific,
  lengthBeforeZerosWereLost,
  withoutAddedDecimal,
} from './mangled.ts'
import { decimalSignOf, readCount, readMoney } from './numbers.ts'
import { harmless, problemFile } from './problem-file.ts'
import { conditionWords, plainWord, statusWords } from './value-words.ts'

test('[import] dates as people and programs write them', () => {
  const expected: [string, string][] = [
    ['2025-03-04', '2025-03-04'],
    ['2025/3/4', '2025-03-04'],
    ['3/4/2025', '2025-03-04'],
    ['03-04-25', '2025-03-04'],
    ['3.4.2025', '2025-03-04'],
    ['2025-03-04 10:22:00 AM', '2025-03-04'],
    ['2025-03-04T10:22:00.000Z', '2025-03-04'],
    ['3/4/2025 0:00', '2025-03-04'],
    ['Mar 4, 2025', '2025-03-04'],
    ['March 4 2025', '2025-03-04'],
    ['4-Mar-25', '2025-03-04'],
    ['4th March 2025', '2025-03-04'],
    ['Tue, Mar 4, 2025', '2025-03-04'],
    ['4 de marzo de 2025', '2025-03-04'],
    ['4 mar. 2025', '2025-03-04'],
    ['20250304', '2025-03-04'],
    ['45720', '2025-03-04'],
    ['Aug 2024', '2024-08-01'],
    ['2019', '2019-01-01'],
  ]
  for (const [text, date] of expected) expect([text, readDate(text, 'mdy')?.date]).toEqual([text, date])
  expect(readDate('3/4/2025', 'dmy')?.date).toBe('2025-04-03')
  expect(readDate('45720', 'mdy')?.mark).toBe('serial-date')
})

test('[import] what is no day is none', () => {
  for (const text of [
    '2/30/2025',
    '13/13/2025',
    'soon',
    '0/0/0000',
    '12',
    '3/4',
    '2025-13-01',
    '1/2/3',
    'ASAP 2025x',
  ])
    expect([text, readDate(text, 'mdy')]).toEqual([text, undefined])
})

test('[import] the order of day and month is asked only where the column leaves it open', () => {
  expect(dayOrderOf(['2025-03-04', 'Mar 5, 2025', '7/7/2025'])).toEqual({ evidence: 'none' })
  expect(dayOrderOf(['3/4/2025', '5/6/2025'])).toEqual({ evidence: 'open', example: '3/4/2025' })
  expect(dayOrderOf(['3/4/2025', '5/16/2025'])).toEqual({ evidence: 'mdy', example: '3/4/2025' })
  expect(dayOrderOf(['3/4/2025', '16/5/2025'])).toEqual({ evidence: 'dmy', example: '3/4/2025' })
  expect(dayOrderOf(['5/16/2025', '16/5/2025', '1/2/2025'])).toEqual({
    evidence: 'mixed',
    example: '1/2/2025',
  })
})

test('[import] money as it is written here and elsewhere', () => {
  const cents = (text: string, sign: '.' | ',' = '.') => readMoney(text, sign)?.cents
  expect(cents('$1,234.50')).toBe(123450)
  expect(cents('45')).toBe(4500)
  expect(cents('.5')).toBe(50)
  expect(cents('USD 40.00')).toBe(4000)
  expect(cents('19.99 each')).toBe(1999)
  expect(cents('1.234,50 €', ',')).toBe(123450)
  expect(cents('1 234,5', ',')).toBe(123450)
  expect(cents('(12.00)')).toBe(-1200)
  expect(cents('-3')).toBe(-300)
  expect(readMoney('4.999', '.')).toEqual({ cents: 500, rounded: true })
  expect(readMoney('0.07', '.')).toEqual({ cents: 7, rounded: false })
  for (const text of ['free', '', '1.23E+5', '12/4', '1.2.3', '99999999999999999999'])
    expect(cents(text)).toBeUndefined()
})

test('[import] which sign separates decimals is seen from the column', () => {
  expect(decimalSignOf(['12.50', '1,200'])).toBe('.')
  expect(decimalSignOf(['12,50', '1.200'])).toBe(',')
  expect(decimalSignOf(['1,200', '3,000'])).toBe('.')
  expect(decimalSignOf(['1.234,50'])).toBe(',')
})

test('[import] counts as people write them', () => {
  expect(['12', '1,200', '12.0', '12 pcs', '3 pairs', '24 uds', '-4', '0', '1.200'].map(readCount)).toEqual([
    12, 1200, 12, 12, 3, 24, -4, 0, 1200,
  ])
  expect(['', 'dozen', '12.5', '1e5', '12/15', '1,20', '9'.repeat(30)].map(readCount)).toEqual(
    Array(7).fill(undefined),
  )
})

test('[import] values that a spreadsheet mangled are recognized, codes that only look so are not', () => {
  expect(['1.23E+11', '1,23E+11', '9E+15', '4.5E12'].map(isScientific)).toEqual([true, true, true, true])
  expect(['3E-12', '1E5', '12E', 'E12', '123'].map(isScientific)).toEqual([false, false, false, false, false])
  expect(['########', '##'].map(isHashes)).toEqual([true, true])
  expect(['#12', '#'].map(isHashes)).toEqual([false, false])
  expect(['#REF!', '#N/A', '#¡VALOR!', '#name?'].map(isCellError)).toEqual([true, true, true, true])
  expect(['2-Mar', 'Oct-12', '3-ene'].map(isDateForText)).toEqual([true, true, true])
  expect(['2-Marker', 'M-12', '2-3'].map(isDateForText)).toEqual([false, false, false])
  expect(['12.0', '10045.00', '12.5', 'v1.0'].map(withoutAddedDecimal)).toEqual([
    '12',
    '10045',
    undefined,
    undefined,
  ])
})

test('[import] lost leading zeros are suspected where codes of one length have shorter ones among them', () => {
  expect(lengthBeforeZerosWereLost(['100456', '100457', '100458', '98', '1234'])).toBe(6)
  expect(lengthBeforeZerosWereLost(['1', '2', '3', '10', '11', '120'])).toBeUndefined()
  expect(lengthBeforeZerosWereLost(['000456', '100457', '100458', '98'])).toBeUndefined()
  expect(lengthBeforeZerosWereLost(['A100', 'A99', 'B1', '12345'])).toBeUndefined()
  // The catalogue knows 0098: then the file's 98 is that one.
  expect(lengthBeforeZerosWereLost(['98', '1234', '2345'], new Set(['0098']))).toBe(4)
})

test('[import] cells lose what no eye sees and keep what is meant', () => {
  expect(cleanLine('\u00A0 Helmet\u200B ').text).toBe('Helmet')
  expect(cleanLine('Head\nCoach').text).toBe('Head Coach')
  expect(cleanText('first\nsecond').text).toBe('first\nsecond')
  expect(cleanCode('\u202A0042\u202C\uFEFF').text).toBe('0042')
  expect(cleanCode('="00123"').text).toBe('00123')
  expect(cleanCode("'00123").text).toBe('00123')
  expect(cleanLine("'=HYPERLINK(1)").text).toBe('=HYPERLINK(1)')
  expect(cleanLine("O'Brien")).toEqual({ text: "O'Brien", marks: [] })
  expect(cleanLine('a\u0000b')).toEqual({ text: 'ab', marks: ['control-characters'] })
  expect(cleanLine('JosÃ© NuÃ±ez').marks).toEqual(['garbled'])
  expect(cleanLine('Nu\uFFFDez').marks).toEqual(['unreadable'])
  expect(cleanLine('a\uD800').text).toBe('a\uFFFD')
  // A joiner inside of a Persian name or an emoji belongs to it.
  expect(cleanLine('علی\u200Cرضا').text).toBe('علی\u200Cرضا')
  // Decomposed and composed accents are one name.
  expect(cleanLine('Nu\u006E\u0303ez').text).toBe('Nu\u00F1ez')
  expect(['N/A', 'none', '-', '#N/A', 'S/N'].every(saysNothing)).toBe(true)
})

test('[import] words of other trackers', () => {
  const status = (word: string) => statusWords.get(plainWord(word))
  expect(
    ['Checked-Out', 'IN STOCK', 'Ready to Deploy', 'Perdido', 'En reparación', 'Disposed'].map(status),
  ).toEqual(['checked_out', 'available', 'available', 'lost', 'in_maintenance', 'retired'])
  expect(conditionWords.get(plainWord('Like-New'))).toBe('new')
  expect(conditionWords.get(plainWord('Dañado'))).toBe('poor')
})

test('[import] the file of rows to mend runs no formula and comes back unchanged', () => {
  const cells = ['=1+1', '+cmd', '-2+3', '@SUM(A1)', '-12.50', '+1 555 0100', 'a "quoted", cell', ' =x']
  expect(cells.map(harmless)).toEqual([
    "'=1+1",
    "'+cmd",
    "'-2+3",
    "'@SUM(A1)",
    '-12.50',
    "'+1 555 0100",
    'a "quoted", cell',
    "' =x",
  ])
  expect(cells.map((cell) => cleanLine(harmless(cell)).text)).toEqual(cells.map((cell) => cell.trim()))
  const text = problemFile(
    ['Tag', 'Name'],
    [{ line: 7, cells: ['1', '=2+2'], reasons: ['Twice', 'No name'] }],
    {
      line: 'Line',
      problem: 'Problem',
    },
  )
  expect(text).toBe("\uFEFFTag,Name,Line,Problem\r\n1,'=2+2,7,Twice; No name\r\n")
})
