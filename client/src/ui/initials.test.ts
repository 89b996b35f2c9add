import { expect, test } from 'vitest'
import { initials } from './initials.ts'

test('first and last word give the letters, accents and scripts stay whole', () => {
  expect(
    ['Jordan Lee', 'Ana María García Peña', 'cher', '  Zoë  ', '李 小龙', 'E\u0301mile Zola', ''].map(
      initials,
    ),
  ).toEqual(['JL', 'AP', 'C', 'Z', '李小', 'E\u0301Z', ''])
})
