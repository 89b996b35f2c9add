import { cpSync, existsSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { SCHEMA_VERSION } from '../../shared/protocol.ts'

const HELP = `npm run keep-client -- [--help]

Builds the client and keeps it as e2e/old-clients/schema-N, N being the schema version that it speaks. Run it before the
version is raised, so that the tests can show the server to clients that were not updated yet [L5].
`

/** Neither run nor cached ahead by the service worker: letters that no test shows, the reader without WebAssembly. */
const NOT_KEPT = [
  /^archivo-latin-ext/,
  /^archivo-vietnamese/,
  /^jsQR/,
  /^automerge/,
  /\.map$/,
  /^\.etrax-build$/,
]

function keepClient(): void {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } })
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const kept = join(root, 'e2e', 'old-clients', `schema-${SCHEMA_VERSION}`)
  if (existsSync(kept)) rmSync(kept, { recursive: true })
  cpSync(join(root, 'client', 'dist'), kept, {
    recursive: true,
    filter: (file) => !NOT_KEPT.some((pattern) => pattern.test(basename(file))),
  })
  process.stdout.write(`Kept: ${kept}\n`)
}

keepClient()
