import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cyclonedx } from './cyclonedx.mjs'
import { shippedPackages } from './shipped.mjs'

const HELP = `npm run sbom [-- FILE]

Writes the list of everything that ships, with versions, hashes and licences, as a CycloneDX document (sbom.cdx.json).
It is made of the lock alone: nothing is installed or asked for.
`

const root = fileURLToPath(new URL('../..', import.meta.url))
const [file = 'sbom.cdx.json'] = process.argv.slice(2)
if (file === '--help' || file === '-h') {
  process.stdout.write(HELP)
} else {
  const document = cyclonedx(JSON.parse(readFileSync(`${root}package.json`, 'utf8')), shippedPackages(root))
  writeFileSync(file, `${JSON.stringify(document, undefined, 2)}\n`)
  process.stdout.write(`${document.components.length} components are in ${file}.\n`)
}
