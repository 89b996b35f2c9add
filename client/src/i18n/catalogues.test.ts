import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Catalogue, type Message, placeholders } from './catalogue.ts'
import { localeKey } from './locale.ts'
import type { Translate } from './translator.ts'

type Module = { t: Translate<Record<string, Message>> }
const modules: Record<string, Module> = {
  ...import.meta.glob<Module>(['../**/messages.ts', '../features/**/*-messages.ts', './core.ts'], {
    eager: true,
  }),
}

// Words that are the same in both languages.
const same = new Set([
  'ETrax',
  'English',
  'Español',
  'Color',
  'Error',
  'CSV',
  'No',
  'QR',
  'PIN',
  'OK',
  'Total',
  'Serial',
])

const letters = (message: Message) => (typeof message === 'string' ? message : message.other)

describe.each(Object.entries(modules))('%s', (_path, module) => {
  const { en, es }: Catalogue<Record<string, Message>> = module.t.catalogue

  test('Spanish has every key of English and no other', () => {
    expect(Object.keys(es).sort()).toEqual(Object.keys(en).sort())
  })

  test('no message is empty', () => {
    const texts = [...Object.entries(en), ...Object.entries(es)].flatMap(([key, message]) =>
      (typeof message === 'string' ? [message] : Object.values(message)).map((text) => ({ key, text })),
    )
    expect(texts.filter(({ text }) => text.trim() === '')).toEqual([])
  })

  test('both languages use the same names and have forms by count in the same places', () => {
    const uneven = Object.entries(en).filter(([key, message]) => {
      const other = es[key] ?? ''
      return (
        placeholders(message).sort().join() !== placeholders(other).sort().join() ||
        (typeof message === 'string') !== (typeof other === 'string')
      )
    })
    expect(uneven.map(([key]) => key)).toEqual([])
  })

  test('Spanish is translated', () => {
    const copied = Object.entries(en).filter(([key, message]) => {
      const text = letters(message)
      const words = text.replace(/\{\w+\}/g, '').trim()
      return text === letters(es[key] ?? '') && /\p{L}{2}/u.test(words) && !same.has(words)
    })
    expect(copied.map(([key, message]) => `${key}: ${letters(message)}`)).toEqual([])
  })
})

test('catalogues are found', () => {
  expect(Object.keys(modules)).toEqual(
    expect.arrayContaining(['./core.ts', '../features/settings/messages.ts']),
  )
})

test('the script before the first paint reads the keys that the settings write', async () => {
  const boot = readFileSync(new URL('../../public/boot.js', import.meta.url), 'utf8')
  const theme = readFileSync(new URL('../theme/theme.ts', import.meta.url), 'utf8')
  const keys = [localeKey, ...[...theme.matchAll(/Key = '([\w.]+)'/g)].map((match) => match[1] ?? '')]
  expect(keys).toHaveLength(3)
  for (const key of keys) expect(boot).toContain(`'${key}'`)
})
