import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const DIST = fileURLToPath(new URL('../client/dist/', import.meta.url))
const KB = 1024

const text = (path: string) => readFileSync(`${DIST}${path}`, 'utf8')
const zipped = (paths: Iterable<string>) =>
  [...paths].reduce((sum, path) => sum + gzipSync(readFileSync(`${DIST}${path}`)).length, 0)

/** A script and all that it imports statically: what has to arrive before it runs. */
function closure(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found
  found.add(path)
  const source = text(path)
  for (const [, name] of source.matchAll(
    /(?:^|[;}\s])(?:import|export)\s*(?:[\w*{}\s,$]+?from\s*)?["'`]\.\/([\w.-]+\.js)["'`]/g,
  )) {
    closure(`assets/${name}`, found)
  }
  return found
}

const [, entry] = text('index.html').match(/<script type="module"[^>]* src="\/(assets\/[\w.-]+\.js)"/) ?? []
const scripts = readdirSync(`${DIST}assets`).filter((name) => name.endsWith('.js'))

test('the scripts up to the first list are at most 150 KB', () => {
  const list = scripts.find((name) => name.startsWith('equipment-page-'))
  expect([entry, list]).not.toContain(undefined)
  expect(zipped(closure(`assets/${list}`, closure(entry ?? ''))) / KB).toBeLessThanOrEqual(150)
})

test.each(scripts.filter((name) => /-page-/.test(name)))('the page %s adds at most 60 KB', (name) => {
  const before = closure(entry ?? '')
  const added = [...closure(`assets/${name}`)].filter((path) => !before.has(path))
  expect(zipped(added) / KB).toBeLessThanOrEqual(60)
})

test('the first visit stores at most 2 MB, and everything the app starts with is among it', () => {
  const urls = [...text('sw.js').matchAll(/"?url"?:\s*["'`]([^"'`]+)["'`]/g)].map(([, url]) => url ?? '')
  expect(urls).toContain('index.html')
  expect(urls).toContain(entry)
  const bytes = urls.reduce((sum, url) => sum + readFileSync(`${DIST}${url}`).length, 0)
  expect(bytes / KB / KB).toBeLessThanOrEqual(2)
})

test('what merges documents is no part of any start: neither fetched ahead nor imported by what every page takes', () => {
  const names = readdirSync(`${DIST}assets`).filter((name) => name.startsWith('automerge'))
  expect(names.map((name) => name.replace(/-[\w-]{8}\./, '.')).toSorted()).toEqual([
    'automerge-library.js',
    'automerge.wasm.gz',
  ])
  const start = closure(entry ?? '')
  for (const name of names) {
    expect(text('sw.js')).not.toContain(name)
    expect([...start].map((path) => path.split('/').at(-1))).not.toContain(name)
  }
})

test('no dev-mode of the database, and no sink that writes markup, ships', () => {
  for (const name of scripts) {
    const source = text(`assets/${name}`)
    expect({
      name,
      devMode: /name:\s*[`'"]dev-mode/.test(source),
      write: source.includes('document.write'),
    }).toEqual({
      name,
      devMode: false,
      write: false,
    })
  }
})

test('[ASVS 13.4.2] no map of the source ships, nor a word of where it is', () => {
  const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' })
  expect(files.filter((name) => name.endsWith('.map'))).toEqual([])
  const told = scripts.filter((name) => text(`assets/${name}`).includes('sourceMappingURL='))
  expect([...told, ...(text('sw.js').includes('sourceMappingURL=') ? ['sw.js'] : [])]).toEqual([])
})
