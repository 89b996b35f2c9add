import { globSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Forms by which keys and tokens are known; each is written so that it does not find itself. */
const FORMS = [
  /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\n[A-Za-z0-9+/=]{40}/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  /\bsk_live_[A-Za-z0-9]{20,}/,
  /\bxox[abprs]-[A-Za-z0-9-]{20,}/,
  /\bSG\.[\w-]{20,}\.[\w-]{20,}/,
]

function found(files) {
  return files.flatMap((file) => {
    const text = readFileSync(`${root}${file}`, 'latin1')
    return FORMS.filter((form) => form.test(text)).map((form) => `${file}: ${form.source}`)
  })
}

test('[ASVS 13.3.1] no key and no token is in the source, nor in what is built from it', () => {
  const sources = globSync(
    ['*.*', '{client/src,client/public,docs,e2e,migrations,scripts,shared,sync-server,vendor}/**/*'],
    { cwd: root },
  )
  const files = sources.filter((file) => statSync(`${root}${file}`).isFile())
  expect(files.length).toBeGreaterThan(500)
  expect(found(files)).toEqual([])
  expect(found(globSync('client/dist/**/*.{js,html,json,webmanifest}', { cwd: root }))).toEqual([])
})
