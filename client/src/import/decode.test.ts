import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode, type Encoding } from './decode.ts'
import { bytesOf } from './test-files.ts'

const roster = 'Número,Nombre,Precio\r\n12,José Peña,“45 €”\r\n13,Zoë Müller,—\r\n'

test('[import] UTF-8 with and without a mark, UTF-16 of both orders with and without one: the same text', () => {
  const plain = 'Tag,Name\r\n0042,Helmet – Señor Núñez\r\n0043,Casco\r\n'
  const ways: [Encoding, boolean][] = [
    ['utf-8', false],
    ['utf-8', true],
    ['utf-16le', true],
    ['utf-16be', true],
    ['utf-16le', false],
    ['utf-16be', false],
  ]
  for (const [encoding, mark] of ways) {
    expect(decode(bytesOf(plain, encoding, mark))).toMatchObject({ text: plain, encoding, unreadable: 0 })
  }
})

test('[import] what is no valid UTF-8 is Windows-1252, dashes and euro signs included', () => {
  expect(decode(bytesOf(roster, 'windows-1252'))).toEqual({
    text: roster,
    encoding: 'windows-1252',
    by: 'guess',
    unreadable: 0,
  })
})

test('[import] a file of an old Mac has lone carriage returns and Mac Roman accents', () => {
  const old = 'Tag,Name\r1,José Peña\r2,Zoë Müller\r'
  expect(decode(bytesOf(old, 'macintosh'))).toMatchObject({ text: old, encoding: 'macintosh' })
})

test('[import] the person overrides the guess', () => {
  const bytes = bytesOf('caf\u00E9', 'windows-1252')
  expect(decode(bytes, 'macintosh')).toMatchObject({ text: 'caf\u00C8', by: 'chosen' })
})

test('[import] UTF-8 that was cut off in its last character stays UTF-8', () => {
  const bytes = bytesOf('Núñez,José', 'utf-8')
  expect(decode(bytes.subarray(0, bytes.length - 1))).toMatchObject({
    encoding: 'utf-8',
    text: 'Núñez,Jos\uFFFD',
    unreadable: 1,
  })
})

test('[import] one foreign byte among much UTF-8 does not garble the rest', () => {
  const bytes = Uint8Array.from([...bytesOf('Ñandú, Núñez, Peña, José, Zoë ', 'utf-8'), 0xe9])
  expect(decode(bytes)).toMatchObject({ encoding: 'utf-8', unreadable: 1 })
})

test('[import] single NUL bytes do not make a file UTF-16', () => {
  expect(decode(bytesOf('Tag,Name\n1\u0000,Helmet\n2,Pads\u0000\n', 'utf-8')).encoding).toBe('utf-8')
})

test('[import] names in every script come through UTF-16 without a mark', () => {
  const text = '名前,番号\r\n田中,12\r\nمحمد,13\r\n'
  expect(decode(bytesOf(text, 'utf-16le')).text).toBe(text)
})

test('[import] any text survives UTF-8 and marked UTF-16', () => {
  fc.assert(
    fc.property(
      fc
        .string({ unit: 'grapheme', minLength: 1 })
        .filter((text) => text.isWellFormed() && !text.startsWith('\uFEFF')),
      fc.constantFrom<[Encoding, boolean]>(['utf-8', true], ['utf-16le', true], ['utf-16be', true]),
      (text, [encoding, mark]) => {
        expect(decode(bytesOf(text, encoding, mark)).text).toBe(text)
      },
    ),
  )
})

test('[import] any bytes give well-formed text', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(decode(bytes).text.isWellFormed()).toBe(true)
    }),
  )
})
