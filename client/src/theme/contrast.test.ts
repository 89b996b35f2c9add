import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { accentFor, grounds } from './accent.ts'
import { contrast, parseHex } from './colour.ts'
import type { Theme } from './theme-name.ts'

const css = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const block = (text: string, opening: string) => {
  const start = text.indexOf(opening)
  if (start < 0) throw new Error(`no ${opening}`)
  return text.slice(start, text.indexOf('}', start))
}
const colours = (text: string) =>
  new Map([...text.matchAll(/--color-([a-z-]+):\s*(#[0-9a-f]{6});/g)].map((m) => [m[1] ?? '', m[2] ?? '']))

const light = colours(block(css('./tokens.css'), '@theme static {'))
const themed = css('./themes.css')
const tokens: Record<Theme, Map<string, string>> = {
  light,
  dark: colours(block(themed, ':root[data-theme="dark"] {')),
  outdoor: colours(block(themed, ':root[data-theme="outdoor"] {')),
}
const themes: Theme[] = ['light', 'dark', 'outdoor']
const grounded = ['surface', 'raised', 'sunken', 'hover']
const meanings = ['accent', 'positive', 'warning', 'danger', 'info']

/** Words on what they may lie on. */
const words: [string, string][] = [
  ...grounded.flatMap((ground): [string, string][] => [
    ['text', ground],
    ['muted', ground],
    ...meanings.map((meaning): [string, string] => [`${meaning}-text`, ground]),
  ]),
  ...meanings.flatMap((meaning): [string, string][] => [
    [`on-${meaning}`, meaning],
    [`${meaning}-text`, `${meaning}-soft`],
    ['text', `${meaning}-soft`],
    ['muted', `${meaning}-soft`],
  ]),
  ['surface', 'text'],
  ['raised', 'text'],
]
/** Edges, marks and the focus ring against what they lie on. */
const marks: [string, string][] = grounded.flatMap((ground): [string, string][] => [
  ['line-strong', ground],
  ['focus', ground],
])
const fills: [string, string][] = ['accent', 'positive', 'danger', 'info'].flatMap((meaning) =>
  ['surface', 'raised', 'sunken'].map((ground): [string, string] => [meaning, ground]),
)

function ratio(theme: Theme, one: string, other: string): number {
  const [a, b] = [one, other].map((name) => parseHex(tokens[theme].get(name) ?? ''))
  if (!a || !b) throw new Error(`${theme} has no ${a ? other : one}`)
  return contrast(a, b)
}

describe.each(themes)('the %s theme', (theme) => {
  test('defines every colour of the light theme', () => {
    expect([...tokens[theme].keys()].sort()).toEqual([...light.keys()].sort())
  })

  const least = theme === 'outdoor' ? 7 : 4.5
  test(`words stand out at ${least}:1`, () => {
    const weak = words.filter(([one, other]) => ratio(theme, one, other) < least)
    expect(weak.map(([one, other]) => `${one} on ${other}: ${ratio(theme, one, other).toFixed(2)}`)).toEqual(
      [],
    )
  })

  test('edges, the focus ring and fills stand out at 3:1', () => {
    const weak = [...marks, ...fills].filter(([one, other]) => ratio(theme, one, other) < 3)
    expect(weak.map(([one, other]) => `${one} on ${other}: ${ratio(theme, one, other).toFixed(2)}`)).toEqual(
      [],
    )
  })

  test('the grounds of the accent correction are the tokens', () => {
    const own = grounded.map((name) => tokens[theme].get(name))
    expect([...new Set(grounds[theme].surfaces)].sort()).toEqual([...new Set(own)].sort())
  })
})

// White, black, the yellows, reds, navies and greens that schools have, and a grey.
const schools = [
  '#ffffff',
  '#000000',
  '#ffd200',
  '#fdb927',
  '#c8102e',
  '#00205b',
  '#046a38',
  '#ff6a13',
  '#4b2e83',
  '#a7a8aa',
]

describe.each(themes)('a school colour in the %s theme', (theme) => {
  const least = theme === 'outdoor' ? 7 : 4.5
  test.each(schools)('%s can be read and seen', (school) => {
    const roles = accentFor(school, theme)
    if (!roles) throw new Error('not taken for a colour')
    const rgb = (hex: string) => parseHex(hex) ?? [0, 0, 0]
    expect(contrast(rgb(roles.onAccent), rgb(roles.accent))).toBeGreaterThanOrEqual(least)
    for (const ground of [...grounds[theme].surfaces, roles.accentSoft]) {
      expect(contrast(rgb(roles.accentText), rgb(ground))).toBeGreaterThanOrEqual(least)
    }
    for (const word of ['text', 'muted']) {
      expect(contrast(rgb(tokens[theme].get(word) ?? ''), rgb(roles.accentSoft))).toBeGreaterThanOrEqual(
        least,
      )
    }
  })
})

test('a school colour that needs no correction stays as it is', () => {
  expect(accentFor('#00205b', 'light')).toMatchObject({
    accent: '#00205b',
    onAccent: '#ffffff',
    accentText: '#00205b',
  })
})

test('a gold stays gold under dark words, and its edges and words get darker', () => {
  const roles = accentFor('#ffd200', 'light')
  expect(roles).toMatchObject({ accent: '#ffd200', onAccent: '#04100d' })
  expect(contrast(parseHex(roles?.accentText ?? '') ?? [1, 1, 1], [1, 1, 1])).toBeGreaterThan(4.5)
})

test.each(['', 'gold', '#12', '#12345g', 'url(x)'])('%j is no colour and leaves the accent alone', (text) => {
  expect(accentFor(text, 'light')).toBeUndefined()
})
