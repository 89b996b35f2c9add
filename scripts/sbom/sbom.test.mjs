import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'etrax-sbom-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** As `npm run sbom` writes it. */
function written(name) {
  execFileSync(process.execPath, [join(root, 'scripts/sbom/sbom.mjs'), join(folder, name)], {
    stdio: 'ignore',
  })
  return readFileSync(join(folder, name), 'utf8')
}

const text = written('one.json')
const { bomFormat, specVersion, components } = JSON.parse(text)
const lock = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8'))
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
const fullName = ({ group, name }) => (group === undefined ? name : `${group}/${name}`)
const names = new Set(components.map(fullName))

test('[ASVS 15.1.2] the list of what ships names every package of the server, on every system, and what the client is built of', () => {
  expect([bomFormat, specVersion]).toEqual(['CycloneDX', '1.6'])
  const direct = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.optionalDependencies)]
  expect(direct.filter((name) => !names.has(name))).toEqual([])
  const needed = Object.entries(lock.packages).filter(
    ([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional,
  )
  const listed = new Set(components.map((one) => `${fullName(one)}@${one.version}`))
  const missing = needed.filter(
    ([path, { version }]) => !listed.has(`${path.split('node_modules/').at(-1)}@${version}`),
  )
  expect(missing.map(([path]) => path)).toEqual([])
  // The service worker is built of these; the tools themselves stay here.
  expect(names.has('workbox-precaching') && names.has('workbox-core')).toBe(true)
  expect(['vite', 'vitest', 'typescript'].filter((name) => names.has(name))).toEqual([])
  expect(written('two.json')).toBe(text)
})

/** Under these it may be given away with the app. Of several that a package offers, one is enough. */
const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Unlicense',
]

test('[ASVS 15.1.2] nothing ships whose licence is not known, or asks that the whole be given away', () => {
  const refused = components.filter(({ licenses: [one] }) => {
    const choices = one?.license?.id
      ? [one.license.id]
      : (one?.expression ?? '').replace(/[()]/g, '').split(' OR ')
    return !choices.some((choice) => ALLOWED.includes(choice))
  })
  expect(refused.map((one) => [fullName(one), one.licenses])).toEqual([])
})

test('[ASVS 15.1.2] each has a version, an address of its own and, but for parts of other systems, a hash', () => {
  expect(new Set(components.map(({ purl }) => purl)).size).toBe(components.length)
  const bare = components.filter(({ hashes }) => !hashes?.length).map(fullName)
  expect(
    bare.filter((name) => !/^(?:@node-rs\/bcrypt|node)-(?:android|darwin|freebsd|linux|win)/.test(name)),
  ).toEqual([])
})

/** From this version on the faults are mended that were found in it. */
const LEAST = { hono: [4, 12, 25], jose: [6, 0, 0], ws: [8, 18, 0] }

test.each(Object.entries(LEAST))('[ASVS 15.1.2] %s is no version that is known to be open', (name, least) => {
  const found = components.filter((one) => fullName(one) === name)
  expect(found.length).toBeGreaterThan(0)
  for (const { version } of found) {
    const parts = version.split('.').map(Number)
    const first = least.findIndex((part, index) => part !== parts[index])
    expect([version, first < 0 || parts[first] > least[first]]).toEqual([version, true])
  }
})
