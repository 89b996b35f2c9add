import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runInForeground } from './setup/foreground.mjs'
import { installPackages } from './setup/install-packages.mjs'
import { projectEnvironment, projectNode } from './setup/project-node.mjs'

const HELP = `node scripts/command.mjs NAME [options]

Runs scripts/commands/NAME.ts under the project's own Node; "npm run NAME" calls it. Each command knows --help.
`

const root = fileURLToPath(new URL('..', import.meta.url))
const [name = '', ...args] = process.argv.slice(2)
const file = join(root, 'scripts', 'commands', `${name}.ts`)

if (!/^[a-z-]+$/.test(name) || !existsSync(file)) {
  process.stderr.write(HELP)
  process.exitCode = name === '--help' ? 0 : 1
} else {
  try {
    installPackages(root, (sentence) => process.stderr.write(`${sentence}\n`))
    process.exitCode = await runInForeground(projectNode(root), [file, ...args], {
      env: projectEnvironment(root),
      stdio: 'inherit',
    })
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
