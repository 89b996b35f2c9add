import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { parseSync } from 'vite'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Every regular expression that is written down in what ships. */
function patterns() {
  const found = []
  const walk = (node, file) => {
    if (Array.isArray(node)) for (const one of node) walk(one, file)
    else if (node !== null && typeof node === 'object') {
      if (node.type === 'Literal' && node.regex) found.push({ file, ...node.regex })
      for (const value of Object.values(node)) walk(value, file)
    }
  }
  const files = globSync('{shared,sync-server,client/src}/**/*.{ts,tsx}', { cwd: root })
  for (const file of files.filter((name) => !name.includes('.test.')))
    walk(parseSync(file, readFileSync(`${root}${file}`, 'utf8')).program, file)
  return found
}

/** What repeats in names, numbers, dates, codes and addresses; many of one, and at the end what fits nowhere. */
const PIECES = [
  'a',
  'Z',
  '0',
  '1,',
  '1.',
  ' ',
  '  a',
  '.',
  '-',
  '-a',
  '/',
  '/a',
  ':',
  ',',
  '{a',
  '(',
  "'",
  '_',
  '\u200B',
  'é',
  '1/',
  'a b ',
  '0-',
]
const MANY = 4_000

/** Far more than any pattern of a bounded text takes on a busy machine; one that backtracks exponentially never ends. */
const HANGS_MS = 20_000

/** @throws Error where one of them does not end */
function tryAll(pattern, flags, texts) {
  const context = createContext({ pattern, flags, texts })
  runInContext('for (const text of texts) new RegExp(pattern, flags).test(text)', context, {
    timeout: HANGS_MS,
  })
}

test('[ASVS 1.3.12] no pattern goes on for ever over a long text that nearly fits', () => {
  const all = patterns()
  expect(all.length).toBeGreaterThan(100)
  for (const { file, pattern, flags } of all) {
    const texts = PIECES.map((piece) => `${piece.repeat(MANY)}\n\u0001`)
    expect(() => tryAll(pattern, flags, texts), `${pattern} of ${file}`).not.toThrow()
  }
})
