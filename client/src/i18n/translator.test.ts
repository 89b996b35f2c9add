import { afterEach, expect, test } from 'vitest'
import { formatAge, formatBytes, formatDate, formatDateTime, formatMoney } from './format.ts'
import { setLocale, setTimeZone } from './locale.ts'
import { render, translator } from './translator.ts'

const t = translator({
  en: { hello: 'Hello, {name}', pieces: { one: '{count} piece', other: '{count} pieces' } },
  es: {
    hello: 'Hola, {name}',
    pieces: { one: '{count} pieza', other: '{count} piezas', many: '{count} de piezas' },
  },
})

afterEach(() => {
  setLocale('en')
  setTimeZone('UTC')
})

test('the language chosen decides', () => {
  setLocale('en')
  expect(t('hello', { name: 'Ana' })).toBe('Hello, Ana')
  setLocale('es')
  expect(t('hello', { name: 'Ana' })).toBe('Hola, Ana')
})

test('the count decides the form, and is written as the language writes numbers', () => {
  expect([0, 1, 2, 12_000].map((count) => t('pieces', { count }))).toEqual([
    '0 pieces',
    '1 piece',
    '2 pieces',
    '12,000 pieces',
  ])
  setLocale('es')
  expect([0, 1, 2, 12_000, 1_000_000].map((count) => t('pieces', { count }))).toEqual([
    '0 piezas',
    '1 pieza',
    '2 piezas',
    '12,000 piezas',
    '1,000,000 de piezas',
  ])
})

test('a value that looks like a placeholder is shown and not filled in', () => {
  expect(t('hello', { name: '{count} $& <b>' })).toBe('Hello, {count} $& <b>')
})

test('a message without the form for a count takes the general one', () => {
  expect(render({ one: 'a', other: 'b {count}' }, { count: 1_000_000 }, 'es')).toBe('b 1,000,000')
})

test('times are the school’s, wherever the device is', () => {
  setTimeZone('America/Los_Angeles')
  expect(formatDateTime('2026-08-29T03:30:00Z').replace(/\u202f/g, ' ')).toBe('Aug 28, 2026, 8:30 PM')
  setTimeZone('America/New_York')
  expect(formatDateTime('2026-08-29T03:30:00Z').replace(/\u202f/g, ' ')).toBe('Aug 28, 2026, 11:30 PM')
})

test('a plain day is that day in every zone', () => {
  setTimeZone('America/Los_Angeles')
  expect(formatDate('2026-10-01')).toBe('Oct 1, 2026')
  setLocale('es')
  expect(formatDate('2026-10-01')).toBe('1 oct 2026')
})

test('an unknown time zone is refused and changes nothing', () => {
  setTimeZone('America/Denver')
  expect(() => setTimeZone('Mars/Olympus')).toThrow(RangeError)
  expect(formatDateTime('2026-01-01T12:00:00Z')).toContain('5:00')
})

test('what is no date is shown as it is', () => {
  expect(formatDate('soon')).toBe('soon')
  expect(formatAge('never')).toBe('never')
})

test('an age is told in its largest whole unit', () => {
  const now = Date.UTC(2026, 8, 12, 12)
  const ago = (ms: number) => formatAge(now - ms, now)
  expect([0, 59_000, 60_000, 7_199_000, 86_400_000, 3 * 86_400_000].map(ago)).toEqual([
    'now',
    'now',
    '1 minute ago',
    '1 hour ago',
    'yesterday',
    '3 days ago',
  ])
  setLocale('es')
  expect(ago(7_200_000)).toBe('hace 2 horas')
})

test('money is dollars, storage is in thousands', () => {
  expect(formatMoney(123_450)).toBe('$1,234.50')
  expect(formatBytes(1_430_000)).toBe('1.4 MB')
})
