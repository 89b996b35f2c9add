import { expect, test } from 'vitest'
import { readScannedCode, shortCode } from './scanned-code.ts'

test('a plain code is looked up as it is, then in capitals, then in small letters', () => {
  expect(readScannedCode('Fb-042')).toEqual({ text: 'Fb-042', candidates: ['Fb-042', 'FB-042', 'fb-042'] })
})

test('blanks, line ends, byte order marks and zero-width characters around a code do not count', () => {
  expect(readScannedCode('\ufeff FB-042\r\n').text).toBe('FB-042')
  expect(readScannedCode('FB\u200b-0\u00ad42').text).toBe('FB-042')
})

test('direction overrides, which make a text read otherwise than it is, are taken out', () => {
  expect(readScannedCode('FB-\u202e240\u2069').text).toBe('FB-240')
})

test('a code inside an address is the last segment of its path, tried after the whole', () => {
  const { candidates } = readScannedCode('https://tags.example.org/s/etrax/FB-042?utm=mail#top')
  expect(candidates[0]).toBe('https://tags.example.org/s/etrax/FB-042?utm=mail#top')
  expect(candidates).toContain('FB-042')
  expect(candidates).toContain('fb-042')
})

test('an escaped segment is read, a broken escape leaves the text alone', () => {
  expect(readScannedCode('https://x.example/FB%20042').candidates).toContain('FB 042')
  expect(readScannedCode('https://x.example/%E0%A4%A').candidates).toEqual([
    'https://x.example/%E0%A4%A',
    'HTTPS://X.EXAMPLE/%E0%A4%A',
    'https://x.example/%e0%a4%a',
  ])
})

test('only http addresses are taken apart: a script or another scheme is text', () => {
  expect(readScannedCode('javascript:alert(1)//FB-042').candidates).not.toContain('FB-042')
  expect(readScannedCode('tel:/FB-042').candidates).not.toContain('FB-042')
})

test('an address without a path names no code', () => {
  expect(readScannedCode('https://example.org/').candidates).toEqual([
    'https://example.org/',
    'HTTPS://EXAMPLE.ORG/',
  ])
})

test('retail codes are known with 12 and with 13 digits', () => {
  expect(readScannedCode('036000291452').candidates).toEqual(['036000291452', '0036000291452'])
  expect(readScannedCode('0036000291452').candidates).toEqual(['0036000291452', '036000291452'])
})

test('4 KB of content names no code and stays whole as text', () => {
  const long = 'x'.repeat(4096)
  expect(readScannedCode(long)).toEqual({ text: long, candidates: [] })
})

test('nothing but blanks names no code', () => {
  expect(readScannedCode(' \n\t ')).toEqual({ text: '', candidates: [] })
})

test('a long code is shown with both ends, never cut through a letter', () => {
  expect(shortCode('FB-042')).toBe('FB-042')
  expect(shortCode('abcdefghijklmnopqrstuvwxyz', 10)).toBe('abcdef…xyz')
  expect(shortCode('🏈'.repeat(12), 10)).toBe(`${'🏈'.repeat(6)}…${'🏈'.repeat(3)}`)
})
