import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { lockAdditions } from './setup/lock-additions.mjs'

const HELP = `node scripts/complete-lock.mjs

Adds to package-lock.json the optional packages for other systems that npm left out of it. npm does so when it
updates a lock beside an installed node_modules, or when the registry at hand lacks them, and "npm ci" then refuses
the lock everywhere. npm runs this by itself after each install.
`

if (process.argv.includes('--help')) {
  process.stdout.write(HELP)
} else {
  const path = fileURLToPath(new URL('../package-lock.json', import.meta.url))
  const lock = JSON.parse(readFileSync(path, 'utf8'))
  const additions = lockAdditions(lock)
  const names = Object.keys(additions)
  if (names.length > 0) {
    const entries = Object.entries({ ...lock.packages, ...additions })
    entries.sort(([a], [b]) => a.localeCompare(b, 'en'))
    writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, null, 2)}\n`)
    process.stdout.write(`package-lock.json: ${names.length} packages for other systems added.\n`)
  }
}
