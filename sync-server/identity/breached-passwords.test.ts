import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { breachedPasswords } from './breached-passwords.ts'

const folder = mkdtempSync(join(tmpdir(), 'etrax-breached-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const hashOf = (password: string) => createHash('sha1').update(password).digest('hex').toUpperCase()
function listOf(passwords: readonly string[], end: string, counts = true) {
  const path = join(folder, `list-${passwords.length}-${end.length}-${counts}.txt`)
  const lines = passwords.map(hashOf).sort()
  writeFileSync(path, lines.map((hash, index) => `${hash}${counts ? `:${index + 1}` : ''}${end}`).join(''))
  return breachedPasswords(path)
}

const many = Array.from({ length: 500 }, (_, index) => `stolen number ${index}`)

test.each([
  ['as it is offered', '\r\n', true],
  ['with plain ends', '\n', true],
  ['without counts', '\n', false],
])(
  '[v5.0.0-6.2.12] every password of the list is found in a file %s, and no other',
  async (_, end, counts) => {
    const list = listOf(many, end, counts)
    for (const password of many) expect(await list.has(password)).toBe(true)
    for (const password of ['', 'stolen number 500', 'Stolen number 1', 'stolen number 1 '])
      expect(await list.has(password)).toBe(false)
  },
)

test.each([0, 1, 2])('a list of %i', async (count) => {
  const list = listOf(many.slice(0, count), '\n')
  for (const [index, password] of many.slice(0, 4).entries())
    expect(await list.has(password)).toBe(index < count)
})

test('without a file nothing is on the list; a file that is not there is refused at once', async () => {
  expect(await breachedPasswords(undefined).has('stolen number 1')).toBe(false)
  expect(() => breachedPasswords(join(folder, 'absent.txt'))).toThrow('ENOENT')
})
