import fc from 'fast-check'
import jsqr from 'jsqr'
import { expect, test } from 'vitest'
import { qrPath } from '../../ui/qr-path.ts'
import { newTagCodes } from './new-codes.ts'
import { labelsOnSheet, layoutProblem, onSheets, PRESETS, placeOf, presets } from './sheet-layout.ts'

test('[labels] every preset fits on its paper', () => {
  expect(PRESETS.map((preset) => layoutProblem(presets[preset]))).toEqual(PRESETS.map(() => undefined))
})

test('[labels] sizes that cannot be are named', () => {
  const sheet = presets.avery5160
  expect(layoutProblem({ ...sheet, columns: 4 })).toBe('too-wide')
  expect(layoutProblem({ ...sheet, rows: 11 })).toBe('too-high')
  expect(layoutProblem({ ...sheet, pitchX: 60 })).toBe('too-wide')
  expect(layoutProblem({ ...sheet, width: 5 })).toBe('too-small')
  expect(layoutProblem({ ...sheet, columns: 1.5 })).toBe('number')
  expect(layoutProblem({ ...sheet, left: Number.NaN })).toBe('number')
})

test('[labels] labels follow row by row, from the first free one, over sheets', () => {
  const sheet = presets.avery5163
  expect(placeOf(sheet, 0)).toEqual({ sheet: 0, x: 3.96875, y: 12.7 })
  expect(placeOf(sheet, 1)).toEqual({ sheet: 0, x: 110.33125, y: 12.7 })
  expect(placeOf(sheet, 0, 9)).toEqual({ sheet: 0, x: 110.33125, y: 12.7 + 4 * 50.8 })
  expect(placeOf(sheet, 1, 9)).toEqual({ sheet: 1, x: 3.96875, y: 12.7 })
  const items = ['a', 'b', 'c']
  expect(onSheets(sheet, items, 8).map((one) => one.map(({ item }) => item))).toEqual([['a', 'b'], ['c']])
  expect(labelsOnSheet(sheet)).toBe(10)
})

test('[labels] new codes are free, different, and no spreadsheet turns them into numbers', () => {
  const codes = newTagCodes(2_000, (code) => code.startsWith('A'))
  expect(new Set(codes).size).toBe(2_000)
  for (const code of codes) {
    expect(code).toMatch(/^[0-9B-HJKMNP-TV-Z][0-9A-HJKMNP-TV-Z]{7}$/)
    expect(Number.isNaN(Number(code))).toBe(true)
  }
})

test('[labels] a code made twice is made anew', () => {
  let made = 0
  const random = (bytes: Uint8Array<ArrayBuffer>) => {
    made += 1
    return bytes.fill(made === 1 ? 10 : made === 2 ? 10 : 11)
  }
  expect(newTagCodes(2, () => false, random)).toEqual(['AAAAAAAA', 'BBBBBBBB'])
})

test.each(['12345678', '12E34567', '0X12AB34', '0B101011'])(
  '[labels] %s is no new code: it reads as a number',
  (number) => {
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
    let made = 0
    const random = (bytes: Uint8Array<ArrayBuffer>) => {
      made += 1
      bytes.set(
        Array.from(made === 1 ? number : 'HELMETQQ', (letter) => Math.max(0, alphabet.indexOf(letter))),
      )
      return bytes
    }
    expect(newTagCodes(1, () => false, random)).not.toEqual([number])
    expect(made).toBe(2)
  },
)

/** What a scanner reads from the drawn path. */
function scanned(text: string): string | undefined {
  const qr = qrPath(text)
  if (!qr) return undefined
  const scale = 4
  const side = qr.size * scale
  const data = new Uint8ClampedArray(side * side * 4).fill(255)
  for (const [, x, y, width] of qr.path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1) {
      for (let column = Number(x) * scale; column < (Number(x) + Number(width)) * scale; column += 1)
        data.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3)
    }
  }
  return jsqr(data, side, side)?.data
}

test('[labels] what is drawn is what a scanner reads, codes of every kind', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9A-Z./:-]{1,60}$/), (text) => {
      expect(scanned(text)).toBe(text)
    }),
    { numRuns: 60 },
  )
  expect(scanned('Señal-42')).toBe('Señal-42')
})

test('[labels] a text that fits into no code is none', () => {
  expect(qrPath('x'.repeat(5_000))).toBeUndefined()
  expect(qrPath('')).toBeUndefined()
})
