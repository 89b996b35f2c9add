import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runInForeground } from '../setup/foreground.mjs'
import { installPackages } from '../setup/install-packages.mjs'
import { projectEnvironment, projectNode } from '../setup/project-node.mjs'

// The benchmark itself is TypeScript and runs under the project's own Node.
const root = fileURLToPath(new URL('../..', import.meta.url))
const log = (sentence) => process.stderr.write(`${sentence}\n`)

installPackages(root, log)
process.exitCode = await runInForeground(
  projectNode(root),
  [join(root, 'scripts', 'bench', 'run.ts'), ...process.argv.slice(2)],
  { cwd: root, env: projectEnvironment(root), stdio: 'inherit' },
)
